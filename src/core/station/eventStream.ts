import { WebSocket } from 'ws';
import type { StudioEvent } from '#shared/model/events';
import type { Studio } from './servedStudio.ts';

const PAGE = 500;

/** `WS /api/v1/stream?after=SEQ`: every event from that seq on, one JSON a message, then live, without a gap. */
export function serveEventStream(socket: WebSocket, after: number, studio: Studio): void {
  let sent = after;
  const send = (events: readonly StudioEvent[]): void => {
    for (const event of events) {
      if (event.seq <= sent || socket.readyState !== WebSocket.OPEN) continue;
      sent = event.seq;
      socket.send(JSON.stringify(event));
    }
  };
  // Commits happen in this same thread, so after the last page is sent and the listener attached in one turn, nothing is missed.
  for (;;) {
    const page = studio.eventLog.after(sent, PAGE);
    if (page.length === 0 || socket.readyState !== WebSocket.OPEN) break;
    send(page);
  }
  const stop = studio.executor.onCommitted(({ events }) => send(events));
  const alive = setInterval(() => socket.ping(), 10_000);
  socket.on('close', () => {
    stop();
    clearInterval(alive);
  });
  socket.on('error', (error) => studio.log(`event stream: ${error.message}`));
}
