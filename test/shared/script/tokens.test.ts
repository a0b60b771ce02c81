import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  carryDisplayOffset,
  displayOffset,
  NEUTRAL_WORDS,
  resolveTokens,
  sourceOffset,
  tokenKeyOf,
  tokensIn,
} from '#shared/script/tokens';
import { sample, sampleFallbacks } from './sampleScript.ts';

const values = new Map([
  ['stock:c-01', '186'],
  ['vote:i-04', '浴室清洁和防潮'],
  ['stock:empty', '  '],
  ['stock:sly', '{{stock:c-01}}'],
]);
const fallbacks = new Map([
  ['stock:c-02', '以页面显示为准的'],
  ['stock:empty', '不多的'],
]);
const shown = (source: string) => resolveTokens(source, values, fallbacks).text;

describe('LIVE-15 a token without a value shows its fallback, never raw braces', () => {
  it.each([
    ['value', '现在库存{{stock:c-01}}套', '现在库存186套'],
    ['fallback', '库存{{stock:c-02}}组', '库存以页面显示为准的组'],
    ['empty value', '还有{{stock:empty}}份', '还有不多的份'],
    ['unknown', '还有{{stock:nobody}}份', `还有${NEUTRAL_WORDS}份`],
    ['no name', '还有{{}}份', `还有${NEUTRAL_WORDS}份`],
    ['no kind', '还有{{c-01}}份', `还有${NEUTRAL_WORDS}份`],
    ['spaces', '{{ stock : c-01 }}套', '186套'],
    ['one brace', '还有{stock:c-01}套', '还有186套'],
    ['three braces', '还有{{{stock:c-01}}}套', '还有186套'],
    ['full width', '还有｛｛stock：c-01｝｝套', '还有186套'],
    ['never closed', '还有{{stock:c-01套', `还有${NEUTRAL_WORDS}套`],
    ['never opened', '还有c-01}}套', '还有c-01套'],
    ['a value with braces', '{{stock:sly}}套', 'stock:c-01套'],
    ['two in a row', '{{stock:c-01}}{{vote:i-04}}', '186浴室清洁和防潮'],
    ['none', '今晚见。', '今晚见。'],
  ])('%s: %s → %s', (_case, source, expected) => expect(shown(source)).toBe(expected));

  it('no brace ever reaches the host, whatever was typed', () => {
    const pieces = fc.constantFrom(
      '{',
      '{{',
      '}',
      '}}',
      '｛',
      '｝',
      ':',
      'stock',
      'c-01',
      '套',
      '😀',
      '\n',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        expect(shown(parts.join(''))).not.toMatch(/[{}｛｝]/u);
      }),
    );
  });

  it('all tokens of the sample have words', () => {
    const all = sample.segments.flatMap((segment) => segment.script.flatMap(({ text }) => tokensIn(text)));
    expect(all).toEqual([
      'vote:i-04',
      'stock:pr-flash',
      'stock:c-01',
      'stock:pp-bottle',
      'stock:c-02',
      'vote:i-04',
    ]);
    expect(all.every((key) => sampleFallbacks.has(key))).toBe(true);
    expect(tokenKeyOf('{{stock:c-01}}')).toBe('stock:c-01');
    expect(tokenKeyOf('{{nothing}}')).toBeNull();
  });
});

describe('LIVE-15 the place is kept when a value changes', () => {
  const source = '库存{{stock:c-01}}套,赠品还有。';
  const before = resolveTokens(source, new Map([['stock:c-01', '186']]), new Map());
  const after = resolveTokens(source, new Map([['stock:c-01', '以页面显示为准的']]), new Map());

  it.each([
    ['before the token', 1, 1],
    ['at its start', 2, 2],
    ['half way through it', 3.5, 6],
    ['at its end', 5, 10],
    ['behind it', 7.25, 12.25],
    ['at the end', 12, 17],
  ])('%s: %d becomes %d', (_case, from, to) =>
    expect(carryDisplayOffset(before, after, from)).toBeCloseTo(to, 9),
  );

  it('display → source → display is the identity, and never goes back', () => {
    const part = fc.constantFrom('{{stock:c-01}}', '{{vote:i-04}}', '{{x}}', '库', '存😀', ',', '}}');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (parts, one, other) => {
          const resolved = resolveTokens(parts.join(''), values, fallbacks);
          const length = Array.from(resolved.text).length;
          expect(displayOffset(resolved, sourceOffset(resolved, one * length))).toBeCloseTo(one * length, 6);
          const [low, high] = [Math.min(one, other) * length, Math.max(one, other) * length];
          expect(sourceOffset(resolved, low)).toBeLessThanOrEqual(sourceOffset(resolved, high) + 1e-9);
        },
      ),
    );
  });
});
