import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/**
 * The far end of a stream: takes whatever one publisher sends and throws it away. As much of RTMP 1.0 (Adobe,
 * 2012) as OBS needs: the simple handshake, chunks, and answers to `connect`, `createStream`, `publish`.
 */
export class RtmpIngest {
  readonly #sockets = new Set<Socket>();
  #server: Server;
  #port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
  }

  static async start(): Promise<RtmpIngest> {
    const ingest = new RtmpIngest(createServer(), 0);
    await ingest.#listen();
    return ingest;
  }

  /** What goes into OBS's own server field. */
  get url(): string {
    return `rtmp://127.0.0.1:${this.#port}/live`;
  }

  /** Cuts every publisher off and takes no new one. */
  async goAway(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** On the same port again. */
  async comeBack(): Promise<void> {
    this.#server = createServer();
    await this.#listen();
  }

  async #listen(): Promise<void> {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined); // OBS hangs up as it likes
      serve(socket);
    });
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#port = address.port;
  }
}

const HANDSHAKE_BYTES = 1536;
const COMMAND = 20;
const SET_CHUNK_SIZE = 1;
/** Bytes of a message header by its format; the fields left out are those of the message before. */
const HEADER_BYTES = [11, 7, 3, 0] as const;

type Message = { type: number; length: number; body: Buffer };

function serve(socket: Socket): void {
  let waiting = Buffer.alloc(0);
  let stage: 'hello' | 'acknowledge' | 'messages' | 'media' = 'hello';
  let chunkSize = 128;
  const messages = new Map<number, Message>();

  /** Takes one chunk off the front; false when it is not all there yet. */
  const takeChunk = (): boolean => {
    if (waiting.length < 1) return false;
    const first = waiting.readUInt8(0);
    const format = first >> 6;
    const headerBytes = HEADER_BYTES[format] ?? 0;
    if (waiting.length < 1 + headerBytes) return false;
    const stream = first & 0x3f;
    const message = messages.get(stream) ?? { type: 0, length: 0, body: Buffer.alloc(0) };
    let at = 1 + headerBytes;
    const { length: lengthBefore, type: typeBefore } = message;
    const length = format <= 1 ? waiting.readUIntBE(4, 3) : lengthBefore;
    const type = format <= 1 ? waiting.readUInt8(7) : typeBefore;
    if (format <= 2 && waiting.readUIntBE(1, 3) === 0xffffff) at += 4;
    const take = Math.min(chunkSize, length - message.body.length);
    if (waiting.length < at + take) return false;
    const body = Buffer.concat([message.body, waiting.subarray(at, at + take)]);
    waiting = waiting.subarray(at + take);
    const isWhole = body.length >= length;
    messages.set(stream, { type, length, body: isWhole ? Buffer.alloc(0) : body });
    if (isWhole && type === SET_CHUNK_SIZE) chunkSize = body.readUInt32BE(0);
    if (isWhole && type === COMMAND) answer(body);
    return true;
  };

  const answer = (body: Buffer): void => {
    const nameBytes = body.readUInt16BE(1);
    const name = body.toString('utf8', 3, 3 + nameBytes);
    const transaction = body.readDoubleBE(4 + nameBytes);
    if (name === 'connect')
      socket.write(
        command(0, text('_result'), number(transaction), NULL, status('NetConnection.Connect.Success')),
      );
    if (name === 'createStream')
      socket.write(command(0, text('_result'), number(transaction), NULL, number(1)));
    if (name === 'publish') {
      socket.write(command(1, text('onStatus'), number(0), NULL, status('NetStream.Publish.Start')));
      stage = 'media';
    }
  };

  socket.on('data', (data) => {
    if (stage === 'media') return; // thrown away
    waiting = Buffer.concat([waiting, data]);
    if (stage === 'hello' && waiting.length >= 1 + HANDSHAKE_BYTES) {
      const theirs = waiting.subarray(1, 1 + HANDSHAKE_BYTES);
      waiting = waiting.subarray(1 + HANDSHAKE_BYTES);
      socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(HANDSHAKE_BYTES), theirs]));
      stage = 'acknowledge';
    }
    if (stage === 'acknowledge' && waiting.length >= HANDSHAKE_BYTES) {
      waiting = waiting.subarray(HANDSHAKE_BYTES);
      stage = 'messages';
    }
    while (stage === 'messages' && takeChunk());
  });
}

/** A command in one chunk: OBS takes 128 bytes at once, and none of ours is longer. */
function command(streamId: number, ...values: readonly Buffer[]): Buffer {
  const body = Buffer.concat(values);
  if (body.length > 128) throw new Error('longer than a chunk');
  const header = Buffer.alloc(12);
  header.writeUInt8(3, 0);
  header.writeUIntBE(body.length, 4, 3);
  header.writeUInt8(COMMAND, 7);
  header.writeUInt32LE(streamId, 8);
  return Buffer.concat([header, body]);
}

// AMF0 (Adobe, 2007)
const NULL = Buffer.from([5]);
const bare = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length, 0);
  return Buffer.concat([length, bytes]);
};
const text = (value: string): Buffer => Buffer.concat([Buffer.from([2]), bare(value)]);
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(9);
  bytes.writeDoubleBE(value, 1);
  return bytes;
};
const status = (code: string): Buffer =>
  Buffer.concat([
    Buffer.from([3]),
    bare('level'),
    text('status'),
    bare('code'),
    text(code),
    Buffer.from([0, 0, 9]),
  ]);
