import { setTimeout as sleep } from 'node:timers/promises';
import { openBareDatabase } from './bareInsert.ts';
import { startBareProcess } from './bareProcess.ts';
import { openBareSocket, openBenchStations } from './benchStation.ts';
import { startBigStudio } from './bigStudio.ts';
import { p50p95, percentile, type Figure, type Subject } from './figure.ts';
import { ONTIME } from './peers.ts';

const BUDGET_MS = { 1: 3, 10: 4, 50: 6 } as const;
const COUNTS = [1, 10, 50] as const;
const TAKES = { short: 60, full: 200 };
/** Two of them are above the double-take guard of 300 ms. Kaibo and the bare server both come out of a rest. */
const REST_MS = 155;
/** What a take writes: the segment entered, where the text stands, the answer. */
const EVENTS_OF_A_TAKE = 3;

/** Resolves when each of `count` receivers has called it once more. */
function everybody(count: number): { readonly arrived: () => void; readonly all: () => Promise<number> } {
  let missing = 0;
  let done: (atMs: number) => void = () => undefined;
  return {
    arrived: () => {
      missing -= 1;
      if (missing === 0) done(performance.now());
    },
    all: () =>
      new Promise((resolve) => {
        missing = count;
        done = resolve;
      }),
  };
}

export const take: Subject = {
  name: 'take',
  needs: [],
  run: async ({ full }) => {
    const studio = await startBigStudio();
    const bare = await startBareProcess();
    const database = openBareDatabase();
    const figures: Figure[] = [];
    try {
      await studio.command('run.start', { mode: 'rehearsal' });
      for (const count of COUNTS) {
        const stations = await openBenchStations(count, studio.url, studio.token);
        const [director] = stations;
        const sockets = await Promise.all(Array.from({ length: count }, () => openBareSocket(bare.url)));
        const [first] = sockets;
        if (director === undefined || first === undefined) throw new Error('no station');
        const taken = everybody(count);
        let takeBytes = 0;
        for (const station of stations)
          station.onBytes((data) => {
            // The answer, which goes to one, names it as well.
            if (!data.includes('{"t":"events"') || !data.includes('"segment.entered"')) return;
            takeBytes = data.length;
            taken.arrived();
          });
        const echoed = everybody(count);
        for (const { socket } of sockets) socket.on('message', echoed.arrived);

        const times: number[] = [];
        const inserts: number[] = [];
        const bares: number[] = [];
        for (let index = 0; index < (full ? TAKES.full : TAKES.short); index += 1) {
          await sleep(REST_MS);
          const all = taken.all();
          const startedMs = performance.now();
          const answer = await director.command('segment.next');
          if (!answer.ok || answer.events.length === 0) throw new Error(`no take: ${JSON.stringify(answer)}`);
          times.push((await all) - startedMs);
          await sleep(REST_MS);
          const sentMs = performance.now();
          database.insert(EVENTS_OF_A_TAKE);
          inserts.push(performance.now() - sentMs);
          const back = echoed.all();
          first.socket.send('x'.repeat(takeBytes));
          bares.push((await back) - sentMs);
        }
        for (const station of stations) station.close();
        for (const { socket } of sockets) socket.close();
        figures.push({
          what: `take → last of ${count}, 1,000 × 1,000 字, p95`,
          unit: 'ms',
          value: percentile(times, 0.95),
          budget: { atMost: BUDGET_MS[count] },
          peer: ONTIME.takeMs[count],
          baseline: { name: 'bare insert, then bare ws to all', value: percentile(bares, 0.95) },
          note: `p50 / p95 of ${times.length}: ${p50p95(times)} ms, bare ${p50p95(bares)} ms, of which the insert ${p50p95(inserts)} ms; ${takeBytes} B each`,
        });
      }
    } finally {
      database.close();
      await bare.stop();
      await studio.stop();
    }
    return figures;
  },
};
