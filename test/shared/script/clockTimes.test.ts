import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findClockTimes, forecastFromStarts, staleClockTimes } from '#shared/script/clockTimes';
import { paragraphIdSchema, segmentIdSchema } from '#shared/model/ids';
import { readInteger } from '#shared/script/chineseNumber';
import { sample } from './sampleScript.ts';

const at = (hour: number, minute = 0) => hour * 60 + minute;
const minutes = (text: string) => findClockTimes(text).map((time) => time.minutesOfDay);

describe('LIVE-10 clock times are found in a script', () => {
  it.each<[string, number[][]]>([
    ['八点四十七分到了', [[at(8, 47), at(20, 47)]]],
    ['八点零九分开始', [[at(8, 9), at(20, 9)]]],
    ['九点整开抢', [[at(9), at(21)]]],
    ['八点半见', [[at(8, 30), at(20, 30)]]],
    [
      '八点一刻和八点三刻',
      [
        [at(8, 15), at(20, 15)],
        [at(8, 45), at(20, 45)],
      ],
    ],
    ['晚上八点', [[at(20)]]],
    ['今晚八点二十', [[at(20, 20)]]],
    ['早上九点到晚上十一点', [[at(9)], [at(23)]]],
    ['中午十二点半', [[at(12, 30)]]],
    ['晚上十二点', [[0]]],
    ['凌晨两点', [[at(2)]]],
    ['下午三点十五分', [[at(15, 15)]]],
    ['二十点四十七分', [[at(20, 47)]]],
    ['十二点零五分', [[at(12, 5), at(0, 5)]]],
    ['20:47 开奖', [[at(20, 47)]]],
    ['20：47', [[at(20, 47)]]],
    ['8:09', [[at(8, 9), at(20, 9)]]],
    ['08:09', [[at(8, 9)]]],
    ['20点47分', [[at(20, 47)]]],
    ['八点开播', [[at(8), at(20)]]],
    ['晚上八点一起来', [[at(20)]]],
    ['八点钟', [[at(8), at(20)]]],
  ])('%s', (text, expected) => expect(minutes(text)).toEqual(expected));

  it.each([
    '补充两点',
    '有两点要说清楚',
    '点一下参与',
    '慢一点',
    '只要九点九元',
    '九点九九',
    '三点五公斤',
    '零点零五克',
    '二十四小时内',
    '三十九点九元',
    '第八点',
    '比分3:2',
    '25:10',
    '1:20:47',
    '四十八小时',
    '七天',
  ])('%s is none', (text) => expect(minutes(text)).toEqual([]));

  it('every minute of the day is found, spoken or written, at the right place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const spoken = `${readInteger(hour)}点${minute < 10 ? '零' : ''}${readInteger(minute)}分`;
        const written = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        for (const stated of [spoken, written]) {
          const text = `😀大家好,${stated}见。`;
          const [time] = findClockTimes(text);
          expect(time?.minutesOfDay).toContain(at(hour, minute));
          expect(Array.from(text).slice(time?.from, time?.to).join('')).toBe(stated);
        }
      }),
    );
  });
});

describe('LIVE-10 a time of another day is told apart', () => {
  const saturday = { month: 4, day: 18, weekday: 6 };
  it.each<[string, boolean]>([
    ['今晚八点四十七分', false],
    ['下周六,也就是四月二十五日晚上八点', true],
    ['四月十八日晚上八点', false],
    ['4月25日20:00', true],
    ['明天晚上八点', true],
    ['明晚八点', true],
    ['每天早上九点到晚上十一点', true],
    ['周六晚上八点', false],
    ['周五晚上八点', true],
    ['下周见。八点四十七分还有福袋', false],
    ['明天也有,不过今晚八点四十七分还有福袋', false],
  ])('%s', (text, anotherDay) => {
    expect(findClockTimes(text, saturday).at(-1)?.anotherDay).toBe(anotherDay);
  });
});

describe('LIVE-10 extending a segment flags the stated times it makes wrong', () => {
  const afterExtending = (segmentIndex: number, bySec: number) =>
    forecastFromStarts(
      sample.segments.map((segment, index) => ({
        plannedStartSec: segment.startSec,
        forecastStartSec: segment.startSec + (index > segmentIndex ? bySec : 0),
      })),
    );
  const stale = (
    segmentIndex: number,
    bySec: number,
    readUpTo: Parameters<typeof staleClockTimes>[0]['readUpTo'] = null,
  ) =>
    staleClockTimes({
      segments: sample.segments,
      scheduledStart: sample.scheduledStart,
      otherMomentsSec: [4380, 4800],
      forecastSec: afterExtending(segmentIndex, bySec),
      readUpTo,
    });
  const paragraphs = (times: ReturnType<typeof stale>) => [...new Set(times.map((time) => time.paragraphId))];
  const second = sample.segments[1];

  it('segment 1 by 60 s: exactly s02-p1, s04-p4, s05-p4, s08-p1, s12-p1', () => {
    const times = stale(0, 60);
    expect(paragraphs(times)).toEqual(['s02-p1', 's04-p4', 's05-p4', 's08-p1', 's12-p1']);
    expect(times.filter((time) => time.paragraphId === 's02-p1').map((time) => time.text)).toEqual([
      '八点零九分',
      '八点十六分',
      '八点三十八分',
      '八点四十七分',
      '九点零七分',
      '九点十三分',
    ]);
    expect(times.find((time) => time.paragraphId === 's08-p1')).toMatchObject({
      segmentId: 's08',
      text: '八点四十七分',
      from: 0,
      to: 6,
      plannedSec: 2820,
      forecastSec: 2880,
      startOf: 's08',
    });
    expect(times.filter((time) => time.paragraphId === 's12-p1').map((time) => time.text)).toEqual([
      '九点十三分',
      '九点二十分',
    ]);
  });

  it('an unchanged plan flags nothing', () => expect(stale(0, 0)).toEqual([]));

  it('the last segment flags nothing: nothing said depends on it', () => expect(stale(13, 300)).toEqual([]));

  it.each<[number, boolean]>([
    [59, false],
    [60, true],
    [-30, false],
    [-31, true],
  ])('a shift of %d s makes a stated minute wrong: %s', (bySec, wrong) =>
    expect(stale(0, bySec).length > 0).toBe(wrong),
  );

  it('what the host has read is not flagged, not even in the paragraph being read', () => {
    if (second === undefined) throw new Error('the sample has two segments');
    const [p1] = second.script;
    if (p1 === undefined) throw new Error('the second segment has text');
    const upTo = Array.from(p1.text.slice(0, p1.text.indexOf('九点零七分'))).length;
    const times = stale(1, 60, { segmentId: second.id, paragraphId: p1.id, charOffset: upTo });
    expect(times.filter((time) => time.paragraphId === p1.id).map((time) => time.text)).toEqual([
      '九点零七分',
      '九点十三分',
    ]);
  });

  it('a show over midnight is tied to its plan', () => {
    const [night] = staleClockTimes({
      segments: [
        {
          id: segmentIdSchema.parse('s01'),
          startSec: 3600,
          script: [{ id: paragraphIdSchema.parse('s01-p1'), text: '零点二十分抽奖' }],
        },
      ],
      scheduledStart: '2026-04-18T23:20:00+08:00',
      forecastSec: (plannedSec) => plannedSec + 120,
      readUpTo: null,
    });
    expect(night).toMatchObject({ plannedSec: 3600, forecastSec: 3720 });
  });

  it('a start that is no date is refused', () => {
    expect(() =>
      staleClockTimes({
        segments: [],
        scheduledStart: '晚上八点',
        forecastSec: (sec) => sec,
        readUpTo: null,
      }),
    ).toThrowError(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });
});
