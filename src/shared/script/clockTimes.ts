import { KaiboError } from '../errors.ts';
import type { ParagraphId, SegmentId } from '../model/ids.ts';
import { parseSmallNumber, SMALL_NUMBER } from './chineseNumber.ts';

/** A clock time said in a script. Offsets in code points, `to` exclusive. */
export type ClockTime = {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Minutes of the day it can mean: 八点四十七分 alone is 08:47 or 20:47, 晚上八点 only 20:00. */
  readonly minutesOfDay: readonly number[];
  /** It speaks of another day or of every day (下周六晚上八点, 每天早上九点). */
  readonly anotherDay: boolean;
};

/** The day of the show in its own time zone; `weekday` 0 is Sunday. */
export type ShowDay = { readonly month: number; readonly day: number; readonly weekday: number };

const MORNING = '凌晨|清晨|今早|明早|早上|早晨|上午';
const EVENING = '下午|傍晚|今晚|明晚|昨晚|当晚|每晚|晚上|晚间|夜里|夜晚';
const DAY_PART = `(?:${MORNING}|中午|${EVENING})`;
const CLOCK = new RegExp(
  [
    `(?<part>${DAY_PART})?(?<![百千万点\\d零〇一二两三四五六七八九十第.])(?<hour>${SMALL_NUMBER})(?<mark>[点时])` +
      `(?:(?<word>钟|整|半|一刻|三刻)|(?<zero>[零〇])?(?<minute>${SMALL_NUMBER})(?<fen>分)?)?`,
    `(?<digitPart>${DAY_PART})?\\s*(?<![\\d:：.])(?<digitHour>\\d{1,2})[:：](?<digitMinute>\\d{2})(?![\\d:：])`,
  ].join('|'),
  'gu',
);
/** A number followed by one of these is a quantity: 九点九元, 零点零五克. */
const UNIT = /^[元块折倍度克斤米升厘毫件个套组份万亿%％]/u;
/** 八点开播 is a time although nothing else marks it; 有两点要说 is not. */
const TIME_FOLLOWS = /^(?:开播|开始|准时|见面|见|下播|之前|之后)/u;
const SENTENCE_END = /[。!?;！？；\n]/u;
const WEEKDAYS = '日一二三四五六';
const DAY = new RegExp(
  [
    '(?<today>今[天晚日夜早]|当晚|本场)',
    '(?<other>[明昨][天晚早日]|[前后]天|每[天日晚周]|平时|工作日|[下上](?:个)?(?:周|星期|礼拜)[一二三四五六日天末]?)',
    '[本这]?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])',
    `(?<month>${SMALL_NUMBER})月(?<day>${SMALL_NUMBER}|[二三]十[一二三四五六七八九]?)[日号]`,
  ].join('|'),
  'gu',
);

function minutesOf(
  part: string | undefined,
  hour: number,
  minute: number,
  fullDay: boolean,
): readonly number[] {
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return [];
  const at = (h: number) => (h % 24) * 60 + minute;
  if (hour > 12 || hour === 0 || fullDay) return [at(hour)];
  if (part === undefined) return [at(hour), at(hour === 12 ? 0 : hour + 12)];
  if (part === '中午') return [at(hour <= 3 ? hour + 12 : hour)];
  if (new RegExp(`^(?:${MORNING})$`, 'u').test(part)) return [at(hour === 12 ? 0 : hour)];
  if (part.startsWith('夜') && hour < 6) return [at(hour)];
  const afternoon = part === '下午' || part === '傍晚';
  return [at(hour === 12 ? (afternoon ? 12 : 24) : hour + 12)];
}

/** Whether the last day named in the sentence before the time is not the day of the show. */
function speaksOfAnotherDay(before: string, today: ShowDay | null): boolean {
  const sentence = before.split(SENTENCE_END).at(-1) ?? '';
  let another = false;
  for (const { groups } of sentence.matchAll(DAY)) {
    if (groups?.today !== undefined) another = false;
    else if (groups?.other !== undefined) another = true;
    else if (groups?.weekday !== undefined) {
      another = WEEKDAYS.indexOf(groups.weekday.replace('天', '日')) !== today?.weekday;
    } else if (groups?.month !== undefined && groups.day !== undefined) {
      another = parseSmallNumber(groups.month) !== today?.month || parseSmallNumber(groups.day) !== today.day;
    }
  }
  return another;
}

/**
 * The clock times stated in a text: 八点四十七分, 八点零九分, 九点整, 八点半, 晚上八点, 20:47. A bare 两点 or a
 * decimal (九点九元) is none.
 */
export function findClockTimes(text: string, today: ShowDay | null = null): readonly ClockTime[] {
  const found: ClockTime[] = [];
  for (const match of text.matchAll(CLOCK)) {
    const groups = match.groups ?? {};
    let stated = match[0];
    let minutes: readonly number[];
    let part: string | undefined;
    if (groups.digitHour !== undefined) {
      part = groups.digitPart;
      const fullDay = groups.digitHour.startsWith('0');
      minutes = minutesOf(part, Number(groups.digitHour), Number(groups.digitMinute), fullDay);
    } else {
      part = groups.part;
      const bare = `${part ?? ''}${groups.hour ?? ''}${groups.mark ?? ''}`;
      const saysMinute =
        groups.minute !== undefined &&
        (groups.fen !== undefined || groups.zero !== undefined || parseSmallNumber(groups.minute) >= 10);
      // 晚上八点一起来: the 一 belongs to the next word.
      if (groups.minute !== undefined && !saysMinute) stated = bare;
      const after = text.slice(match.index + stated.length);
      if (groups.minute !== undefined && groups.fen === undefined) {
        if (UNIT.test(text.slice(match.index + match[0].length))) continue;
        if (saysMinute && part === undefined && groups.hour === '零') continue;
      }
      const isHourOnly = groups.word === undefined && !saysMinute;
      if (isHourOnly && (UNIT.test(after) || (part === undefined && !TIME_FOLLOWS.test(after)))) continue;
      // 时 alone ends too many words (临时, 二十四时): it needs a day part, 整 or the minutes with 分.
      const sure = part !== undefined || groups.fen !== undefined || groups.word === '整';
      if (groups.mark === '时' && !sure) continue;
      const minute =
        groups.word === '半'
          ? 30
          : groups.word === '一刻'
            ? 15
            : groups.word === '三刻'
              ? 45
              : saysMinute
                ? parseSmallNumber(groups.minute ?? '零')
                : 0;
      minutes = minutesOf(part, parseSmallNumber(groups.hour ?? '零'), minute, false);
    }
    if (minutes.length === 0) continue;
    const before = text.slice(0, match.index);
    const from = Array.from(before).length;
    found.push({
      from,
      to: from + Array.from(stated).length,
      text: stated.trim(),
      minutesOfDay: minutes,
      anotherDay: speaksOfAnotherDay(before + (part ?? ''), today),
    });
  }
  return found;
}

export type StaleClockTime = {
  readonly segmentId: SegmentId;
  readonly paragraphId: ParagraphId;
  /** The words as they stand in the script, and where (code points of the paragraph's text). */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** The moment of the plan that is meant, in seconds from the planned start of the show. */
  readonly plannedSec: number;
  readonly forecastSec: number;
  /** The segment that was planned to start then; null for another moment, such as the end of a promotion. */
  readonly startOf: SegmentId | null;
};

export type StatedTimesInput = {
  readonly segments: readonly {
    readonly id: SegmentId;
    readonly startSec: number;
    readonly script: readonly { readonly id: ParagraphId; readonly text: string }[];
  }[];
  /** ISO 8601 with the show's own offset; the times in the script are said in that time zone. */
  readonly scheduledStart: string;
  /** Further planned moments that are read out: starts and ends of promotions, seconds from the start. */
  readonly otherMomentsSec?: readonly number[];
  /** When a planned moment will happen by now's forecast; both in seconds from the planned start. */
  readonly forecastSec: (plannedSec: number) => number;
  /** How far the host has read; what lies before is said and can't be mended. */
  readonly readUpTo: {
    readonly segmentId: SegmentId;
    readonly paragraphId: ParagraphId;
    readonly charOffset: number;
  } | null;
};

const EARLY_TOLERANCE_SEC = 30;
const LATE_TOLERANCE_SEC = 60;

/**
 * Clock times in the unread script that the forecast has made wrong.
 *
 * A stated time is tied to the plan when it names the minute in which a segment was planned to start, or
 * one of `otherMomentsSec`; the plan is the only thing that tells a time of this show from any other
 * time, so a time that meets no planned moment, or that speaks of another day, is left alone. It is stale
 * when the tied moment is now forecast outside the minute that was said: 60 s late or more, or more than
 * 30 s early (a clock that still shows the minute before, but is about to turn, contradicts nobody).
 *
 * @throws KaiboError BAD_REQUEST when `scheduledStart` is not an ISO date-time.
 */
export function staleClockTimes(input: StatedTimesInput): readonly StaleClockTime[] {
  const start = localStart(input.scheduledStart);
  const moments = new Map<number, { plannedSec: number; startOf: SegmentId | null }>();
  const tie = (plannedSec: number, startOf: SegmentId | null): void => {
    const minute = Math.floor((start.secondOfDay + plannedSec) / 60) % 1440;
    if (!moments.has(minute)) moments.set(minute, { plannedSec, startOf });
  };
  for (const segment of input.segments) tie(segment.startSec, segment.id);
  for (const plannedSec of input.otherMomentsSec ?? []) tie(plannedSec, null);

  const stale: StaleClockTime[] = [];
  for (const { segment, paragraph, unreadFrom } of unreadParagraphs(input)) {
    for (const time of findClockTimes(paragraph.text, start.day)) {
      if (time.anotherDay || time.from < unreadFrom) continue;
      const minute = time.minutesOfDay.find((each) => moments.has(each));
      const moment = minute === undefined ? undefined : moments.get(minute);
      if (moment === undefined) continue;
      const forecastSec = input.forecastSec(moment.plannedSec);
      const minuteStartSec = moment.plannedSec - ((start.secondOfDay + moment.plannedSec) % 60);
      const lateSec = forecastSec - minuteStartSec;
      if (lateSec >= -EARLY_TOLERANCE_SEC && lateSec < LATE_TOLERANCE_SEC) continue;
      stale.push({
        segmentId: segment.id,
        paragraphId: paragraph.id,
        text: time.text,
        from: time.from,
        to: time.to,
        plannedSec: moment.plannedSec,
        forecastSec,
        startOf: moment.startOf,
      });
    }
  }
  return stale;
}

function* unreadParagraphs({ segments, readUpTo }: StatedTimesInput) {
  let reached = readUpTo === null || !segments.some((segment) => segment.id === readUpTo.segmentId);
  for (const segment of segments) {
    const isCurrent = segment.id === readUpTo?.segmentId;
    if (!reached && !isCurrent) continue;
    // A paragraph that was taken out since: the whole segment counts as unread.
    let unread = !isCurrent || !segment.script.some((paragraph) => paragraph.id === readUpTo?.paragraphId);
    reached = true;
    for (const paragraph of segment.script) {
      const isReading = isCurrent && paragraph.id === readUpTo?.paragraphId;
      if (isReading) unread = true;
      if (unread) yield { segment, paragraph, unreadFrom: isReading ? (readUpTo?.charOffset ?? 0) : 0 };
    }
  }
}

function localStart(iso: string): { readonly secondOfDay: number; readonly day: ShowDay } {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?/.exec(iso);
  if (parts === null) throw new KaiboError('BAD_REQUEST', { detail: `scheduledStart ${iso}` });
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return {
    secondOfDay: hour * 3600 + minute * 60 + second,
    day: { month, day, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() },
  };
}

/**
 * A forecast function from forecast segment starts: a moment inside a segment moves with that segment's
 * start; a moment before the first or after the last moves with that one. All in seconds.
 */
export function forecastFromStarts(
  starts: readonly { readonly plannedStartSec: number; readonly forecastStartSec: number }[],
): (plannedSec: number) => number {
  const inOrder = starts.toSorted((a, b) => a.plannedStartSec - b.plannedStartSec);
  return (plannedSec) => {
    const segment = inOrder.findLast((each) => each.plannedStartSec <= plannedSec) ?? inOrder[0];
    return segment === undefined
      ? plannedSec
      : plannedSec + segment.forecastStartSec - segment.plannedStartSec;
  };
}
