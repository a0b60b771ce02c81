import { describe, expect, test } from 'vitest';
import { segmentIdSchema } from '#shared/model/ids';
import { currentSegment } from '#shared/run/state';
import { adjustStepSec } from '../../../src/renderer/console/director/model/adjustStep.ts';
import { earlierItems } from '../../../src/renderer/console/director/model/encore.ts';
import { placeBeside } from '../../../src/renderer/console/director/model/places.ts';
import { smallShow } from '../../support/showFixture.ts';
import { runningBench } from '../../support/runBench.ts';

const id = (text: string) => segmentIdSchema.parse(text);

describe('LIVE-10 a step of a button', () => {
  // a1 lasts 60 s, may last 30 to 180 s.
  test.each([
    ['extend', 0, 0, 30],
    ['extend', 100, 0, 20],
    ['extend', 120, 0, 30],
    ['shorten', 0, 0, 30],
    ['shorten', 0, 45_000, 14],
  ] as const)(
    'LIVE-10 %s after +%i s, %i ms played, is %i s',
    (direction, extendedSec, playedMs, stepSec) => {
      const bench = runningBench(smallShow()).pass(playedMs);
      if (extendedSec > 0) bench.do('segment.extend', { deltaSec: extendedSec });
      const step = adjustStepSec(bench.run, currentSegment(bench.run), direction, bench.now);
      expect(step).toBe(stepSec);
      const isFull = extendedSec === 120;
      expect(bench.ask(`segment.${direction}`, { deltaSec: step }).ok).toBe(!isFull);
    },
  );
});

describe('LIVE-11 places', () => {
  test.each([
    ['a3', 'up', 'a1'],
    ['a3', 'down', 'a4'],
    ['a2', 'up', null],
    ['a4', 'down', null],
    ['a1', 'down', null],
  ] as const)('LIVE-11 %s %s is after %s', (segmentId, direction, after) => {
    expect(placeBeside(runningBench(smallShow()).run, id(segmentId), direction)).toBe(after);
  });

  test('LIVE-11 a skipped segment is no place to stop at', () => {
    const bench = runningBench(smallShow());
    bench.do('segment.skip', { segmentId: 'a3', reason: '没货' });
    expect(placeBeside(bench.run, id('a4'), 'up')).toBe('a1');
    expect(placeBeside(bench.run, id('a2'), 'down')).toBe('a4');
  });

  test('LIVE-11 only products of what was played come back, each once', () => {
    const bench = runningBench(smallShow());
    expect(earlierItems(bench.run, smallShow())).toEqual([]);
    for (let i = 0; i < 3; i += 1) bench.pass(1000).do('segment.next');
    const played = smallShow()
      .segments.slice(0, 3)
      .flatMap((each) => [...each.productIds, ...each.comboIds]);
    const here = smallShow().segments[3]?.productIds ?? [];
    const earlier = earlierItems(bench.run, smallShow());
    expect(new Set(earlier)).toEqual(new Set(played.filter((each) => !here.includes(each))));
    expect(new Set(earlier).size).toBe(earlier.length);
  });
});
