import { describe, expect, test } from 'vitest';
import { TOUR_STEPS, tourView } from '../../../src/renderer/console/director/tour/tourSteps.ts';

describe('XC-11 the first-run tour', () => {
  test.each([
    ['an empty studio', true, 0, false, null, null],
    ['before a rehearsal', true, 0, true, null, 'start'],
    ['in a rehearsal', true, 0, true, 'rehearsal', 'runSheet'],
    ['its last place', true, 4, true, 'rehearsal', 'panic'],
    ['a live show', true, 0, true, 'live', null],
    ['once it was left', false, 0, true, 'rehearsal', null],
  ] as const)('XC-11 %s', (_when, isOn, step, hasShow, mode, view) => {
    expect(tourView(isOn, step, { hasShow, mode })).toBe(view);
  });

  test('XC-11 it has five places at most', () => {
    expect(TOUR_STEPS.length).toBeLessThanOrEqual(5);
  });
});
