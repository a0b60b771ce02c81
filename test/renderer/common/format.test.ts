import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FORMAT = join(import.meta.dirname, '../../../src/renderer/common/format.ts');

/** The zone of a process is settled as it starts: each place is asked in one of its own. */
const timesIn = (zone: string, startsAt: string, minutes: readonly number[]): readonly string[] =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const { formatTimeOfDay } = await import(${JSON.stringify(FORMAT)});
         const [startsAt, minutes] = JSON.parse(process.argv[1]);
         console.log(JSON.stringify(minutes.map((each) => formatTimeOfDay(startsAt, each * 60000))));`,
        JSON.stringify([startsAt, minutes]),
      ],
      { encoding: 'utf8', env: { ...process.env, TZ: zone } },
    ),
  ) as readonly string[];

describe('LIVE-03 planned and forecast times over a change of the clocks', () => {
  it.each([
    ['Asia/Shanghai', '2026-11-01T20:00:00+08:00', ['20:00', '20:30', '21:00', '21:30']],
    // 02:00 becomes 01:00: the hour comes twice, and the show goes on through both.
    ['America/New_York', '2026-11-01T01:30:00-04:00', ['01:30', '01:00', '01:30', '02:00']],
    // 02:00 becomes 03:00.
    ['America/New_York', '2026-03-08T01:30:00-05:00', ['01:30', '03:00', '03:30', '04:00']],
    // Half an hour, in the south.
    ['Australia/Lord_Howe', '2026-04-05T01:30:00+11:00', ['01:30', '01:30', '02:00', '02:30']],
  ])('in %s from %s', (zone, startsAt, times) => {
    expect(timesIn(zone, startsAt, [0, 30, 60, 90])).toEqual(times);
  });
});
