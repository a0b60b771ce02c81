import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  enteredNumber,
  pressKey,
  verdictOn,
  type PadKey,
} from '../../../src/renderer/checklist/numberEntry.ts';

const KEYS: readonly PadKey[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', 'sign', 'back'];
const typed = (...keys: PadKey[]): string => keys.reduce(pressKey, '');
const AT_LEAST_50 = { min: 50, max: null, unit: 'GB' };

describe('XC-06 the keypad', () => {
  it.each<[PadKey[], string]>([
    [['3', '8'], '38'],
    [['0', '0', '7'], '7'],
    [['.', '5'], '0.5'],
    [['1', '.', '.', '5'], '1.5'],
    [['sign', '1', '2'], '-12'],
    [['1', '2', 'sign', 'sign'], '12'],
    [['sign', '.', '5'], '-0.5'],
    [['4', 'back', 'back'], ''],
  ])('XC-06 %j reads %s', (keys, entry) => {
    expect(typed(...keys)).toBe(entry);
  });

  it('XC-06 whatever is pressed, the display is nothing yet or a number', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KEYS), { maxLength: 40 }), (keys) => {
        const entry = typed(...keys);
        expect(entry).toMatch(/^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?)?$/u);
        expect(entry.length).toBeLessThanOrEqual(12);
        const value = enteredNumber(entry);
        expect(value === null).toBe(entry === '' || entry === '-');
      }),
    );
  });

  it.each([
    ['', 'empty'],
    ['-', 'empty'],
    ['49.9', 'outside'],
    ['50', 'within'],
    ['51', 'within'],
  ] as const)('XC-06 against “不少于 50GB” the entry “%s” is %s', (entry, verdict) => {
    expect(verdictOn(entry, AT_LEAST_50, false)).toBe(verdict);
  });

  it('XC-06 things are counted in whole pieces', () => {
    expect(verdictOn('12.5', { min: 0, max: null, unit: '' }, true)).toBe('notWhole');
    expect(verdictOn('12.', { min: 0, max: null, unit: '' }, true)).toBe('within');
  });
});
