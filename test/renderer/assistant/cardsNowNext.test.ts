import { describe, expect, it } from 'vitest';
import { cueIdSchema } from '#shared/model/ids';
import { currentSegment } from '#shared/run/state';
import { cardsNowNext } from '../../../src/renderer/assistant/cardsNowNext.ts';
import { demoShow, smallShow } from '../../support/showFixture.ts';
import { RunBench, runningBench } from '../../support/runBench.ts';

const names = (bench: RunBench): (string | null)[] => {
  const { now, next } = cardsNowNext(bench.state);
  return [now?.card.name ?? null, next?.card.name ?? null];
};
/** Fires a card cue of the current segment as the clock would. */
function due(bench: RunBench, itemId: string): void {
  const cue = currentSegment(bench.run).planned.cues.find(
    (each) => each.kind === 'card' && each.targetId === itemId,
  );
  if (cue === undefined) throw new Error(`no card cue for ${itemId}`);
  bench.learn({ type: 'cue.due', cueId: cueIdSchema.parse(cue.cueId), lateMs: 0 });
}

describe('LIVE-04 product now and next', () => {
  it('LIVE-04 before the show the first product is next', () => {
    expect(names(new RunBench(smallShow()))).toEqual([null, '木勺']);
  });

  it('LIVE-04 follows the cards from segment to segment, across segments without any', () => {
    const bench = runningBench(smallShow());
    expect(names(bench)).toEqual([null, '木勺']);
    bench.pass(1000).do('segment.next');
    due(bench, 'g-spoon');
    expect(names(bench)).toEqual(['木勺', '围裙']);
    bench.pass(1000).do('segment.next');
    expect(names(bench)[1]).toBe('围裙');
    due(bench, 'g-apron');
    expect(names(bench)).toEqual(['围裙', '两件套']);
    due(bench, 'k-set');
    expect(names(bench)).toEqual(['两件套', null]);
  });

  it('LIVE-04 a card that was taken off stays the product of the segment', () => {
    const bench = runningBench(smallShow());
    bench.pass(1000).do('segment.next');
    due(bench, 'g-spoon');
    bench.do('product.retract', {}, 'm-operator');
    expect(bench.run.card).toBeNull();
    expect(names(bench)).toEqual(['木勺', '围裙']);
  });

  it('LIVE-04 a product pushed by hand is now; what is due stays next', () => {
    const bench = runningBench(smallShow());
    bench.do('product.push', { itemId: 'k-set' }, 'm-operator');
    expect(names(bench)).toEqual(['两件套', '木勺']);
  });

  it('LIVE-13 the price is that of the segment in which the card is due: a flash sale counts only in its own', () => {
    const bench = runningBench(demoShow());
    const flash = demoShow().segments.findIndex((segment) => segment.id === 's12');
    for (let index = 0; index < flash; index += 1) bench.pass(1000).do('segment.next');
    expect(cardsNowNext(bench.state).next?.card).toMatchObject({
      name: expect.stringContaining('护手霜'),
      priceFen: 3500,
      referencePriceFen: 3900,
    });
  });

  it('LIVE-04 after the show there is neither', () => {
    const bench = runningBench(smallShow());
    bench.do('run.end');
    expect(names(bench)).toEqual([null, null]);
  });
});
