import { setTimeout as sleep } from 'node:timers/promises';
import { parentOf, residentMb } from '../support/processStatus.ts';
import { startStudioProcess, type StudioProcess } from '../support/studioProcess.ts';
import { startBareProcess } from './bareProcess.ts';
import { openBareSocket, openBenchStations } from './benchStation.ts';
import { startBigStudio } from './bigStudio.ts';
import type { Figure, Subject } from './figure.ts';
import { ONTIME } from './peers.ts';

const STATIONS = 50;
const TAKES = 20;
/** Above the double-take guard. */
const BETWEEN_TAKES_MS = 320;

/** The most that was resident from when all stations had been served until after some takes. */
async function mostResidentMb(
  studio: StudioProcess,
): Promise<{ readonly core: number; readonly supervisor: number }> {
  const stations = await openBenchStations(STATIONS, studio.url, studio.token);
  const pid = studio.corePid();
  if (pid === null) throw new Error('no core runs');
  let core = 0;
  await studio.command('run.start', { mode: 'rehearsal' });
  for (let index = 0; index < TAKES; index += 1) {
    await studio.command(index % 2 === 0 ? 'segment.next' : 'take.undo');
    core = Math.max(core, residentMb(pid));
    await sleep(BETWEEN_TAKES_MS);
  }
  for (const station of stations) station.close();
  return { core, supervisor: residentMb(parentOf(pid)) };
}

export const memory: Subject = {
  name: 'memory',
  needs: [],
  run: async () => {
    const bare = await startBareProcess();
    const sockets = await Promise.all(Array.from({ length: STATIONS }, () => openBareSocket(bare.url)));
    const baseline = { name: 'bare ws server', value: residentMb(bare.pid) };
    for (const { socket } of sockets) socket.terminate();
    await bare.stop();

    const figures: Figure[] = [];
    for (const [show, start] of [
      ['sample show', () => startStudioProcess()],
      ['1,000 segments', startBigStudio],
    ] as const) {
      const studio = await start();
      try {
        const { core, supervisor } = await mostResidentMb(studio);
        figures.push({
          what: `core with ${STATIONS} stations, ${show}`,
          unit: 'MB',
          value: core,
          budget: { atMost: 150 },
          peer: ONTIME.memoryMb,
          baseline,
          note: `resident; the supervisor beside it has ${supervisor.toFixed(0)} MB, Node itself included in both`,
        });
      } finally {
        await studio.stop();
      }
    }
    return figures;
  },
};
