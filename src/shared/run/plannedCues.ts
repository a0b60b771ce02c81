import type { PlannedCue, PlannedSegment } from '../model/events.ts';
import { cueIdSchema, type ItemId } from '../model/ids.ts';
import { findItem, type Segment, type ShowPlan } from '../model/showPlan.ts';
import { readInteger } from '../script/chineseNumber.ts';
import { scriptTimeline } from '../script/scriptTimeline.ts';
import { productCard } from './productCard.ts';
import { displayedScript } from './prompterPosition.ts';

/** What a note of a scene cue says about cards: “推5号组合卡” pushes link 5. */
const PUSHED_LINK = /推\s*(\d{1,4})\s*号/gu;
const PRICE_NOTE = /报价|价格/u;

/**
 * The card and price cues of a segment. A show file may give them (`productCues`); where it does not,
 * they follow the plan's own words: a card comes up with the scene cue whose note pushes its link number,
 * else at the start of the segment for the first item; a price is revealed with the next automatic scene cue
 * whose note speaks of the price, else once the host has said that very price while the card is up. Never
 * earlier; an item for which nothing says when waits for a hand.
 */
function productCues(plan: ShowPlan, segment: Segment): PlannedCue[] {
  if (segment.productCues !== undefined) {
    return segment.productCues.map((cue) => ({
      cueId: cue.id,
      kind: cue.kind,
      targetId: cue.itemId,
      atMs: cue.atSec * 1000,
      mode: cue.mode,
    }));
  }
  const pushedAtSec = new Map<number, number>();
  for (const cue of segment.sceneCues) {
    for (const match of cue.note.matchAll(PUSHED_LINK)) pushedAtSec.set(Number(match[1]), cue.atSec);
  }
  const itemIds: ItemId[] = [...new Set([...segment.productIds, ...segment.comboIds])];
  const cards = itemIds.flatMap((itemId, index) => {
    const item = findItem(plan, itemId);
    if (item === null) return [];
    const linkNo = item.kind === 'product' ? item.product.linkNo : item.combo.linkNo;
    const noted = pushedAtSec.get(linkNo);
    const atSec = noted ?? 0;
    return [
      { itemId, atSec, mode: noted !== undefined || index === 0 ? ('auto' as const) : ('manual' as const) },
    ];
  });
  return cards.flatMap(({ itemId, atSec, mode }, index) => {
    const nextCardAtSec =
      cards.slice(index + 1).find((card) => card.mode === 'auto' && card.atSec > atSec)?.atSec ??
      segment.durationSec;
    const price = priceMoment(plan, segment, itemId, atSec, nextCardAtSec);
    return [
      {
        cueId: cueIdSchema.parse(`${segment.id}-card-${itemId}`),
        kind: 'card' as const,
        targetId: itemId,
        atMs: atSec * 1000,
        mode,
      },
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
function priceMoment(
  plan: ShowPlan,
  segment: Segment,
  itemId: ItemId,
  fromSec: number,
  untilSec: number,
): number | null {
  const noted = segment.sceneCues.find(
    (cue) => cue.mode === 'auto' && cue.atSec >= fromSec && cue.atSec < untilSec && PRICE_NOTE.test(cue.note),
  );
  if (noted !== undefined) return noted.atSec * 1000;
  const priceFen = productCard(plan, itemId, segment)?.priceFen;
  if (priceFen === undefined) return null;
  const script = displayedScript(plan, segment.script);
  const { paragraphs } = scriptTimeline(
    { durationSec: segment.durationSec, script },
    plan.show.prompter.charsPerMinute,
  );
  const said = paragraphs.flatMap(({ text, startMs, charStartsMs }) =>
    Array.from(text.matchAll(spokenPrice(priceFen)), ({ index, 0: words }) =>
      Math.round(startMs + (charStartsMs[Array.from(text.slice(0, index) + words).length] ?? 0)),
    ),
  );
  return said.find((atMs) => atMs >= fromSec * 1000 && atMs < untilSec * 1000) ?? null;
}

/** How a script writes this price: 二十九块九, 两百零九元, 29.9元, ¥29.9. A longer number that ends alike is another price. */
function spokenPrice(priceFen: number): RegExp {
  const yuan = Math.floor(priceFen / 100);
  const [jiao, fen] = [Math.floor(priceFen / 10) % 10, priceFen % 10];
  const digit = (value: number): string => (value === 0 ? '零' : readInteger(value));
  const named = readInteger(yuan)
    .replaceAll(/二(?=[百千万])/gu, '[二两]')
    .replace(/^二$/u, '[二两]');
  const change = jiao === 0 && fen === 0 ? '' : `${digit(jiao)}[角毛]?${fen === 0 ? '' : `${digit(fen)}分?`}`;
  const figures = `${yuan}${jiao === 0 && fen === 0 ? '(?:\\.0{1,2})?' : `\\.${jiao}${fen === 0 ? '0?' : fen}`}`;
  return new RegExp(
    [
      `(?<![〇零一二三四五六七八九十百千万两])${named}(?:元|块)${change}(?:钱)?(?![二三四五六七八九]|[一二两三四五六七八九][角毛分])`,
      `(?<![\\d.,])${figures}(?:元|块)`,
      `¥ ?${figures}(?![\\d.])`,
    ].join('|'),
    'gu',
  );
}

/** All cues of a segment in the order in which they are due. */
export function plannedCues(plan: ShowPlan, segment: Segment): PlannedCue[] {
  const sceneCues = segment.sceneCues.map((cue): PlannedCue => ({
    cueId: cue.id,
    kind: 'scene',
    targetId: cue.sceneId,
    atMs: cue.atSec * 1000,
    mode: cue.mode,
  }));
  return [...sceneCues, ...productCues(plan, segment)].toSorted((a, b) => a.atMs - b.atMs);
}

/** A segment of the plan with its times and cues, beginning at `startMs` of the show. */
export function scheduled(plan: ShowPlan, segment: Segment, startMs: number): PlannedSegment {
  return {
    segmentId: segment.id,
    startMs,
    durationMs: segment.durationSec * 1000,
    minMs: segment.minDurationSec * 1000,
    maxMs: segment.maxDurationSec * 1000,
    cues: plannedCues(plan, segment),
  };
}

/** The schedule a run is started with; it stays as it was when the plan is edited later. */
export function plannedSegments(plan: ShowPlan): PlannedSegment[] {
  let startMs = 0;
  return plan.segments.map((segment) => {
    const planned = scheduled(plan, segment, startMs);
    startMs += planned.durationMs;
    return planned;
  });
}
