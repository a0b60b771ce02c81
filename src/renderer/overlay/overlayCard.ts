import { productCard } from '#shared/run/productCard';
import { plannedSegment, runOn, type StudioState } from '#shared/run/state';

/** What viewers see. Without a price nothing that gives it away is in here either. */
export type OverlayCard = {
  readonly itemId: string;
  readonly linkNo: number;
  readonly name: string;
  readonly sellingPoint: string | null;
  /** null until the price has been revealed. */
  readonly price: {
    readonly fen: number;
    readonly referenceFen: number | null;
    /** What the reference price rests on; null for a combo, whose reference is the sum of its parts. */
    readonly basis: string | null;
  } | null;
};

/** The card that is up in the run that is on, with the price of the current segment; else nothing. */
export function overlayCard(state: StudioState): OverlayCard | null {
  const run = runOn(state);
  if (run === null || run.card === null || state.plan === null) return null;
  const card = productCard(state.plan, run.card.itemId, plannedSegment(state));
  if (card === null) return null;
  return {
    itemId: card.itemId,
    linkNo: card.linkNo,
    name: card.name,
    sellingPoint: card.sellingPoints[0] ?? null,
    price: run.card.priceShown
      ? { fen: card.priceFen, referenceFen: card.referencePriceFen, basis: card.priceBasis }
      : null,
  };
}
