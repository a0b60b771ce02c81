/** Chinese numerals: how a number is read aloud, and what a small spoken number means. */

const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const PLACES = ['', '十', '百', '千'] as const;
const GROUPS = ['', '万', '亿', '万亿'] as const;

/** Each digit by its name: `2026` → 二零二六. Anything that is not a digit is left out. */
export function readDigits(digits: string): string {
  return Array.from(digits, (digit) => DIGITS[Number(digit)] ?? '').join('');
}

function readBelowTenThousand(value: number): string {
  let spoken = '';
  let gap = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      gap = spoken !== '';
      continue;
    }
    spoken += `${gap ? '零' : ''}${DIGITS[digit] ?? ''}${PLACES[place] ?? ''}`;
    gap = false;
  }
  return spoken;
}

/** A whole number of 0 … 10^16 − 1 as it is read: 十五, 一百零五, 一万零三百. */
export function readInteger(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 1e16) {
    throw new RangeError(`not a whole number that is read in groups: ${value}`);
  }
  if (value === 0) return '零';
  let spoken = '';
  let gap = false;
  for (let group = 3; group >= 0; group -= 1) {
    const part = Math.floor(value / 10_000 ** group) % 10_000;
    if (part === 0) {
      gap = spoken !== '';
      continue;
    }
    const needsZero = spoken !== '' && (gap || part < 1000);
    spoken += `${needsZero ? '零' : ''}${readBelowTenThousand(part)}${GROUPS[group] ?? ''}`;
    gap = false;
  }
  return spoken.startsWith('一十') ? spoken.slice(1) : spoken;
}

/** The source of a regular expression for a spoken or written number of 0 … 99. */
export const SMALL_NUMBER =
  '(?:\\d{1,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])';

/** What `SMALL_NUMBER` matched, as a number: 四十七 → 47, 两 → 2, 09 → 9. */
export function parseSmallNumber(spoken: string): number {
  if (/^\d+$/.test(spoken)) return Number(spoken);
  const digit = (name: string): number => {
    if (name === '两') return 2;
    if (name === '〇') return 0;
    return Math.max(
      0,
      DIGITS.findIndex((each) => each === name),
    );
  };
  const ten = spoken.indexOf('十');
  if (ten < 0) return digit(spoken);
  const tens = ten === 0 ? 1 : digit(spoken.slice(0, ten));
  return tens * 10 + (ten === spoken.length - 1 ? 0 : digit(spoken.slice(ten + 1)));
}
