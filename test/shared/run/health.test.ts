import { describe, expect, it } from 'vitest';
import {
  assess,
  LINK_LOST_MS,
  NO_HEALTH_MEMORY,
  SILENCE_MS,
  type Findings,
  type HealthMemory,
  type HealthReading,
} from '#shared/run/health';

const WELL: HealthReading = {
  atMs: 0,
  link: 'ready',
  modes: { stream: 'active', record: 'active' },
  asked: { stream: false, record: false },
  figures: {},
  frames: null,
  freeDiskMb: 100_000,
  muted: false,
  loudestDb: -20,
};

/** Readings every half second; what was found of each. */
function watch(readings: readonly Partial<HealthReading>[], stepMs = 500): readonly Findings[] {
  let memory: HealthMemory = NO_HEALTH_MEMORY;
  return readings.map((reading, index) => {
    const next = assess(memory, { ...WELL, atMs: index * stepMs, ...reading });
    memory = next.memory;
    return next.findings;
  });
}
const times = (count: number, reading: Partial<HealthReading>) =>
  Array.from({ length: count }, () => reading);
const findingsOf = (found: readonly Findings[], alarm: keyof Findings) =>
  found.map((each) => (each[alarm] === undefined ? '?' : (each[alarm]?.finding ?? 'fine')));

describe('LIVE-08 what is wrong with the technical run', () => {
  it('LIVE-08 nothing is wrong when nothing is wrong', () => {
    for (const findings of watch(times(60, {})))
      expect(Object.values(findings).every((finding) => finding === null)).toBe(true);
  });

  it('LIVE-08 a link that is lost is found after a second, whatever the retries look like meanwhile', () => {
    const lost = findingsOf(
      watch([
        {},
        { link: 'down' },
        { link: 'connecting' },
        { link: 'resync' },
        { link: 'down' },
        { link: 'down' },
        {},
      ]),
      'link',
    );
    expect(lost).toEqual(['fine', '?', '?', 'lost', 'lost', 'lost', 'fine']);
    expect(LINK_LOST_MS).toBeLessThan(5_000);
  });

  it.each([
    ['renderStalled', 'stalled'],
    ['uiBlocked', 'blocked'],
    ['suspect', '?'],
  ] as const)('LIVE-08 a link that is %s: %s', (link, finding) => {
    expect(findingsOf(watch([{}, { link }]), 'link')[1]).toBe(finding);
  });

  it('LIVE-08 a stream that drops, and one that ends, is missed; one that never ran is not', () => {
    const modes = (stream: HealthReading['modes']['stream']) => ({
      modes: { stream, record: 'active' } as const,
    });
    expect(
      findingsOf(
        watch([
          modes('stopped'),
          modes('active'),
          modes('reconnecting'),
          modes('unknown'),
          modes('stopped'),
          modes('active'),
        ]),
        'stream',
      ),
    ).toEqual(['fine', 'fine', 'reconnecting', '?', 'ended', 'fine']);
  });

  it('LIVE-08 an output that still runs while it is being stopped from here is not missed when it ends', () => {
    const record = (mode: HealthReading['modes']['record'], asked = false) => ({
      modes: { stream: 'active', record: mode } as const,
      asked: { stream: false, record: asked },
    });
    const ends = (...readings: readonly Partial<HealthReading>[]) =>
      findingsOf(watch(readings), 'record').at(-1);
    expect(ends(record('active', true), record('active', true), record('stopped', true))).toBe('fine');
    expect(ends(record('active', true), record('stopping', true), record('stopped'))).toBe('fine');
    // It ran before, and what was asked meanwhile was no stop: then `HealthWatch` has not forgotten that it ran.
    expect(ends(record('active'), record('active', true), record('stopped', true))).toBe('ended');
    // The request came to nothing, it runs on, and ends later.
    expect(ends(record('active', true), record('active'), record('stopped'))).toBe('ended');
  });

  it('LIVE-08 dropped frames are found by their share of the last seconds, and over once it is calm again', () => {
    const stream = (seconds: number, dropped: number): Partial<HealthReading> => ({
      figures: {
        stream: {
          durationMs: seconds * 1000,
          kbitPerSec: 6000,
          droppedFrames: dropped,
          totalFrames: seconds * 30,
          congestion: 0,
        },
      },
    });
    const dropped = [0, 0, 0, 0, 0, 10, 20, 30, 30, 30, 30, 30, 30, 30, 30, 30];
    const found = findingsOf(
      watch(
        dropped.map((count, second) => stream(second, count)),
        1_000,
      ),
      'frames',
    );
    expect(found.indexOf('dropping')).toBeGreaterThan(4);
    expect(found.indexOf('dropping')).toBeLessThan(8);
    expect(found.at(-1)).toBe('fine');
  });

  it('LIVE-08 a disk that runs full is found while something is recorded', () => {
    expect(
      findingsOf(watch([{ freeDiskMb: 3_000 }, { freeDiskMb: 4_500 }, { freeDiskMb: 6_000 }]), 'disk'),
    ).toEqual(['low', '?', 'fine']);
    expect(
      findingsOf(watch([{ freeDiskMb: 3_000, modes: { stream: 'active', record: 'stopped' } }]), 'disk'),
    ).toEqual(['fine']);
  });

  it('LIVE-01 silence is found after ten seconds of it, and over with the first sound', () => {
    const steps = SILENCE_MS / 500;
    const found = findingsOf(watch([{}, ...times(steps + 1, { loudestDb: -90 }), {}]), 'silence');
    expect(found.indexOf('silent')).toBe(steps);
    expect(found.at(-1)).toBe('fine');
  });

  it('LIVE-01 muted on purpose is no silence, and without audio inputs nothing is known', () => {
    expect(findingsOf(watch(times(60, { muted: true, loudestDb: -100 })), 'silence')).toEqual(
      times(60, {}).map(() => 'fine'),
    );
    expect(findingsOf(watch(times(60, { muted: null, loudestDb: null })), 'silence')).toEqual(
      times(60, {}).map(() => '?'),
    );
  });
});
