import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPanicKey, createTakeKey } from '#main/shortcuts';

/** Presses as a system reports them: `at` in ms; a held key comes again and again. */
const held = (fromMs: number, forMs: number, delayMs: number, everyMs: number): number[] => {
  const at = [fromMs];
  for (let ms = fromMs + delayMs; ms <= fromMs + forMs; ms += everyMs) at.push(ms);
  return at;
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function play(press: () => void, at: readonly number[]): void {
  let nowMs = 0;
  for (const ms of at) {
    vi.advanceTimersByTime(ms - nowMs);
    nowMs = ms;
    press();
  }
  vi.advanceTimersByTime(5_000);
}

describe('LIVE-08 the panic key', () => {
  it.each([
    ['one press warns', [0], 1, 0],
    ['a second one within 1.5 s cuts', [0, 400], 1, 1],
    ['also a quick one', [0, 120], 1, 1],
    ['a switch that bounces is one press', [0, 8, 20], 1, 0],
    ['later than 1.5 s it warns again', [0, 1_600], 2, 0],
    [
      'held for two seconds it cuts nothing (quarter of a second, then 30 a second)',
      held(0, 2_000, 250, 33),
      1,
      0,
    ],
    ['nor where keys come again late and slowly', held(0, 3_000, 1_000, 90), 1, 0],
    ['after it was held, two presses cut', [...held(0, 1_000, 500, 33), 2_000, 2_300], 2, 1],
    ['hammered it cuts once for each two', [0, 150, 300, 450], 2, 2],
  ] as const)('%s', (_name, at, warned, cuts) => {
    const warn = vi.fn<() => void>();
    const cut = vi.fn<() => void>();
    play(
      createPanicKey({ warn, cut }, () => Date.now()),
      at,
    );
    expect([warn.mock.calls.length, cut.mock.calls.length]).toEqual([warned, cuts]);
  });
});

describe('LIVE-02 the take key', () => {
  it.each([
    ['one press is one take', [0], 1],
    ['held, too', held(0, 4_000, 500, 33), 1],
    ['also where keys come again late', held(0, 4_000, 1_000, 90), 1],
    ['and the next press is the next take', [0, 1_200, 2_400], 3],
  ] as const)('%s', (_name, at, takes) => {
    const take = vi.fn<() => void>();
    play(
      createTakeKey(take, () => Date.now()),
      at,
    );
    expect(take).toHaveBeenCalledTimes(takes);
  });
});
