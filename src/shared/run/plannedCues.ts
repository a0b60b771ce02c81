import type { PlannedCue, PlannedSegment } from '../model/events.ts';
import { cueIdSchema, type ItemId } from '../model/ids.ts';
import { findItem, type Segment, type ShowPlan } from '../model/showPlan.ts';
import { readingMs } from '../script/speech.ts';

/** What a note of a scene cue says about cards: “推5号组合卡” pushes link 5. */
const PUSHED_LINK = /推\s*(\d{1,4})\s*号/gu;
const PRICE_NOTE = /报价|限时卡|价格/u;
const PRICE_SPOKEN = /[0-9〇零一二三四五六七八九十百千两]+(?:元|块)/u;

/**
 * The card and price cues of a segment. A show file may give them (`productCues`); where it does not,
 * they follow the plan's own words: a card comes up with the scene cue whose note pushes its link number,
 * else at the start of the segment for the first item; a price is revealed with the next scene cue whose
 * note speaks of the price, else the moment the host reads out the first price after the card.
 * An item for which nothing says when waits for a hand.
 */
function productCues(plan: ShowPlan, segment: Segment): PlannedCue[] {
  if (segment.productCues !== undefined) {
    return segment.productCues.map((cue) => ({ cueId: cue.id, kind: cue.kind, targetId: cue.itemId, atMs: cue.atSec * 1000, mode: cue.mode }));
  }
  const pushedAtSec = new Map<number, number>();
  for (const cue of segment.sceneCues) {
    for (const match of cue.note.matchAll(PUSHED_LINK)) pushedAtSec.set(Number(match[1]), cue.atSec);
  }
  const itemIds: ItemId[] = [...segment.productIds, ...segment.comboIds];
  const cards = itemIds.flatMap((itemId, index) => {
    const item = findItem(plan, itemId);
    if (item === null) return [];
    const linkNo = item.kind === 'product' ? item.product.linkNo : item.combo.linkNo;
    const noted = pushedAtSec.get(linkNo);
    const atSec = noted ?? 0;
    return [{ itemId, atSec, mode: noted !== undefined || index === 0 ? ('auto' as const) : ('manual' as const) }];
  });
  return cards.flatMap(({ itemId, atSec, mode }, index) => {
    const nextCardAtSec = cards.slice(index + 1).find((card) => card.mode === 'auto' && card.atSec > atSec)?.atSec ?? segment.durationSec;
    const price = priceMoment(plan, segment, atSec, nextCardAtSec);
    return [
      { cueId: cueIdSchema.parse(`${segment.id}-card-${itemId}`), kind: 'card' as const, targetId: itemId, atMs: atSec * 1000, mode },
      {
        cueId: cueIdSchema.parse(`${segment.id}-price-${itemId}`),
        kind: 'price' as const,
        targetId: itemId,
        atMs: price ?? atSec * 1000,
        mode: price === null || mode === 'manual' ? ('manual' as const) : ('auto' as const),
      },
    ];
  });
}

/** Where in the segment, in ms, the price of a card that is up from `fromSec` to `untilSec` is due. */
function priceMoment(plan: ShowPlan, segment: Segment, fromSec: number, untilSec: number): number | null {
  const noted = segment.sceneCues.find((cue) => cue.atSec >= fromSec && cue.atSec < untilSec && PRICE_NOTE.test(cue.note));
  if (noted !== undefined) return noted.atSec * 1000;
  for (const paragraph of segment.script) {
    if (paragraph.atSec < fromSec || paragraph.atSec >= untilSec) continue;
    const spoken = PRICE_SPOKEN.exec(paragraph.text);
    if (spoken !== null) {
      return paragraph.atSec * 1000 + Math.round(readingMs(paragraph.text.slice(0, spoken.index), plan.show.prompter.charsPerMinute));
    }
  }
  return null;
}

/** All cues of a segment in the order in which they are due. */
export function plannedCues(plan: ShowPlan, segment: Segment): PlannedCue[] {
  const sceneCues = segment.sceneCues.map(
    (cue): PlannedCue => ({ cueId: cue.id, kind: 'scene', targetId: cue.sceneId, atMs: cue.atSec * 1000, mode: cue.mode }),
  );
  return [...sceneCues, ...productCues(plan, segment)].toSorted((a, b) => a.atMs - b.atMs);
}

/** The schedule a run is started with; it stays as it was when the plan is edited later. */
export function plannedSegments(plan: ShowPlan): PlannedSegment[] {
  let startMs = 0;
  return plan.segments.map((segment) => {
    const durationMs = segment.durationSec * 1000;
    const planned: PlannedSegment = {
      segmentId: segment.id,
      startMs,
      durationMs,
      minMs: segment.minDurationSec * 1000,
      maxMs: segment.maxDurationSec * 1000,
      cues: plannedCues(plan, segment),
    };
    startMs += durationMs;
    return planned;
  });
}
