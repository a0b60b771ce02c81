import { WebSocket } from 'ws';
import type { StudioEvent } from '#shared/model/events';
import type { Studio } from './servedStudio.ts';

const PAGE = 500;
/** RFC 6455 §7.4.1: the server met a condition that keeps it from going on. */
const UNREADABLE = 1011;
/** A reader that lets this much pile up is cut off; it comes back with the last seq it has. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

/**
 * `WS /api/v1/stream?after=SEQ`: every event from that seq on, one JSON a message, then live, without a gap. A
 * log that can't be read ends the stream (code 1011), not the studio.
 */
export function serveEventStream(socket: WebSocket, after: number, studio: Studio): void {
  let sent = after;
  let stop: () => void = () => undefined;
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN;
  const send = (events: readonly StudioEvent[]): void => {
    for (const event of events) {
      if (event.seq <= sent || !isOpen()) continue;
      sent = event.seq;
      socket.send(JSON.stringify(event));
    }
    if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.terminate();
  };
  const pageAfter = (seq: number): readonly StudioEvent[] | null => {
    try {
      return studio.eventLog.after(seq, PAGE);
    } catch (error) {
      studio.log(`event stream: ${error instanceof Error ? error.message : String(error)}`);
      socket.close(UNREADABLE, 'RECORD_DAMAGED');
      return null;
    }
  };
  // A page a turn: cues and commands come in between, however long the log is.
  const catchUp = (): void => {
    const page = pageAfter(sent);
    if (page === null) return;
    send(page);
    if (!isOpen()) return;
    if (page.length === PAGE) setImmediate(catchUp);
    // Commits happen in this same thread: nothing falls between the last page and the listener.
    else stop = studio.executor.onCommitted(({ events }) => send(events));
  };
  const alive = setInterval(() => socket.ping(), 10_000);
  socket.on('close', () => {
    stop();
    clearInterval(alive);
  });
  socket.on('error', (error) => studio.log(`event stream: ${error.message}`));
  catchUp();
}
