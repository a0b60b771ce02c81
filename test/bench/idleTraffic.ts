import { setTimeout as sleep } from 'node:timers/promises';
import { startStudioProcess } from '../support/studioProcess.ts';
import { openBenchStations } from './benchStation.ts';
import { median, type Subject } from './figure.ts';
import { ONTIME } from './peers.ts';

const STATIONS = 10;
const WATCH_MS = 15_000;

export const idleTraffic: Subject = {
  name: 'idle-traffic',
  needs: [],
  run: async () => {
    const studio = await startStudioProcess();
    try {
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
      return [
        {
          what: 'to each station while a run is on and nobody acts',
          unit: 'B/s',
          value: median(rates),
          budget: { atMost: 100 },
          peer: ONTIME.idleBytesPerSec,
          note: `${STATIONS} stations for ${seconds.toFixed(0)} s, whole bytes on the wire`,
        },
      ];
    } finally {
      await studio.stop();
    }
  },
};
