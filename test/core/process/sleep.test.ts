import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { positionAt, studioMsSchema } from '#shared/timing/vector';
import {
  openTestStation,
  startStudioProcess,
  until,
  type StudioProcess,
} from '../../support/studioProcess.ts';
import { parentOf } from '../../support/processStatus.ts';

let studio: StudioProcess | null = null;
afterEach(async () => {
  await studio?.stop();
  studio = null;
});

/** Longer than the supervisor waits for a silent core, and than a station waits for a beat. */
const ASLEEP_MS = 7000;
/** The first segment has an automatic cue at 170 s: it comes due while nobody is awake, and 4 s before anybody is. */
const SPEED = 60;

/** Stops both processes, as a machine that sleeps does where the monotonic clock goes on (macOS, Windows). */
async function machineSleeps(room: StudioProcess): Promise<void> {
  const core = room.corePid();
  if (core === null) throw new Error('no core');
  const supervisor = parentOf(core);
  for (const pid of [supervisor, core]) process.kill(pid, 'SIGSTOP');
  await sleep(ASLEEP_MS);
  for (const pid of [core, supervisor]) process.kill(pid, 'SIGCONT');
}

it('LIVE-25 the machine sleeps and wakes in a run: the same core goes on at the right place, and what came due meanwhile is not made up for', async () => {
  const room = await startStudioProcess();
  studio = room;
  await room.command('run.start', { mode: 'rehearsal', speed: SPEED });
  const station = openTestStation(room.url, room.token);
  await until('the station is there', () => station.seq() > 0);
  const timer = async () => {
    const askedAt = performance.now();
    const { state, studioMs, seq } = await room.state();
    if (state.run === null) throw new Error('no run');
    return {
      at: (askedAt + performance.now()) / 2,
      showMs: positionAt(state.run.showClock, studioMsSchema.parse(studioMs)),
      seq,
    };
  };
  const pid = room.corePid();
  const before = await timer();
  await machineSleeps(room);
  const after = await timer();
  expect(room.corePid()).toBe(pid);
  expect(Math.abs((after.showMs - before.showMs) / SPEED - (after.at - before.at))).toBeLessThanOrEqual(50);

  // Whatever is due now has been looked at once something new is answered.
  await until('the station lives', () => station.connected());
  expect(await room.command('clip.mark', { label: 'awake' })).toMatchObject({ ok: true });
  await until('the station has everything', async () => station.seq() === (await room.state()).seq);
  expect(station.state()).toEqual((await room.state()).state);
  const slept = (await room.events(before.seq)).filter(
    ({ type, payload }) => type === 'cue.failed' && 'code' in payload && payload.code === 'CUE_EXPIRED',
  );
  expect(slept.length).toBeGreaterThan(0);
  station.close();
});
