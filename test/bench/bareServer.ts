import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * A server with nothing of Kaibo in it, as a process of its own: answers every request with 200 and sends
 * whatever comes in over a socket to everybody. Says its port to its parent.
 */
const server = createServer((_request, response) => response.end('ok'));
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) =>
  socket.on('message', (data, isBinary) => {
    for (const each of sockets.clients) each.send(data, { binary: isBinary });
  }),
);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit());
