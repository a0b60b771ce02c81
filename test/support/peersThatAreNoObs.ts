import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';

import { WebSocketServer } from 'ws';

import { freePort } from './obs.ts';

/** Something on a port that is not a willing OBS, and how many connections it has open. */
export type Peer = { readonly url: string; readonly open: () => number; readonly stop: () => Promise<void> };

/** Makes a server into a peer that counts its open connections. */
export async function peerOf(server: Server): Promise<Peer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { url: `ws://127.0.0.1:${address.port}`, open: () => sockets.size, stop };
}

/** A peer that upgrades to a WebSocket and then sends `hello` as text; none: stays silent. */
export function webSocketPeer(protocol: string | false, hello: string | null): Promise<Peer> {
  const http = createHttpServer();
  const server = new WebSocketServer({ server: http, handleProtocols: () => protocol });
  server.on('connection', (socket) => {
    if (hello !== null) socket.send(hello);
  });
  return peerOf(http);
}

/** Reads, so that it sees the other side hang up, and answers nothing. */
export const silentPeer = () => peerOf(createServer((socket) => socket.resume()));
export const webServer = () => peerOf(createHttpServer((_request, response) => response.end('hello')));
export const busyPeer = () =>
  peerOf(createHttpServer().on('upgrade', (_request, socket) => socket.end('HTTP/1.1 503 Busy\r\n\r\n')));
export const closedPort = async (): Promise<Peer> => ({
  url: `ws://127.0.0.1:${await freePort()}`,
  open: () => 0,
  stop: async () => {},
});

/** Asks for a password as obs-websocket 5 does, and takes none (protocol: Hello, WebSocketCloseCode 4009). */
export function passwordPeer(): Promise<Peer> {
  const http = createHttpServer();
  const server = new WebSocketServer({ server: http, handleProtocols: () => 'obswebsocket.json' });
  server.on('connection', (socket) => {
    const authentication = { challenge: 'Y2hhbGxlbmdl', salt: 'c2FsdA==' };
    const d = { obsWebSocketVersion: '5.1.0', rpcVersion: 1, authentication };
    socket.send(JSON.stringify({ op: 0, d }));
    socket.on('message', () => socket.close(4009, 'Authentication failed.'));
  });
  return peerOf(http);
}
