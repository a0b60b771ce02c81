import { describe, expect, it } from 'vitest';
import { goLiveBlockers, shortPrizes } from '#shared/run/goLiveGate';
import { prizeStock } from '#shared/run/prizeStock';
import { demoShow } from '../../support/showFixture.ts';
import { READY_SWITCHER, RunBench } from '../../support/runBench.ts';

const blockedNames = (counted: Record<string, number>): string[] =>
  prizeStock(demoShow(), counted)
    .filter(({ missing }) => missing > 0)
    .flatMap(({ interactions }) => interactions.map(({ name }) => name));

describe('PREP-03 prize stock against plan', () => {
  it.each([
    [{}, []],
    [{ 'z-bag': 10 }, []],
    [{ 'z-bag': 9 }, ['官方福袋抽奖']],
    [{ 'z-bag': 0, 'z-coupon': 12 }, ['官方福袋抽奖', '三题弹幕问答', '护手习惯分享']],
    [{ 'z-coupon': 13 }, []],
  ])('PREP-03 with %o on hand these interactions may not run: %o', (counted, names) => {
    expect(blockedNames(counted)).toEqual(names);
  });

  it('PREP-03 short prizes come first and say how many are missing', () => {
    const rows = prizeStock(demoShow(), { 'z-coupon': 4 });
    expect(rows.map((row) => [row.prize.id, row.onHand, row.planned, row.missing])).toEqual([
      ['z-coupon', 4, 13, 9],
      ['z-bag', 12, 10, 0],
    ]);
  });

  it('PREP-03 what was counted here outranks the file, and agrees with the gate', () => {
    const bench = new RunBench(demoShow());
    bench.do('prize.count', { prizeId: 'z-bag', qtyOnHand: 7 }, 'm-operator');
    const counted = bench.state.prep.prizesOnHand;
    expect(prizeStock(demoShow(), counted)[0]).toMatchObject({ missing: 3, interactions: [{ id: 'i-03' }] });
    expect(shortPrizes(demoShow(), counted).map((each) => each.prizeId)).toEqual(['z-bag']);
    expect(goLiveBlockers(bench.state, READY_SWITCHER)).toContainEqual({
      kind: 'prizeShort',
      prizeId: 'z-bag',
      name: '真空收纳袋六件套',
      onHand: 7,
      planned: 10,
    });
  });
});
