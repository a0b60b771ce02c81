import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Rgb = { readonly r: number; readonly g: number; readonly b: number };

/**
 * Reads single pixels of X windows over one open connection. A pixel arrives in well under a
 * millisecond, where a screenshot program would need tens: a late picture proves nothing about the
 * instant a cue was confirmed.
 * Protocol: X Window System Protocol, X11R7.7, sections 8 (connection setup) and 9 (GetImage).
 */
export class X11Pixels {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #wake: (() => void) | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake?.();
    });
    socket.on('close', () => this.#wake?.());
    socket.on('error', () => this.#wake?.());
  }

  /** `display` as in the DISPLAY variable, for instance `:97`. Works on servers without access control. */
  static async open(display: string): Promise<X11Pixels> {
    const socket = connect(`/tmp/.X11-unix/X${display.replace(':', '')}`);
    await once(socket, 'connect');
    const pixels = new X11Pixels(socket);
    const hello = Buffer.alloc(12);
    hello.write('l', 0, 'latin1'); // little-endian
    hello.writeUInt16LE(11, 2);
    socket.write(hello);
    const head = await pixels.#read(8);
    if (head.readUInt8(0) !== 1) throw new Error(`X server ${display} refused the connection`);
    await pixels.#read(head.readUInt16LE(6) * 4);
    return pixels;
  }

  /** The colour at (x, y) of a window that is mapped on the screen (24-bit TrueColor). */
  pixel(windowId: number, x: number, y: number): Promise<Rgb> {
    const answer = this.#turn.then(async () => {
      const request = Buffer.alloc(20);
      request.writeUInt8(73, 0); // GetImage
      request.writeUInt8(2, 1); // ZPixmap
      request.writeUInt16LE(5, 2);
      request.writeUInt32LE(windowId, 4);
      request.writeInt16LE(x, 8);
      request.writeInt16LE(y, 10);
      request.writeUInt16LE(1, 12);
      request.writeUInt16LE(1, 14);
      request.writeUInt32LE(0xffffffff, 16);
      this.#socket.write(request);
      const head = await this.#read(32);
      if (head.readUInt8(0) !== 1)
        throw new Error(`X error ${head.readUInt8(1)} for window 0x${windowId.toString(16)}`);
      const data = await this.#read(head.readUInt32LE(4) * 4);
      return { b: data.readUInt8(0), g: data.readUInt8(1), r: data.readUInt8(2) };
    });
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #read(length: number): Promise<Buffer> {
    while (this.#received.length < length) {
      if (this.#socket.destroyed) throw new Error('X connection closed');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const part = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return part;
  }
}

export type XWindow = {
  readonly id: number;
  readonly title: string;
  readonly width: number;
  readonly height: number;
};

/** Every named window of a display. */
export async function listWindows(display: string): Promise<readonly XWindow[]> {
  const { stdout } = await run('xwininfo', ['-root', '-tree', '-display', display]);
  return [...stdout.matchAll(/^\s*(0x[0-9a-f]+) "(.*)": \(.*\)\s+(\d+)x(\d+)\+/gm)].map((match) => ({
    id: Number(match[1]),
    title: match[2] ?? '',
    width: Number(match[3]),
    height: Number(match[4]),
  }));
}

export const sameColour = (a: Rgb, b: Rgb, tolerance = 3): boolean =>
  Math.abs(a.r - b.r) <= tolerance && Math.abs(a.g - b.g) <= tolerance && Math.abs(a.b - b.b) <= tolerance;
