import { describe, expect, it } from 'vitest';
import { overlayCard } from '../../../src/renderer/overlay/overlayCard.ts';
import { overlayLanguage } from '../../../src/renderer/overlay/overlayLanguage.ts';
import { demoShow, smallShow } from '../../support/showFixture.ts';
import { RunBench, runningBench } from '../../support/runBench.ts';

describe('LIVE-13 the card on program', () => {
  it('LIVE-13 there is none without a run, before a push, after a retract, after the end', () => {
    expect(overlayCard(new RunBench(smallShow()).state)).toBeNull();
    const bench = runningBench(smallShow());
    expect(overlayCard(bench.state)).toBeNull();
    bench.do('product.push', { itemId: 'g-spoon' }, 'm-operator');
    expect(overlayCard(bench.state)).toMatchObject({ linkNo: 1, name: '木勺', sellingPoint: '手感轻' });
    bench.do('product.retract', {}, 'm-operator');
    expect(overlayCard(bench.state)).toBeNull();
    bench.do('product.push', { itemId: 'g-spoon' }, 'm-operator');
    bench.do('run.end');
    expect(overlayCard(bench.state)).toBeNull();
  });

  it('LIVE-13 leaving the segment takes its card down', () => {
    const bench = runningBench(smallShow());
    bench.pass(1000).do('segment.next');
    bench.do('product.push', { itemId: 'g-spoon' }, 'm-operator');
    bench.pass(1000).do('segment.next');
    expect(overlayCard(bench.state)).toBeNull();
  });

  it('PLAN-19 until the price is revealed nothing on the card gives it away', () => {
    const bench = runningBench(smallShow());
    bench.do('product.push', { itemId: 'g-spoon' }, 'm-operator');
    const hidden = overlayCard(bench.state);
    expect(hidden?.price).toBeNull();
    expect(JSON.stringify(hidden)).not.toMatch(/1990|2990|均价/u);
    bench.do('product.reveal', { itemId: 'g-spoon' }, 'm-operator');
    expect(overlayCard(bench.state)?.price).toEqual({
      fen: 1990,
      referenceFen: 2990,
      basis: '本店三十天均价',
    });
  });

  it('LIVE-13 the price is the current one: the flash price in its segment, the live price elsewhere', () => {
    const bench = runningBench(smallShow());
    const priceNow = (): number | undefined => {
      bench.do('product.push', { itemId: 'g-apron' }, 'm-operator');
      bench.do('product.reveal', { itemId: 'g-apron' }, 'm-operator');
      return overlayCard(bench.state)?.price?.fen;
    };
    expect(priceNow()).toBe(4900);
    bench.pass(1000).do('segment.next');
    bench.pass(1000).do('segment.next');
    expect(priceNow()).toBe(4500);
  });

  it('LIVE-13 a combo compares with the sum of its parts, and says so by having no other basis', () => {
    const bench = runningBench(demoShow());
    bench.do('product.push', { itemId: 'c-01' }, 'm-operator');
    bench.do('product.reveal', { itemId: 'c-01' }, 'm-operator');
    expect(overlayCard(bench.state)?.price).toEqual({ fen: 20_900, referenceFen: 24_300, basis: null });
  });

  it.each([
    ['', 'zh-CN'],
    ['?lang=zh-CN', 'zh-CN'],
    ['?lang=fr', 'zh-CN'],
    ['?lang=en', 'en'],
  ])('LIVE-13 viewers read Chinese unless the address asks for English: “%s” → %s', (search, language) => {
    expect(overlayLanguage(search)).toBe(language);
  });
});
