import { smallShowFile } from '../support/showFixture.ts';

export const SEGMENTS = 1000;
/** Seven paragraphs, as long as the longest that people wrote for the sample show: 1,000 字 a segment. */
const PARAGRAPH_CHARS = [143, 143, 143, 143, 143, 143, 142];
/** A show is a day long at most. */
const SEGMENT_SEC = 80;
const WORDS =
  '这条毛巾摸起来很软吸水也快洗过几次都不变形大家可以放心带回去给家里人用平时放在厨房门口随手就能拿到';

/** Reads like speech and repeats so little that a compressor gains no more than from a real script. */
export function chineseText(chars: number, seed: number): string {
  const words = Array.from(WORDS);
  let state = seed + 1;
  return Array.from({ length: chars }, (_, index) => {
    // A linear congruential generator (Numerical Recipes): the same text in every run.
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    if (index % 18 === 17) return index === chars - 1 ? '。' : ',';
    return words[state % words.length] ?? '';
  }).join('');
}

/** The text of a show file with 1,000 segments of 1,000 字, a scene cue at the head of each. */
export function bigShowText(): string {
  const file = smallShowFile();
  const [, , pattern] = file.segments;
  if (pattern === undefined) throw new Error('the small show has a third segment');
  const segments = Array.from({ length: SEGMENTS }, (_, index) => ({
    ...pattern,
    id: `b${index}`,
    order: index + 1,
    title: `第${index + 1}段`,
    startSec: index * SEGMENT_SEC,
    durationSec: SEGMENT_SEC,
    minDurationSec: 30,
    maxDurationSec: 3600,
    promotionIds: [],
    sceneCues: [
      { id: `b${index}-c1`, atSec: 0, sceneId: 'sc-wide', mode: 'auto', note: '全景' },
      { id: `b${index}-c2`, atSec: 40, sceneId: 'sc-close', mode: 'manual', note: '推近' },
    ],
    script: PARAGRAPH_CHARS.map((chars, paragraph) => ({
      id: paragraphOf(index, paragraph),
      speaker: 'host',
      atSec: paragraph * 11,
      text: chineseText(chars, index * PARAGRAPH_CHARS.length + paragraph),
    })),
  }));
  return JSON.stringify({
    ...file,
    show: { ...file.show, id: 'big', plannedDurationSec: SEGMENTS * SEGMENT_SEC },
    promotions: [],
    interactions: [],
    props: [],
    segments,
  });
}

export const segmentOf = (index: number): string => `b${index}`;
export const paragraphOf = (index: number, paragraph: number): string => `b${index}-p${paragraph}`;
