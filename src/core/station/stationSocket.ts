import { WebSocket, type RawData } from 'ws';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import type { MemberId } from '#shared/model/ids';
import { refusedFor, type CommandResult } from '#shared/model/commandResult';
import { BEAT_MS, toCoreSchema, type StationHello, type ToStation } from '#shared/model/station';
import type { CommandRate } from './commandRate.ts';
import type { Studio } from './servedStudio.ts';
import { principalOf, type Grants } from './tokens.ts';

const HELLO_WITHIN_MS = 5000;
/** A station that reads so slowly that this much waits for it is cut off; it comes back with a fresh snapshot. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
/** A station that hasn’t answered a ping for so many beats is gone: its cable is out, or it reads no more. */
const SILENT_BEATS = 5;
const idSchema = z.object({ id: z.string().max(64) });

/**
 * Serves one station over one socket until either side closes it. `rate`: what its token may still ask for;
 * `pages`: see `pagesId`.
 */
export function serveStation(
  socket: WebSocket,
  studio: Studio,
  { grants, rate, pages }: { readonly grants: Grants; readonly rate: CommandRate; readonly pages: string },
): void {
  let hello: StationHello | null = null;
  const stop: (() => void)[] = [];
  let stopMeters: () => void = () => undefined;

  const send = (message: ToStation): void => sendText(JSON.stringify(message));
  const sendText = (text: string): void => sendPieces([text]);
  const sendPieces = (pieces: readonly (string | Buffer)[]): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > MOST_WAITING_BYTES) return socket.terminate();
    for (const [index, piece] of pieces.entries())
      socket.send(piece, { binary: false, fin: index === pieces.length - 1 });
  };
  const sendSnapshot = (): void => {
    const { executor, board, clock, messages } = studio;
    sendPieces(
      messages.snapshot(executor.state, {
        seq: executor.seq,
        live: board.status,
        studioMs: clock.now(),
        pages,
      }),
    );
  };
  const greet = (from: StationHello): void => {
    const isFirst = hello === null;
    hello = from;
    studio.board.arrive(socket, { stationId: from.stationId, kind: from.kind, memberId: from.memberId });
    if (!isFirst) return;
    clearTimeout(tooLate);
    // Listening before the snapshot is read, in the same turn: nothing falls between the two.
    stop.push(
      studio.executor.onCommitted((committed) =>
        committed.kind === 'reset' ? sendSnapshot() : sendPieces([studio.messages.events(committed.events)]),
      ),
    );
    stop.push(studio.board.onChange((live) => send({ t: 'live', live })));
    let unanswered = 0;
    socket.on('pong', () => (unanswered = 0));
    const beat = setInterval(() => {
      if (unanswered >= SILENT_BEATS) return socket.terminate();
      unanswered += 1;
      socket.ping();
      send({ t: 'beat', seq: studio.executor.seq });
    }, BEAT_MS);
    stop.push(() => clearInterval(beat));
    sendSnapshot();
  };
  const run = (command: unknown, as: MemberId | undefined): void => {
    const id = idSchema.safeParse(command);
    const commandId = id.success ? id.data.id : '';
    send({ t: 'answer', commandId, result: answer(command, as) });
  };
  const answer = (command: unknown, as: MemberId | undefined): CommandResult => {
    if (hello === null) return refusedFor({ code: 'UNAUTHORIZED', params: {} });
    try {
      rate.take(command, performance.now());
      return studio.execute(
        command,
        principalOf(grants, as ?? hello.memberId, hello.stationId, studio.executor.state.plan),
      );
    } catch (error) {
      if (error instanceof KaiboError) return refusedFor(error.body);
      throw error;
    }
  };

  const tooLate = setTimeout(() => socket.close(4000, 'no hello'), HELLO_WITHIN_MS);
  socket.on('message', (data) => {
    const message = toCoreSchema.safeParse(parseJson(data));
    if (!message.success) {
      send({
        t: 'refused',
        error: { code: 'BAD_REQUEST', params: { detail: message.error.issues[0]?.message ?? '' } },
      });
      return;
    }
    switch (message.data.t) {
      case 'hello':
        greet(message.data.hello);
        break;
      case 'watch':
        stopMeters();
        if (hello !== null && message.data.meters) stopMeters = studio.onMeters(sendText);
        break;
      case 'clock':
        send({ t: 'clock', sentAtMs: message.data.sentAtMs, studioMs: studio.clock.now() });
        break;
      case 'command':
        run(message.data.command, message.data.as);
        break;
    }
  });
  socket.on('close', () => {
    clearTimeout(tooLate);
    stopMeters();
    for (const each of stop) each();
    studio.board.leave(socket);
  });
  // A broken socket closes right after; there is nobody left to tell.
  socket.on('error', (error) => studio.log(`station socket: ${error.message}`));
}

function parseJson(data: RawData): unknown {
  try {
    return JSON.parse(
      Buffer.isBuffer(data)
        ? data.toString('utf8')
        : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString('utf8'),
    );
  } catch {
    // Not JSON: the schema refuses it by name.
    return undefined;
  }
}
