import { describe, expect, test } from 'vitest';
import { secondPress } from '#shared/secondPress';

describe('LIVE-01 what can’t be taken back takes two presses', () => {
  const limits = { withinMs: 3000, bounceMs: 300 };
  test.each([
    ['no press before', null, 5000, 'arm'],
    ['the same instant', 5000, 5000, 'bounce'],
    ['just inside the bounce', 5000, 5299, 'bounce'],
    ['a person’s second press', 5000, 5300, 'go'],
    ['the last moment', 5000, 8000, 'go'],
    ['too late', 5000, 8001, 'arm'],
  ] as const)('%s: first at %s, now %i: %s', (_what, armedAtMs, nowMs, what) => {
    expect(secondPress(armedAtMs, nowMs, limits)).toBe(what);
  });
  test('LIVE-19 panic has no bounce to wait out and 1.5 s', () => {
    const panic = { withinMs: 1500, bounceMs: 0 };
    expect(secondPress(5000, 5001, panic)).toBe('go');
    expect(secondPress(5000, 6501, panic)).toBe('arm');
  });
});
