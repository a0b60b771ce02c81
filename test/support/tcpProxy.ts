import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A cable that can be pulled: forwards a loopback port to another until it is cut. */
export class TcpProxy {
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #server: Server;
  #port = 0;
  #accepted = 0;
  #isFrozen = false;

  readonly #host: string;

  private constructor(targetPort: number, host: string, port: number) {
    this.#targetPort = targetPort;
    this.#host = host;
    this.#port = port;
    this.#server = this.#createServer();
  }

  /** `host` and `port` are where it listens; the core only answers to names of its own, with its own port. */
  static async to(targetPort: number, host = '127.0.0.1', port = 0): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort, host, port);
    await proxy.mend();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Connections taken so far. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Connections that are open now, counted at the side of the client. */
  get open(): number {
    return this.#sockets.size / 2;
  }

  /** Resets every connection and refuses new ones. */
  async cut(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }

  /** Nothing passes any more, and nobody is told: the connections stay open, new ones are taken and say nothing. */
  freeze(): void {
    this.#isFrozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const socket of this.#sockets) socket.resume();
  }

  async mend(): Promise<void> {
    this.#server = this.#createServer();
    this.#server.listen(this.#port, this.#host);
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#port = address.port;
  }

  #createServer(): Server {
    return createServer({ noDelay: true }, (client) => {
      this.#accepted += 1;
      const target = connect({ port: this.#targetPort, host: '127.0.0.1', noDelay: true });
      for (const [socket, other] of [
        [client, target],
        [target, client],
      ] as const) {
        this.#sockets.add(socket);
        socket.pipe(other);
        if (this.#isFrozen) socket.pause();
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
      }
    });
  }
}
