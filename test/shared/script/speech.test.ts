import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampCharsPerMinute, readingMs, spokenWeight, spokenWeights } from '#shared/script/speech';
import { displayedSegments } from './sampleScript.ts';

describe('LIVE-02 numbers are weighed by what is said', () => {
  it.each([
    ['39.9元', '三十九块九'],
    ['39.90元', '三十九块九'],
    ['39.95元', '三十九块九毛五'],
    ['39.05元', '三十九块零五分'],
    ['39.00元', '三十九元'],
    ['0.5元', '五毛'],
    ['29块', '二十九块'],
    ['¥199', '一百九十九元'],
    ['￥1,299.5', '一千二百九十九块五'],
    ['209元', '二百零九元'],
    ['20:47', '八点四十七分'],
    ['20:00', '八点整'],
    ['8:09', '八点零九分'],
    ['20：47', '八点四十七分'],
    ['00:30', '零点三十分'],
    ['2026', '二千零二十六'],
    ['15', '十五'],
    ['105', '一百零五'],
    ['10300', '一万零三百'],
    ['100000', '十万'],
    ['1.5', '一点五'],
    ['99%', '百分之九十九'],
    ['80g', '八十克'],
    ['120ml', '一百二十毫升'],
    ['05', '零五'],
    ['13800138000', '一三八零零一三八零零零'],
  ])('%s is said %s', (written, said) => {
    expect(spokenWeight(written)).toBeCloseTo(said.length, 9);
  });

  it('a year is said digit by digit, a range with 到, a size with 乘', () => {
    expect(spokenWeight('2026年')).toBeCloseTo(5, 9);
    expect(spokenWeight('3-5分钟')).toBeCloseTo('三到五分钟'.length, 9);
    expect(spokenWeight('20×20cm')).toBeCloseTo('二十乘二十厘米'.length, 9);
  });
});

describe('LIVE-02 words and pauses', () => {
  it.each([
    ['字', 1],
    ['开播台', 3],
    ['𠮷', 1],
    ['hello', 1.5],
    ['B', 1],
    ['SPF', 3],
    ['😀', 0],
    ['“干”', 1],
    ['好,', 1.5],
    ['好，', 1.5],
    ['好。', 2],
    ['好!', 2],
    ['甲\n乙', 3.5],
    ['', 0],
  ])('%j weighs %d', (text, weight) => expect(spokenWeight(text)).toBeCloseTo(weight, 9));

  it('a Latin word of any length shares 1.5 among its letters', () => {
    expect(spokenWeights('用niacin护')).toEqual([1, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 1]);
  });

  it('one weight per code point, none negative, whatever the text', () => {
    const characters = fc.constantFrom(...Array.from('好的,。39.9元20:47%-~AbC𠮷😀¥￥1,000年g\n“'));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(characters).map((each) => each.join('')),
        ),
        (text) => {
          const weights = spokenWeights(text);
          expect(weights).toHaveLength(Array.from(text).length);
          expect(weights.every((weight) => weight >= 0 && Number.isFinite(weight))).toBe(true);
        },
      ),
    );
  });
});

describe('PLAN-06 reading time', () => {
  it('270 字 take a minute at the default speed', () => {
    expect(readingMs('字'.repeat(270))).toBeCloseTo(60_000, 6);
    expect(readingMs('字'.repeat(240), 240)).toBeCloseTo(60_000, 6);
  });

  it.each([
    [100, 200],
    [200, 200],
    [333, 333],
    [420, 420],
    [600, 420],
  ])('%d 字/min is read as %d', (asked, used) => {
    expect(clampCharsPerMinute(asked)).toBe(used);
    expect(readingMs('开播了', asked)).toBeCloseTo((3 * 60_000) / used, 9);
  });

  it('pauses and numbers stay a small part of a spoken script', () => {
    const ratios = displayedSegments.flatMap((segment) =>
      segment.script.map(
        ({ text }) => spokenWeight(text) / Array.from(text).filter((char) => /\p{L}/u.test(char)).length,
      ),
    );
    expect(Math.min(...ratios)).toBeGreaterThan(1);
    expect(Math.max(...ratios)).toBeLessThan(1.15);
  });
});
