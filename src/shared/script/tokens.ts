/**
 * Live values in a script: `{{stock:c-01}}` shows what is left, or words that are always true. Whatever
 * was typed, no brace reaches the host. Offsets are code points.
 */

/** Said where a token is unknown, malformed, or has neither a value nor a fallback. */
export const NEUTRAL_WORDS = '页面显示的';

/** Keyed by `kind:ref`, without braces. */
export type TokenWords = ReadonlyMap<string, string>;

/** One stretch of the displayed text and the stretch of the source it stands for; `to` is exclusive. */
export type ResolvedPiece = {
  readonly kind: 'text' | 'token';
  readonly sourceFrom: number;
  readonly sourceTo: number;
  readonly displayFrom: number;
  readonly displayTo: number;
};

export type ResolvedText = {
  readonly text: string;
  /** In order, without gaps, in the source as in the display. */
  readonly pieces: readonly ResolvedPiece[];
};

// Braces may be typed full width; a single brace is a slip of the same thing. The last alternatives are
// an opening that was never closed (with the ASCII that would have been its name) and a stray brace.
const TOKEN = /[{｛]+([^{}｛｝\n]*)[}｝]+|[{｛]+[\w:： -]*|[}｝]+/gu;
const NAME = /^\s*([\p{L}\p{N}_-]+)\s*[:：]\s*([\p{L}\p{N}_.-]+)\s*$/u;

/** `kind:ref` of the text between braces, or null if it is not one. */
function tokenKey(inner: string): string | null {
  const name = NAME.exec(inner);
  return name === null ? null : `${name[1] ?? ''}:${name[2] ?? ''}`;
}

const clean = (words: string | undefined): string =>
  (words ?? '')
    .replaceAll(/[{}｛｝]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();

const lengthOf = (text: string): number => Array.from(text).length;

/** `{{kind:ref}}` or `kind:ref` as the key under which values and fallbacks are kept; null if malformed. */
export function tokenKeyOf(token: string): string | null {
  return tokenKey(token.replaceAll(/[{}｛｝]/gu, ''));
}

/** The keys of all well-formed tokens of a text, in order. */
export function tokensIn(source: string): readonly string[] {
  return Array.from(source.matchAll(TOKEN), (match) =>
    match[1] === undefined ? null : tokenKey(match[1]),
  ).filter((key) => key !== null);
}

/** The text as it is shown: value, else fallback, else neutral words. */
export function resolveTokens(source: string, values: TokenWords, fallbacks: TokenWords): ResolvedText {
  const pieces: ResolvedPiece[] = [];
  let text = '';
  let sourceAt = 0;
  let displayAt = 0;
  const add = (kind: ResolvedPiece['kind'], from: string, shown: string): void => {
    if (from === '') return;
    const piece = {
      kind,
      sourceFrom: sourceAt,
      sourceTo: sourceAt + lengthOf(from),
      displayFrom: displayAt,
      displayTo: displayAt + lengthOf(shown),
    };
    pieces.push(piece);
    text += shown;
    sourceAt = piece.sourceTo;
    displayAt = piece.displayTo;
  };
  let rest = 0;
  for (const match of source.matchAll(TOKEN)) {
    add('text', source.slice(rest, match.index), source.slice(rest, match.index));
    rest = match.index + match[0].length;
    if (/^[}｝]/u.test(match[0])) {
      add('token', match[0], '');
      continue;
    }
    const key = match[1] === undefined ? null : tokenKey(match[1]);
    const words = key === null ? '' : clean(values.get(key)) || clean(fallbacks.get(key));
    add('token', match[0], words || NEUTRAL_WORDS);
  }
  add('text', source.slice(rest), source.slice(rest));
  return { text, pieces };
}

/** Where a displayed offset stands in the source. Inside a token it is the same fraction of the token. */
export function sourceOffset(resolved: ResolvedText, displayOffset: number): number {
  const last = resolved.pieces.at(-1);
  if (last === undefined || displayOffset >= last.displayTo) return last?.sourceTo ?? 0;
  for (const piece of resolved.pieces) {
    if (displayOffset >= piece.displayTo) continue;
    const share = (displayOffset - piece.displayFrom) / (piece.displayTo - piece.displayFrom);
    return piece.sourceFrom + Math.max(0, share) * (piece.sourceTo - piece.sourceFrom);
  }
  return last.sourceTo;
}

/** The inverse of `sourceOffset`. */
export function displayOffset(resolved: ResolvedText, offset: number): number {
  const last = resolved.pieces.at(-1);
  if (last === undefined || offset >= last.sourceTo) return last?.displayTo ?? 0;
  for (const piece of resolved.pieces) {
    if (offset >= piece.sourceTo) continue;
    const share = (offset - piece.sourceFrom) / (piece.sourceTo - piece.sourceFrom);
    return piece.displayFrom + Math.max(0, share) * (piece.displayTo - piece.displayFrom);
  }
  return last.displayTo;
}

/** A displayed offset of one resolution of a source as the same place in another resolution of it. */
export function carryDisplayOffset(from: ResolvedText, to: ResolvedText, offset: number): number {
  return displayOffset(to, sourceOffset(from, offset));
}
