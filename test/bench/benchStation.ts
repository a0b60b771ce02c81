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
  readonly onMessage: (listener: (message: ToStation) => void) => void;
  /** Hears of a message before it is read: where fifty stations are one process, reading would be what is timed. */
  readonly onBytes: (listener: (data: Buffer) => void) => void;
  /** Runs one command as the studio; resolves with its answer. */
  readonly command: (type: string, payload?: object) => Promise<CommandResult>;
  readonly close: () => void;
};

/** Connects, says hello and waits for the snapshot. Measures the clock as a page does, when asked to. */
export async function openBenchStation(url: string, token: string): Promise<BenchStation> {
  const { socket, tcp } = await openBareSocket(`${url}/station`, { authorization: `Bearer ${token}` });
  const listeners = new Set<(message: ToStation) => void>();
  const byteListeners = new Set<(data: Buffer) => void>();
  const answers = new Map<string, (result: CommandResult) => void>();
  const greeted = new Promise<void>((resolve) => {
    const greet = ({ t }: ToStation): void => {
      if (t !== 'snapshot') return;
      listeners.delete(greet);
      resolve();
    };
    listeners.add(greet);
  });
  socket.on('message', (data: Buffer) => {
    for (const listener of byteListeners) listener(data);
    if (listeners.size === 0 && answers.size === 0) return;
    const message = z.custom<ToStation>().parse(JSON.parse(data.toString()));
    if (message.t === 'answer') answers.get(message.commandId)?.(message.result);
    for (const listener of listeners) listener(message);
  });
  socket.send(
    JSON.stringify({ t: 'hello', hello: { stationId: randomUUID(), kind: 'assistant', memberId: null } }),
  );
  await greeted;
  return {
    bytesIn: () => tcp.bytesRead,
    bytesOut: () => tcp.bytesWritten,
    onMessage: (listener) => listeners.add(listener),
    onBytes: (listener) => byteListeners.add(listener),
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
