import { describe, expect, it } from 'vitest';
import { CommandRate } from '#core/station/commandRate';

const mark = { type: 'clip.mark' };
/** How many of `count` commands at this instant are carried out. */
const taken = (rate: CommandRate, count: number, nowMs: number): number =>
  Array.from({ length: count }).filter(() => {
    try {
      rate.take(mark, nowMs);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'RATE_LIMITED' });
      return false;
    }
  }).length;

describe('LIVE-25 a script gone wild can’t fill the log', () => {
  it.each([
    ['a burst is taken up to its limit', [[5000, 0, 1000]]],
    [
      'then 200 a second',
      [
        [5000, 0, 1000],
        [5000, 1000, 200],
        [5000, 3000, 400],
      ],
    ],
    [
      'a minute’s rest gives no more than a burst',
      [
        [5000, 0, 1000],
        [5000, 60_000, 1000],
      ],
    ],
    ['a crew never notices', Array.from({ length: 300 }, (_, second) => [30, second * 1000, 30])],
  ] as [string, [number, number, number][]][])('%s', (_what, rounds) => {
    const rate = new CommandRate();
    for (const [count, nowMs, carriedOut] of rounds) expect(taken(rate, count, nowMs)).toBe(carriedOut);
  });

  it('says when to try again, and a panic cut is always heard', () => {
    const rate = new CommandRate();
    taken(rate, 5000, 0);
    expect(() => rate.take(mark, 0)).toThrow(expect.objectContaining({ params: { retryAfterMs: 5 } }));
    expect(() => rate.take({ type: 'panic.cut', payload: {} }, 0)).not.toThrow();
    expect(() => rate.take(mark, 5)).not.toThrow();
  });
});
