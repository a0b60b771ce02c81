import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spliceBetween, spliced, textSpliceSchema } from '#shared/script/splice';

describe('PREP-02 an edit is told by what changed', () => {
  it.each([
    ['a word in the middle', '今天的毛巾很软', '今天的毛巾特别软', [5, '很', '特别']],
    ['something added at the end', '今天', '今天好', [2, '', '好']],
    ['something taken from the head', '那么今天', '今天', [0, '那么', '']],
    ['all of it', '甲', '乙', [0, '甲', '乙']],
    ['nothing', '一样', '一样', [2, '', '']],
    ['a sign that was there twice', '好好', '好', [1, '好', '']],
    ['one emoji for another of the same half', '看😀这', '看😁这', [1, '😀', '😁']],
  ])('%s', (_what, before, after, [charOffset, removed, inserted]) => {
    expect(spliceBetween(before, after)).toEqual({ charOffset, removed, inserted });
  });

  it('makes the new text of the old one, whatever the two are, also over JSON', () => {
    // Few letters, and a pair of emoji that share a surrogate: most texts share something at both ends.
    const text = fc.string({ unit: fc.constantFrom('买', '送', '。', '😀', '😁') });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const sent: unknown = JSON.parse(
          Buffer.from(JSON.stringify(spliceBetween(before, after))).toString(),
        );
        expect(spliced(before, textSpliceSchema.parse(sent))).toBe(after);
      }),
    );
  });
});
