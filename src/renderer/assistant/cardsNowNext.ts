import type { ItemId } from '#shared/model/ids';
import type { PlannedCue } from '#shared/model/events';
import type { Segment, ShowPlan } from '#shared/model/showPlan';
import { plannedCues } from '#shared/run/plannedCues';
import { productCard, type ProductCard } from '#shared/run/productCard';
import { segmentContent } from '#shared/run/segmentContent';
import { cueRun, currentSegment, runOn, type RunState, type StudioState } from '#shared/run/state';

/** A product card with the segment whose price it carries. */
export type CardSlot = { readonly card: ProductCard; readonly segment: Segment };
export type CardsNowNext = { readonly now: CardSlot | null; readonly next: CardSlot | null };

/**
 * The product that is being shown and the one after it. Now is what stands on the overlay; between two cards
 * it is the last one this segment had. Next is the next card that is due, in this segment or a later one;
 * before the show it is the first.
 */
export function cardsNowNext(state: StudioState): CardsNowNext {
  const { plan } = state;
  const run = runOn(state);
  if (plan === null) return { now: null, next: null };
  if (run === null) return { now: null, next: state.run === null ? firstOf(plan) : null };
  const here = currentSegment(run);
  const cards = here.planned.cues.filter((cue) => cue.kind === 'card');
  const nowId =
    run.card?.itemId ??
    cards.findLast((cue) => cueRun(here, cue.cueId).status === 'confirmed')?.targetId ??
    null;
  const now = nowId === null ? null : slot(plan, segmentContent(plan, here), nowId);
  return { now, next: nextSlot(plan, run, nowId) };
}

function nextSlot(plan: ShowPlan, run: RunState, nowId: ItemId | string | null): CardSlot | null {
  const waiting = run.segments.slice(run.currentIndex).flatMap((segment) => {
    if (segment.status !== 'current' && segment.status !== 'pending') return [];
    const isWaiting = (cue: PlannedCue): boolean =>
      cue.kind === 'card' && cue.targetId !== nowId && cueRun(segment, cue.cueId).status === 'armed';
    return segment.planned.cues
      .filter(isWaiting)
      .map((cue) => ({ segment: segmentContent(plan, segment), itemId: cue.targetId }));
  });
  const first = waiting[0];
  return first === undefined ? null : slot(plan, first.segment, first.itemId);
}

function firstOf(plan: ShowPlan): CardSlot | null {
  for (const segment of plan.segments) {
    const cue = plannedCues(plan, segment).find((each) => each.kind === 'card');
    if (cue !== undefined) return slot(plan, segment, cue.targetId);
  }
  return null;
}

function slot(plan: ShowPlan, segment: Segment | null, itemId: string): CardSlot | null {
  const card = segment === null ? null : productCard(plan, itemId, segment);
  return segment === null || card === null ? null : { card, segment };
}
