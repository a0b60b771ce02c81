import type { ParagraphId } from '../model/ids.ts';
import { msPerChar, spokenWeights } from './speech.ts';
import { spliceBetween } from './splice.ts';

/**
 * Text ↔ time within one segment. *Script ms* is a place on the segment's own timeline: a paragraph starts
 * at its planned second, is read at the natural pace (faster if its window is too short), and then waits
 * at its end until the next paragraph is due.
 */

/** A place in the displayed text; `charOffset` is in code points and may lie inside a character. */
export type ReadingPosition = { readonly paragraphId: ParagraphId; readonly charOffset: number };

/** The part of a planned segment that is read. `text` is what is displayed: tokens are resolved. */
export type ScriptedSegment = {
  readonly durationSec: number;
  readonly script: readonly { readonly id: ParagraphId; readonly atSec: number; readonly text: string }[];
};

export type TimedParagraph = {
  readonly id: ParagraphId;
  readonly text: string;
  readonly startMs: number;
  /** When its last character has been read. */
  readonly endMs: number;
  /** When the next paragraph, or the segment's end, is due. */
  readonly windowEndMs: number;
  /** What reading it would take at the natural pace. */
  readonly naturalMs: number;
  /** Script ms from `startMs` at which each code point begins, and at last the end: length + 1 entries. */
  readonly charStartsMs: readonly number[];
};

/** A stretch in which nothing is read. */
export type ScriptWait = { readonly fromMs: number; readonly toMs: number };

export type ScriptTimeline = {
  readonly durationMs: number;
  readonly paragraphs: readonly TimedParagraph[];
  readonly waits: readonly ScriptWait[];
};

/** Paragraphs are taken in the order of their start; `charsPerMinute` in 字/min. */
export function scriptTimeline(segment: ScriptedSegment, charsPerMinute?: number): ScriptTimeline {
  const durationMs = Math.max(0, segment.durationSec * 1000);
  const inOrder = segment.script.toSorted((a, b) => a.atSec - b.atSec);
  const startOf = (index: number): number => {
    const paragraph = inOrder[index];
    return paragraph === undefined ? durationMs : Math.min(durationMs, Math.max(0, paragraph.atSec * 1000));
  };
  const paragraphs = inOrder.map((paragraph, index): TimedParagraph => {
    const startMs = startOf(index);
    const windowEndMs = startOf(index + 1);
    const weights = spokenWeights(paragraph.text);
    const naturalMs = weights.reduce((sum, weight) => sum + weight, 0) * msPerChar(charsPerMinute);
    const readingMs = Math.min(naturalMs, windowEndMs - startMs);
    const msPerWeight = naturalMs === 0 ? 0 : (msPerChar(charsPerMinute) * readingMs) / naturalMs;
    const charStartsMs = [0];
    let weightSoFar = 0;
    for (const weight of weights) {
      weightSoFar += weight;
      charStartsMs.push(Math.min(readingMs, weightSoFar * msPerWeight));
    }
    // Sums of fractions may miss the end by a hair; the end is a place others compare with.
    charStartsMs[charStartsMs.length - 1] = readingMs;
    return {
      id: paragraph.id,
      text: paragraph.text,
      startMs,
      endMs: startMs + readingMs,
      windowEndMs,
      naturalMs,
      charStartsMs,
    };
  });
  return { durationMs, paragraphs, waits: waitsBetween(paragraphs, durationMs) };
}

function waitsBetween(paragraphs: readonly TimedParagraph[], durationMs: number): readonly ScriptWait[] {
  const waits: ScriptWait[] = [{ fromMs: 0, toMs: paragraphs[0]?.startMs ?? durationMs }];
  for (const { endMs, windowEndMs } of paragraphs) waits.push({ fromMs: endMs, toMs: windowEndMs });
  return waits.filter((wait) => wait.toMs > wait.fromMs);
}

/** The index of the last entry that is ≤ `value`, or 0. `sorted` ascends. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What is being read at `scriptMs`; null if the segment has no text. Never goes back as time goes on. */
export function readingPositionAt(timeline: ScriptTimeline, scriptMs: number): ReadingPosition | null {
  const paragraph =
    timeline.paragraphs.findLast((each) => each.startMs <= scriptMs) ?? timeline.paragraphs[0];
  if (paragraph === undefined) return null;
  const intoMs = Math.max(0, scriptMs - paragraph.startMs);
  const index = lastAtMost(paragraph.charStartsMs, intoMs);
  const from = paragraph.charStartsMs[index] ?? 0;
  const to = paragraph.charStartsMs[index + 1];
  const charOffset = to === undefined || to <= from ? index : index + (intoMs - from) / (to - from);
  return { paragraphId: paragraph.id, charOffset };
}

/** When a place in the text is due, in script ms; null if the paragraph is not in this segment. */
export function scriptMsAt(timeline: ScriptTimeline, position: ReadingPosition): number | null {
  const paragraph = timeline.paragraphs.find((each) => each.id === position.paragraphId);
  if (paragraph === undefined) return null;
  const last = paragraph.charStartsMs.length - 1;
  const offset = Math.min(last, Math.max(0, position.charOffset));
  const index = Math.floor(offset);
  const from = paragraph.charStartsMs[index] ?? 0;
  const to = paragraph.charStartsMs[index + 1] ?? from;
  return paragraph.startMs + from + (to - from) * (offset - index);
}

/** An offset in `before` as the same place in `after`, by what the two texts share at both ends. */
export function carryOffset(before: string, after: string, charOffset: number): number {
  const { charOffset: head, removed, inserted } = spliceBetween(before, after);
  const removedChars = Array.from(removed).length;
  const insertedChars = Array.from(inserted).length;
  if (charOffset <= head) return charOffset;
  if (charOffset >= head + removedChars) return charOffset + insertedChars - removedChars;
  return head + ((charOffset - head) / removedChars) * insertedChars;
}

/**
 * The script ms in `to` of what is read at `scriptMs` in `from`: where to anchor the prompter when the text,
 * a live value, the speed or the segment's length changes under the host's eyes.
 */
export function carryScriptMs(from: ScriptTimeline, to: ScriptTimeline, scriptMs: number): number {
  const position = readingPositionAt(from, scriptMs);
  const before = from.paragraphs.find((each) => each.id === position?.paragraphId);
  if (position === null || before === undefined) return Math.min(scriptMs, to.durationMs);
  const after = to.paragraphs.find((each) => each.id === position.paragraphId);
  if (after === undefined) {
    // The paragraph is gone: go on with what came after it.
    const following = from.paragraphs.slice(from.paragraphs.indexOf(before) + 1).map((each) => each.id);
    return to.paragraphs.find((each) => following.includes(each.id))?.startMs ?? to.durationMs;
  }
  if (scriptMs >= before.endMs) return Math.min(after.windowEndMs, Math.max(after.endMs, scriptMs));
  if (scriptMs < before.startMs) return Math.min(after.startMs, scriptMs);
  const charOffset = carryOffset(before.text, after.text, position.charOffset);
  return scriptMsAt(to, { paragraphId: after.id, charOffset }) ?? after.startMs;
}
