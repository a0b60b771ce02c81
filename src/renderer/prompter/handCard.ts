import { productCard, type ProductCard } from '#shared/run/productCard';
import { plannedSegment, runOn, type StudioState } from '#shared/run/state';

/** The product beside the text: what the host may need at a glance. */
export type HandCard = {
  readonly card: ProductCard;
  /** Not on air yet, on air without its price, or with it. */
  readonly stage: 'ready' | 'shown' | 'priced';
  readonly points: readonly string[];
  readonly caution: string | null;
};

const POINTS = 3;

/** The card that is up, else the first of the segment, so that it can be looked at before it is pushed. */
export function handCard(state: StudioState): HandCard | null {
  const run = runOn(state);
  const segment = plannedSegment(state);
  if (run === null || state.plan === null) return null;
  const itemId = run.card?.itemId ?? segment?.productIds[0] ?? segment?.comboIds[0];
  const card = itemId === undefined ? null : productCard(state.plan, itemId, segment);
  if (card === null) return null;
  return {
    card,
    stage: run.card === null ? 'ready' : run.card.priceShown ? 'priced' : 'shown',
    points: card.sellingPoints.slice(0, POINTS),
    caution: card.cautions[0] ?? null,
  };
}
