import { readDigits, readInteger } from './chineseNumber.ts';

/**
 * How long a text takes to say. The unit is one spoken 字; a pause is counted in the 字 it takes the
 * place of. Mandarin in conversation runs at about 268 字/min, news at 250–300: hence the default.
 */
export const DEFAULT_CHARS_PER_MINUTE = 270;
export const MIN_CHARS_PER_MINUTE = 200;
export const MAX_CHARS_PER_MINUTE = 420;

/** The nearest speed a person can read at, in 字 per minute. */
export function clampCharsPerMinute(charsPerMinute: number): number {
  return Math.min(MAX_CHARS_PER_MINUTE, Math.max(MIN_CHARS_PER_MINUTE, charsPerMinute));
}

const LATIN_WORD_WEIGHT = 1.5;
const PAUSES: ReadonlyMap<string, number> = new Map([
  ['、', 0.3],
  [',', 0.5],
  [':', 0.5],
  [';', 0.7],
  ['。', 1],
  ['.', 1],
  ['!', 1],
  ['?', 1],
  ['…', 0.5],
  ['—', 0.5],
  ['\n', 1.5],
]);
const SPOKEN_SYMBOLS: ReadonlyMap<string, string> = new Map([
  ['×', '乘'],
  ['+', '加'],
  ['&', '和'],
  ['=', '等于'],
  ['℃', '摄氏度'],
  ['°', '度'],
  ['㎡', '平方米'],
]);
const SPOKEN_UNITS: ReadonlyMap<string, string> = new Map([
  ['g', '克'],
  ['kg', '公斤'],
  ['mg', '毫克'],
  ['ml', '毫升'],
  ['l', '升'],
  ['mm', '毫米'],
  ['cm', '厘米'],
  ['m', '米'],
  ['km', '公里'],
  ['w', '瓦'],
  ['v', '伏'],
  ['h', '小时'],
]);

const AMOUNT = '(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?';
const RUN = new RegExp(
  [
    '(?<![\\d:])(?<clockHour>[01]?\\d|2[0-4]):(?<clockMinute>[0-5]\\d)(?![\\d:])',
    `¥ ?(?<yuanAfterSign>${AMOUNT})元?`,
    `(?<yuan>${AMOUNT})(?<yuanWord>[元块])`,
    '(?<year>\\d{4})(?=年)',
    `(?<percent>${AMOUNT})%`,
    `(?<measure>${AMOUNT})(?<unit>kg|mg|ml|mm|cm|km|[glmwvh])(?![a-z])`,
    `(?<number>${AMOUNT})`,
    '(?<=\\d)(?<range>[-~–])(?=\\d)',
    "(?<word>[A-Za-zÀ-ɏ]+(?:['’][A-Za-zÀ-ɏ]+)*)",
  ].join('|'),
  'giu',
);

/** Code points as one UTF-16 unit each, so that an index is a code-point offset; full width made half. */
function normalised(chars: readonly string[]): string {
  return chars
    .map((char) => {
      if (char.length > 1) return '\u{FFFD}';
      if (char === '￥') return '¥';
      const code = char.charCodeAt(0);
      return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : char;
    })
    .join('');
}

function readAmount(amount: string): string {
  const [whole = '', decimals = ''] = amount.replaceAll(',', '').split('.');
  // A code, a phone number, a leading zero: nobody reads those as a quantity.
  const byDigits = whole.length > 8 || (whole.length > 1 && whole.startsWith('0'));
  const spoken = byDigits ? readDigits(whole) : readInteger(Number(whole));
  return decimals === '' ? spoken : `${spoken}点${readDigits(decimals)}`;
}

function readPrice(amount: string, word: string): string {
  const [whole = '', decimals = ''] = amount.replaceAll(',', '').split('.');
  if (decimals.length > 2) return readAmount(amount) + word;
  const jiao = decimals.charAt(0);
  const fen = decimals.charAt(1);
  const hasJiao = jiao !== '' && jiao !== '0';
  const hasFen = fen !== '' && fen !== '0';
  if (!hasJiao && !hasFen) return readAmount(whole) + word;
  const yuan = Number(whole) === 0 ? '' : `${readAmount(whole)}块`;
  if (hasFen)
    return `${yuan}${hasJiao ? `${readDigits(jiao)}毛` : yuan === '' ? '' : '零'}${readDigits(fen)}${hasJiao ? '' : '分'}`;
  return `${yuan}${readDigits(jiao)}${yuan === '' ? '毛' : ''}`;
}

function readClock(hour: number, minute: number): string {
  const spokenHour = `${readInteger(hour > 12 ? hour - 12 : hour)}点`;
  if (minute === 0) return `${spokenHour}整`;
  return `${spokenHour}${minute < 10 ? '零' : ''}${readInteger(minute)}分`;
}

/** A stretch of text whose saying differs from its writing. Offsets in code points, `to` exclusive; weight in 字. */
type SpokenRun = { readonly from: number; readonly to: number; readonly weight: number };

/** Numbers, prices, clock times, measures and foreign words of a text, in order. */
function runsOf(plain: string): readonly SpokenRun[] {
  const runs: SpokenRun[] = [];
  for (const match of plain.matchAll(RUN)) {
    const groups = match.groups ?? {};
    const from = match.index;
    const to = from + match[0].length;
    const say = (spoken: string) => runs.push({ from, to, weight: spoken.length });
    if (groups.clockHour !== undefined) say(readClock(Number(groups.clockHour), Number(groups.clockMinute)));
    else if (groups.yuanAfterSign !== undefined) say(readPrice(groups.yuanAfterSign, '元'));
    else if (groups.yuan !== undefined) say(readPrice(groups.yuan, groups.yuanWord ?? '元'));
    else if (groups.year !== undefined) say(readDigits(groups.year));
    else if (groups.percent !== undefined) say(`百分之${readAmount(groups.percent)}`);
    else if (groups.measure !== undefined) {
      say(readAmount(groups.measure) + (SPOKEN_UNITS.get((groups.unit ?? '').toLowerCase()) ?? ''));
    } else if (groups.number !== undefined) say(readAmount(groups.number));
    else if (groups.range !== undefined) say('到');
    else if (groups.word !== undefined) {
      // One letter is said as a letter, a short word in capitals is spelled.
      const spelled = groups.word.length === 1 || /^[A-Z]{2,4}$/.test(groups.word);
      runs.push({ from, to, weight: spelled ? groups.word.length : LATIN_WORD_WEIGHT });
    }
  }
  return runs;
}

function weightOfChar(char: string, plain: string): number {
  const pause = PAUSES.get(plain);
  if (pause !== undefined) return pause;
  const symbol = SPOKEN_SYMBOLS.get(char);
  if (symbol !== undefined) return symbol.length;
  return /[\p{L}\p{N}]/u.test(char) ? 1 : 0;
}

/** A script is laid out anew at every command, and its texts are the same as last time: what was asked for lately is kept. */
const LATELY = 256;
const weighed = new Map<string, readonly number[]>();

/**
 * The spoken weight of every code point of `text`, in 字. The sum is what saying the text costs; a run
 * such as `39.9元` (三十九块九) shares its weight evenly among its characters.
 */
export function spokenWeights(text: string): readonly number[] {
  const weights = weighed.get(text) ?? weigh(text);
  // A map keeps the order in which its keys came: what is put back comes last.
  weighed.delete(text);
  weighed.set(text, weights);
  const [oldest] = weighed.keys();
  if (weighed.size > LATELY && oldest !== undefined) weighed.delete(oldest);
  return weights;
}

function weigh(text: string): readonly number[] {
  const chars = Array.from(text);
  const plain = normalised(chars);
  const weights = chars.map((char, index) => weightOfChar(char, plain.charAt(index)));
  for (const run of runsOf(plain)) {
    weights.fill(run.weight / (run.to - run.from), run.from, run.to);
  }
  return weights;
}

/** What saying `text` costs, in 字, pauses included. */
export function spokenWeight(text: string): number {
  return spokenWeights(text).reduce((sum, weight) => sum + weight, 0);
}

/** Milliseconds one 字 takes. The speed is held within 200–420 字/min. */
export function msPerChar(charsPerMinute: number = DEFAULT_CHARS_PER_MINUTE): number {
  return 60_000 / clampCharsPerMinute(charsPerMinute);
}

/** Milliseconds it takes to say `text` at `charsPerMinute` (字/min, held within 200–420). */
export function readingMs(text: string, charsPerMinute: number = DEFAULT_CHARS_PER_MINUTE): number {
  return spokenWeight(text) * msPerChar(charsPerMinute);
}
