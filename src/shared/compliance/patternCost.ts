/**
 * The `RegExp` engine backtracks: `(一+)+$` takes longer than a show on forty characters, and nothing can
 * stop it. So a pattern is weighed before it is used: in how many ways can it be tried from one place of a
 * text? Alternatives and repeats multiply along a sequence; whatever repeats a repeat is refused outright.
 */

/** As many characters as a paragraph may have: what an endless repeat may run through. */
const LONGEST_TEXT = 20_000;
/** Room for one endless repeat whose end the next character does not tell and a choice, or for several short repeats. */
const MOST_WAYS = 50_000;

export type PatternFault = 'nestedRepeat' | 'backReference' | 'repeatInLookbehind' | 'tooManyWays';

/** One sequence, group or character. */
type Part = {
  readonly ways: number;
  /** Holds a repeat or a choice: repeating it again would multiply without end. */
  readonly varies: boolean;
  /** Holds a repeat, `{3}` included. */
  readonly repeats: boolean;
  /** The source of a single character or class; null for anything longer. */
  readonly single: string | null;
  /** The character it must begin with, if it is always the same. */
  readonly first: string | null;
};

class Fault extends Error {
  readonly fault: PatternFault;
  constructor(fault: PatternFault) {
    super(fault);
    this.fault = fault;
  }
}

const EMPTY: Part = { ways: 1, varies: false, repeats: false, single: null, first: null };
const GROUP_START = /^\((?:\?(?:<?[=!]|<[^>]*>|[a-z]*(?:-[a-z]*)?:))?/u;
const REPEAT = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/u;
const ESCAPE = /^\\(?:u\{[\da-f]+\}|u[\da-f]{4}|x[\da-f]{2}|p\{[^}]*\}|c[a-z]|.)/iu;
const CLASS = /^\[(?:\\.|[^\]\\])*\]/u;

/**
 * What makes a pattern too slow to be safe; null if nothing does. Never lets one through that is
 * exponential; may refuse one that would have been fast.
 *
 * @param pattern valid as `new RegExp(pattern, 'u')`; otherwise the answer means nothing.
 */
export function patternFault(pattern: string): PatternFault | null {
  try {
    const { part } = readAlternatives(pattern, 0);
    return part.ways > MOST_WAYS ? 'tooManyWays' : null;
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}

type Read = { readonly part: Part; readonly end: number };

/** Up to the closing bracket of the group, or the end. */
function readAlternatives(source: string, start: number): Read {
  const branches: Part[] = [];
  let at = start;
  for (;;) {
    const branch = readSequence(source, at);
    branches.push(branch.part);
    if (source[branch.end] !== '|') return { part: choice(branches), end: branch.end };
    at = branch.end + 1;
  }
}

function readSequence(source: string, start: number): Read {
  const parts: Part[] = [];
  let at = start;
  while (at < source.length && source[at] !== '|' && source[at] !== ')') {
    const read = readPart(source, at);
    const repeat = REPEAT.exec(source.slice(read.end));
    parts.push(repeat === null ? read.part : repeated(read.part, repeat));
    at = read.end + (repeat?.[0].length ?? 0);
  }
  return { part: sequence(parts), end: at };
}

function readPart(source: string, start: number): Read {
  const rest = source.slice(start);
  const opening = GROUP_START.exec(rest)?.[0];
  if (opening !== undefined) {
    const inner = readAlternatives(source, start + opening.length);
    if (/^\(\?<[=!]$/u.test(opening) && inner.part.repeats) throw new Fault('repeatInLookbehind');
    // What is looked at is not consumed: the text goes on with something else.
    const looks = /[=!]$/u.test(opening);
    return {
      part: { ...inner.part, single: null, first: looks ? null : inner.part.first },
      end: inner.end + 1,
    };
  }
  if (/^\\[1-9k]/u.test(rest)) throw new Fault('backReference');
  if (/^(?:\^|\$|\\b)/iu.test(rest)) return { part: EMPTY, end: start + (rest.startsWith('\\') ? 2 : 1) };
  const single = ESCAPE.exec(rest)?.[0] ?? CLASS.exec(rest)?.[0] ?? Array.from(rest)[0] ?? '';
  const literal = single.length === 1 ? single !== '.' : /^\\[^\w]$/u.test(single);
  return {
    part: { ...EMPTY, single, first: literal ? single.slice(-1) : null },
    end: start + single.length,
  };
}

function repeated(part: Part, [whole, from, comma, to]: RegExpExecArray): Part {
  const sign = whole.charAt(0);
  const min = sign === '{' ? Number(from) : sign === '+' ? 1 : 0;
  const endless = sign === '*' || sign === '+' || (comma === ',' && to === '');
  const max = sign === '?' ? 1 : endless ? LONGEST_TEXT : Number(comma === ',' ? to : from);
  if (max > 1 && part.varies) throw new Fault('nestedRepeat');
  return {
    ways: part.ways + Math.max(0, max - min),
    varies: true,
    repeats: true,
    single: part.single,
    first: min > 0 ? part.first : null,
  };
}

/** One after the other: each way of one is tried with each way of the next. */
function sequence(parts: readonly Part[]): Part {
  let ways = 1;
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1]?.first ?? null;
    // 加\s*微: the repeat can only end before a 微, which it can't swallow itself.
    const oneEnd = next !== null && part.single !== null && !matches(part.single, next);
    ways *= oneEnd ? 1 : part.ways;
  }
  return {
    ways,
    varies: parts.some((part) => part.varies),
    repeats: parts.some((part) => part.repeats),
    single: null,
    first: parts[0]?.first ?? null,
  };
}

/** One or the other. Of alternatives that begin with different characters at most one gets further than that. */
function choice(branches: readonly Part[]): Part {
  const [only, ...more] = branches;
  if (only !== undefined && more.length === 0) return only;
  const perFirst = new Map<string, number>();
  let anyFirst = 0;
  for (const { first, ways } of branches) {
    if (first === null) anyFirst += ways;
    else perFirst.set(first, (perFirst.get(first) ?? 0) + ways);
  }
  return {
    ways: anyFirst + Math.max(0, ...perFirst.values()),
    varies: true,
    repeats: branches.some((branch) => branch.repeats),
    single: null,
    first: null,
  };
}

function matches(single: string, character: string): boolean {
  return new RegExp(`^${single}$`, 'u').test(character);
}
