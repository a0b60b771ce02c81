import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEUTRAL_WORDS, resolveTokens, tokenKeyOf } from '#shared/script/tokens';
import { displayedSegments, sample, sampleFallbacks } from './sampleScript.ts';

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
const shown = (source: string) => resolveTokens(source, values, fallbacks);

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
    const tokens = sample.segments.flatMap((segment) =>
      segment.script.flatMap(({ text }) => text.match(/\{\{.+?\}\}/gu) ?? []),
    );
    expect(tokens).toHaveLength(6);
    for (const token of tokens) expect(sampleFallbacks.has(tokenKeyOf(token) ?? ''), token).toBe(true);
    expect(JSON.stringify(displayedSegments.map(({ script }) => script.map(({ text }) => text)))).not.toMatch(
      /[{}｛｝]/u,
    );
    expect(tokenKeyOf('{{stock:c-01}}')).toBe('stock:c-01');
    expect(tokenKeyOf('{{nothing}}')).toBeNull();
  });
});
