import { openBareDatabase } from './bareInsert.ts';
import { startBareProcess } from './bareProcess.ts';
import { openBareSocket, openBenchStation } from './benchStation.ts';
import { startBigStudio } from './bigStudio.ts';
import { p50p95, percentile, type Subject } from './figure.ts';

const COMMANDS = 500;
const ECHO_BYTES = 200;

/** A command over a station's socket until its answer, which comes once the events are on disk. */
export const command: Subject = {
  name: 'command',
  needs: [],
  run: async () => {
    const studio = await startBigStudio();
    const bare = await startBareProcess();
    const database = openBareDatabase();
    try {
      const station = await openBenchStation(studio.url, studio.token);
      const { socket } = await openBareSocket(bare.url);
      await studio.command('run.start', { mode: 'rehearsal' });
      const times: number[] = [];
      const inserts: number[] = [];
      const echoes: number[] = [];
      for (let index = 0; index < COMMANDS; index += 1) {
        const startedMs = performance.now();
        const answer = await station.command(index % 2 === 0 ? 'segment.extend' : 'segment.shorten', {
          deltaSec: 1,
        });
        times.push(performance.now() - startedMs);
        if (!answer.ok) throw new Error(`refused: ${answer.error.code}`);
        const insertedMs = performance.now();
        database.insert(1);
        inserts.push(performance.now() - insertedMs);
        const back = new Promise<void>((resolve) => socket.once('message', () => resolve()));
        const sentMs = performance.now();
        socket.send('x'.repeat(ECHO_BYTES));
        await back;
        echoes.push(performance.now() - sentMs);
      }
      station.close();
      socket.close();
      return [
        {
          what: 'command → answer, on disk, p95',
          unit: 'ms',
          value: percentile(times, 0.95),
          budget: { atMost: 5 },
          baseline: {
            name: 'bare insert + bare ws echo',
            value: percentile(
              inserts.map((each, index) => each + (echoes[index] ?? 0)),
              0.95,
            ),
          },
          note: `p50 / p95 of ${COMMANDS}: ${p50p95(times)} ms; a bare insert ${p50p95(inserts)} ms, a bare echo ${p50p95(echoes)} ms`,
        },
      ];
    } finally {
      database.close();
      await bare.stop();
      await studio.stop();
    }
  },
};
