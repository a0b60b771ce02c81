import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { CommandResult } from '#shared/model/commandResult';
import type { ToStation } from '#shared/model/station';

/** A station that counts bytes and tells when something arrives. */
export type BenchStation = {
  /** Bytes on the wire from the core, everything counted. */
  readonly bytesIn: () => number;
  readonly bytesOut: () => number;
  readonly onMessage: (listener: (message: ToStation, bytes: number) => void) => void;
  /** Runs one command as the studio; resolves with its answer. */
  readonly command: (type: string, payload?: object) => Promise<CommandResult>;
  readonly close: () => void;
};

/** Connects, says hello and waits for the snapshot. Measures the clock as a page does, when asked to. */
export async function openBenchStation(url: string, token: string): Promise<BenchStation> {
  const { socket, tcp } = await openBareSocket(`${url}/station`, { authorization: `Bearer ${token}` });
  const listeners = new Set<(message: ToStation, bytes: number) => void>();
  const answers = new Map<string, (result: CommandResult) => void>();
  const greeted = new Promise<void>((resolve) =>
    listeners.add(({ t }) => (t === 'snapshot' ? resolve() : undefined)),
  );
  socket.on('message', (data: Buffer) => {
    const message = z.custom<ToStation>().parse(JSON.parse(data.toString()));
    if (message.t === 'answer') answers.get(message.commandId)?.(message.result);
    for (const listener of listeners) listener(message, data.length);
  });
  socket.send(
    JSON.stringify({ t: 'hello', hello: { stationId: randomUUID(), kind: 'assistant', memberId: null } }),
  );
  await greeted;
  return {
    bytesIn: () => tcp.bytesRead,
    bytesOut: () => tcp.bytesWritten,
    onMessage: (listener) => listeners.add(listener),
    command: (type, payload = {}) => {
      const id = randomUUID();
      return new Promise((resolve) => {
        answers.set(id, (result) => {
          answers.delete(id);
          resolve(result);
        });
        socket.send(JSON.stringify({ t: 'command', command: { id, type, payload } }));
      });
    },
    close: () => socket.close(),
  };
}

/** Opens a socket like a browser does, which also offers to compress. */
export async function openBareSocket(url: string, headers: Readonly<Record<string, string>> = {}) {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  const upgraded = new Promise<IncomingMessage>((resolve) => socket.once('upgrade', resolve));
  await once(socket, 'open');
  return { socket, tcp: (await upgraded).socket };
}

export const openBenchStations = (count: number, url: string, token: string): Promise<BenchStation[]> =>
  Promise.all(Array.from({ length: count }, () => openBenchStation(url, token)));
