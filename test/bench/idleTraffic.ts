import { setTimeout as sleep } from 'node:timers/promises';
import { createColouredScenes } from '../support/demoScenesInObs.ts';
import { startObs } from '../support/obs.ts';
import { startStudioProcess, until, type StudioProcess } from '../support/studioProcess.ts';
import { openBenchStations } from './benchStation.ts';
import { median, type Figure, type Subject } from './figure.ts';
import { ONTIME } from './peers.ts';

const STATIONS = 10;
const WATCH_MS = 15_000;

async function idleRate(studio: StudioProcess, on: string): Promise<Figure> {
  const stations = await openBenchStations(STATIONS, studio.url, studio.token);
  await studio.command('run.start', { mode: 'rehearsal' });
  // What the start of a run brings is over once the first cue is on program.
  await sleep(2000);
  const before = stations.map((station) => station.bytesIn());
  const startedMs = performance.now();
  await sleep(WATCH_MS);
  const seconds = (performance.now() - startedMs) / 1000;
  const rates = stations.map((station, index) => (station.bytesIn() - (before[index] ?? 0)) / seconds);
  for (const station of stations) station.close();
  return {
    what: `to each station while a run is on and nobody acts, ${on}`,
    unit: 'B/s',
    value: median(rates),
    budget: { atMost: 100 },
    peer: ONTIME.idleBytesPerSec,
    note: `${STATIONS} stations for ${seconds.toFixed(0)} s, whole bytes on the wire`,
  };
}

export const idleTraffic: Subject = {
  name: 'idle-traffic',
  needs: [],
  run: async () => {
    const studio = await startStudioProcess();
    try {
      return [await idleRate(studio, 'rehearsal switcher')];
    } finally {
      await studio.stop();
    }
  },
};

/** With a real OBS there is more to tell: its frames, its disk. */
export const idleTrafficWithObs: Subject = {
  name: 'idle-traffic-obs',
  needs: ['obs-studio', 'obs-plugins', 'xvfb', 'libgl1-mesa-dri'],
  run: async () => {
    const obs = await startObs();
    const studio = await startStudioProcess();
    try {
      const { plan } = (await studio.state()).state;
      if (plan === null) throw new Error('the demo show is not open');
      const controller = await obs.controller();
      await createColouredScenes(controller, plan);
      await controller.disconnect();
      await studio.command('obs.settings', { url: obs.url, password: obs.password });
      await until('the studio sees OBS', async () => (await studio.state()).live.switcher.link === 'ready');
      return [await idleRate(studio, 'OBS')];
    } finally {
      await studio.stop();
      await obs.stop();
    }
  },
};
