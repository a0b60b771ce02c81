import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { positionAt, studioMsSchema } from '#shared/timing/vector';
import { startStudioProcess, until, type StudioProcess } from '../../support/studioProcess.ts';

/** Steps the wall clock of one process, as a person or a time server would, and leaves its monotonic clock alone. */
const [libfaketime] = globSync('/usr/lib/*/faketime/libfaketime.so.1');
/** Time for a studio to start before its clocks go back. */
const BEFORE_MS = 10_000;
const FAKED = {
  LD_PRELOAD: libfaketime ?? '',
  FAKETIME_NO_CACHE: '1',
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
};

describe.skipIf(libfaketime === undefined)('the wall clock is stepped during a segment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kaibo-wall-'));
  const clockFile = join(folder, 'clock');
  let studio: StudioProcess;

  beforeAll(async () => {
    writeFileSync(clockFile, '+0\n');
    studio = await startStudioProcess({
      env: { ...FAKED, FAKETIME_TIMESTAMP_FILE: clockFile },
    });
    await studio.command('run.start', { mode: 'rehearsal' });
  });
  afterAll(async () => {
    await studio.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const wallOfCore = async () => Date.parse((await studio.events()).at(-1)?.at ?? '');
  /** Where the segment's timer stands, and when we asked, on our own monotonic clock. */
  const timer = async () => {
    const askedAt = performance.now();
    const { state, studioMs } = await studio.state();
    if (state.run === null) throw new Error('no run');
    return {
      at: (askedAt + performance.now()) / 2,
      ms: positionAt(state.run.segmentClock, studioMsSchema.parse(studioMs)),
    };
  };

  it.each([30, -30, 3600, -3600])('LIVE-03 by %i s: the timer is off by 50 ms at most', async (stepSec) => {
    const before = await timer();
    writeFileSync(clockFile, `${stepSec >= 0 ? '+' : ''}${stepSec}\n`);
    // Proof that the core's wall clock was really stepped: the next event carries it.
    await until('the core sees the new wall clock', async () => {
      await studio.command('clip.mark', {});
      return Math.abs((await wallOfCore()) - Date.now() - stepSec * 1000) < 2000;
    });
    const after = await timer();
    const errorMs = after.ms - before.ms - (after.at - before.at);
    console.log(`wall clock ${stepSec} s: timer off by ${errorMs.toFixed(1)} ms`);
    writeFileSync(clockFile, '+0\n');
    expect(Math.abs(errorMs)).toBeLessThanOrEqual(50);
  });

  it('LIVE-25 by 1 h while the core is dead: the run goes on from the right place', async () => {
    const before = await timer();
    const pid = studio.corePid();
    writeFileSync(clockFile, '+3600\n');
    studio.killCore();
    await until(
      'the core is back',
      async () => studio.corePid() !== pid && (await studio.state().catch(() => null)) !== null,
    );
    const after = await timer();
    const errorMs = after.ms - before.ms - (after.at - before.at);
    console.log(`wall clock 1 h later after a crash: timer off by ${errorMs.toFixed(1)} ms`);
    writeFileSync(clockFile, '+0\n');
    expect(Math.abs(errorMs)).toBeLessThanOrEqual(100);
  });

  it('LIVE-03 over the end of daylight saving time: the hour that comes twice moves nothing', async () => {
    // In New York the clocks go back at 06:00 UTC of that day.
    const clocksGoBackMs = Date.parse('2026-11-01T06:00:00Z');
    const ownClockFile = join(folder, 'clockThatGoesBack');
    await studio.stop();
    const stepSec = Math.round((clocksGoBackMs - BEFORE_MS - Date.now()) / 1000);
    writeFileSync(ownClockFile, `${stepSec >= 0 ? '+' : ''}${stepSec}\n`);
    studio = await startStudioProcess({
      env: { ...FAKED, FAKETIME_TIMESTAMP_FILE: ownClockFile, TZ: 'America/New_York' },
    });
    await studio.command('run.start', { mode: 'rehearsal' });
    const before = await timer();
    expect(await wallOfCore()).toBeLessThan(clocksGoBackMs);
    await until(
      'the clocks have gone back',
      async () => {
        await studio.command('clip.mark', {});
        return (await wallOfCore()) > clocksGoBackMs + 500;
      },
      3 * BEFORE_MS,
    );
    const after = await timer();
    const errorMs = after.ms - before.ms - (after.at - before.at);
    console.log(`end of daylight saving time: timer off by ${errorMs.toFixed(1)} ms`);
    expect(Math.abs(errorMs)).toBeLessThanOrEqual(50);
    const written = (await studio.events()).map(({ at }) => at);
    expect(written).toEqual(written.toSorted());
  });
});
