import { isWithin, type NumberLimits } from '#shared/run/checklistRules';

/** A key of the pad. */
export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '.' | 'sign' | 'back';
const LONGEST = 10;

/** What stands in the display after a key; never something that could not become a number. */
export function pressKey(entry: string, key: PadKey): string {
  switch (key) {
    case 'back':
      return entry === '-' ? '' : entry.slice(0, -1);
    case 'sign':
      return entry.startsWith('-') ? entry.slice(1) : `-${entry}`;
    case '.':
      return entry.includes('.') || entry.length >= LONGEST
        ? entry
        : `${entry === '' || entry === '-' ? `${entry}0` : entry}.`;
    default:
      if (entry.length >= LONGEST) return entry;
      return entry === '0' || entry === '-0' ? `${entry.slice(0, -1)}${key}` : `${entry}${key}`;
  }
}

/** The number that stands there, or null while there is none. */
export function enteredNumber(entry: string): number | null {
  return /\d/u.test(entry) && Number.isFinite(Number(entry)) ? Number(entry) : null;
}

export type Verdict = 'empty' | 'within' | 'outside' | 'notWhole';

/** What the entry would mean if it were sent now. `isWholeOnly`: things are counted in whole pieces. */
export function verdictOn(entry: string, limits: NumberLimits, isWholeOnly: boolean): Verdict {
  const value = enteredNumber(entry);
  if (value === null) return 'empty';
  if (isWholeOnly && !Number.isInteger(value)) return 'notWhole';
  return isWithin(value, limits) ? 'within' : 'outside';
}
