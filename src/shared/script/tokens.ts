/**
 * Live values in a script: `{{stock:c-01}}` shows what is left, or words that are always true. Whatever
 * was typed, no brace reaches the host.
 */

/** Said where a token is unknown, malformed, or has neither a value nor a fallback. */
export const NEUTRAL_WORDS = '页面显示的';

/** Keyed by `kind:ref`, without braces. */
export type TokenWords = ReadonlyMap<string, string>;

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

/** `{{kind:ref}}` or `kind:ref` as the key under which values and fallbacks are kept; null if malformed. */
export function tokenKeyOf(token: string): string | null {
  return tokenKey(token.replaceAll(/[{}｛｝]/gu, ''));
}

/** The text as it is shown: value, else fallback, else neutral words. */
export function resolveTokens(source: string, values: TokenWords, fallbacks: TokenWords): string {
  return source.replaceAll(TOKEN, (braced: string, inner: string | undefined) => {
    if (/^[}｝]/u.test(braced)) return '';
    const key = inner === undefined ? null : tokenKey(inner);
    const words = key === null ? '' : clean(values.get(key)) || clean(fallbacks.get(key));
    return words || NEUTRAL_WORDS;
  });
}
