import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paragraphIdSchema } from '#shared/model/ids';
import {
  carryOffset,
  carryScriptMs,
  readingPositionAt,
  scriptMsAt,
  scriptTimeline,
} from '#shared/script/scriptTimeline';
import { displayedSegments, sample } from './sampleScript.ts';

const id = (name: string) => paragraphIdSchema.parse(name);
const paragraph = (name: string, atSec: number, text: string) => ({ id: id(name), atSec, text });
/** At 240 字/min one 字 takes 250 ms. */
const PACE = 240;

describe('LIVE-02 text ↔ time within a segment', () => {
  const timeline = scriptTimeline(
    {
      durationSec: 30,
      script: [paragraph('a', 0, '一二三四'), paragraph('b', 10, '甲乙'), paragraph('c', 20, '子')],
    },
    PACE,
  );

  it.each<[number, string, number]>([
    [-5, 'a', 0],
    [0, 'a', 0],
    [125, 'a', 0.5],
    [250, 'a', 1],
    [1000, 'a', 4],
    [5000, 'a', 4],
    [9999, 'a', 4],
    [10_000, 'b', 0],
    [10_375, 'b', 1.5],
    [20_125, 'c', 0.5],
    [40_000, 'c', 1],
  ])('at %d ms it reads %s at %d', (scriptMs, paragraphId, charOffset) => {
    expect(readingPositionAt(timeline, scriptMs)).toEqual({ paragraphId, charOffset });
  });

  it('a place has its time; the end of a paragraph is where its waiting begins', () => {
    expect(scriptMsAt(timeline, { paragraphId: id('b'), charOffset: 1.5 })).toBeCloseTo(10_375, 9);
    expect(scriptMsAt(timeline, { paragraphId: id('a'), charOffset: 4 })).toBe(1000);
    expect(scriptMsAt(timeline, { paragraphId: id('x'), charOffset: 0 })).toBeNull();
    expect(timeline.waits).toEqual([
      { fromMs: 1000, toMs: 10_000 },
      { fromMs: 10_500, toMs: 20_000 },
      { fromMs: 20_250, toMs: 30_000 },
    ]);
  });

  it('a segment without text has no position', () => {
    const empty = scriptTimeline({ durationSec: 5, script: [] });
    expect(readingPositionAt(empty, 1000)).toBeNull();
    expect(empty.waits).toEqual([{ fromMs: 0, toMs: 5000 }]);
  });
});

describe('LIVE-02 a paragraph longer than its window at the host’s speed', () => {
  const script = [paragraph('long', 0, '字'.repeat(50)), paragraph('next', 10, '好')];

  it('50 字 in 10 s at 240 字/min are read faster, not later', () => {
    const slow = scriptTimeline({ durationSec: 20, script }, PACE);
    expect(readingPositionAt(slow, 5000)).toEqual({ paragraphId: 'long', charOffset: 25 });
    expect(readingPositionAt(slow, 10_000)).toEqual({ paragraphId: 'next', charOffset: 0 });
  });

  it('no paragraph of the sample is too long at its speed', () => {
    const paragraphs = displayedSegments.flatMap(
      (segment) => scriptTimeline(segment, sample.charsPerMinute).paragraphs,
    );
    expect(paragraphs).toHaveLength(53);
    for (const { id: each, naturalMs, startMs, windowEndMs } of paragraphs)
      expect(naturalMs, each).toBeLessThanOrEqual(windowEndMs - startMs + 0.5);
  });
});

const anySegment = fc.record({
  durationSec: fc.integer({ min: 1, max: 300 }),
  script: fc
    .array(
      fc.record({
        atSec: fc.integer({ min: 0, max: 320 }),
        text: fc.string({ unit: fc.constantFrom(...Array.from('字,。39.9元“😀A')), maxLength: 60 }),
      }),
      { maxLength: 6 },
    )
    .map((paragraphs) => paragraphs.map((each, index) => ({ ...each, id: id(`p${index}`) }))),
});

describe('LIVE-02 the mapping holds for any script', () => {
  it('time → place → time is the identity while reading, and never goes back', () => {
    fc.assert(
      fc.property(
        anySegment,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 }),
        (segment, shares) => {
          const timeline = scriptTimeline(segment, PACE);
          const order = timeline.paragraphs.map((each) => each.id);
          let before = { paragraph: 0, charOffset: 0 };
          for (const share of shares.toSorted((a, b) => a - b)) {
            const scriptMs = share * timeline.durationMs;
            const position = readingPositionAt(timeline, scriptMs);
            if (position === null) continue;
            const now = { paragraph: order.indexOf(position.paragraphId), charOffset: position.charOffset };
            expect(now.paragraph).toBeGreaterThanOrEqual(before.paragraph);
            const heldBack = now.paragraph === before.paragraph ? before.charOffset : 0;
            expect(now.charOffset).toBeGreaterThanOrEqual(heldBack);
            before = now;
            const waiting = timeline.waits.find((wait) => wait.fromMs <= scriptMs && scriptMs <= wait.toMs);
            const back = scriptMsAt(timeline, position) ?? Number.NaN;
            // While it waits, the place is the end before or, before the first paragraph, the beginning after.
            const due = waiting === undefined ? [scriptMs] : [waiting.fromMs, waiting.toMs];
            expect(Math.min(...due.map((each) => Math.abs(each - back)))).toBeLessThan(1e-5);
          }
        },
      ),
    );
  });

  it('no text is read before it is due or after the next is due', () => {
    fc.assert(
      fc.property(anySegment, (segment) => {
        for (const each of scriptTimeline(segment, PACE).paragraphs) {
          expect(each.startMs).toBeLessThanOrEqual(each.endMs);
          expect(each.endMs).toBeLessThanOrEqual(each.windowEndMs);
          expect(each.charStartsMs).toHaveLength(Array.from(each.text).length + 1);
          expect(each.charStartsMs.toSorted((a, b) => a - b)).toEqual(each.charStartsMs);
        }
      }),
    );
  });
});

describe('LIVE-02 a change of text loses no position', () => {
  it.each<[string, string, string, number, number]>([
    ['behind the reader', '今晚八点见', '今晚八点不见不散', 2, 2],
    ['before the reader', '库存186套,谢谢', '库存以页面显示为准的套,谢谢', 7, 12],
    ['around the reader', '库存12套', '库存1234套', 3, 3],
    ['in the changed words', '库存甲乙套', '库存子丑寅卯套', 3, 4],
    ['all new', '甲乙丙丁', '子丑', 2, 1],
    ['nothing', '甲乙', '甲乙', 1.5, 1.5],
  ])('%s', (_case, before, after, from, to) => expect(carryOffset(before, after, from)).toBeCloseTo(to, 9));

  const script = [paragraph('a', 0, '一二三四五六'), paragraph('b', 10, '甲乙丙丁')];
  const before = scriptTimeline({ durationSec: 20, script }, PACE);

  it('an edit of other paragraphs moves nothing', () => {
    const after = scriptTimeline(
      {
        durationSec: 20,
        script: [paragraph('a', 0, '一二三四五六'), paragraph('b', 10, '甲乙丙丁戊己庚辛')],
      },
      PACE,
    );
    expect(carryScriptMs(before, after, 600)).toBeCloseTo(600, 9);
  });

  it('an edit before the reader carries the same character', () => {
    const after = scriptTimeline(
      { durationSec: 20, script: [paragraph('a', 0, '零零一二三四五六'), ...script.slice(1)] },
      PACE,
    );
    expect(readingPositionAt(after, carryScriptMs(before, after, 600))?.charOffset).toBeCloseTo(4.4, 9);
  });

  it('a shorter segment that presses the text keeps the character', () => {
    const after = scriptTimeline({ durationSec: 10.5, script }, PACE);
    const carried = carryScriptMs(before, after, 10_500);
    expect(readingPositionAt(after, carried)).toEqual({ paragraphId: 'b', charOffset: 2 });
  });

  it('waiting goes on waiting; a paragraph taken out leads to the next', () => {
    expect(carryScriptMs(before, before, 7000)).toBe(7000);
    const after = scriptTimeline({ durationSec: 20, script: script.slice(1) }, PACE);
    expect(carryScriptMs(before, after, 600)).toBe(10_000);
  });
});
