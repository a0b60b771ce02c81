import type { ShowPlan } from '#shared/model/showPlan';

/** Where the hand-card stands. Its room is kept whether a card is shown or not: text never reflows for a card. */
export type StageLayout = {
  /** Width taken from the text for the rail, px. */
  readonly railPx: number;
  readonly cardPlace: 'rail' | 'foot' | 'none';
};

const RAIL = { share: 0.22, minPx: 260, maxPx: 420 } as const;
/** Beside a rail the text needs room for itself. */
const LEAST_WIDTH_PX = 900;

/** On a narrow or upright screen the card lies at the foot instead, over the dim lines. */
export function stageLayout(
  widthPx: number,
  heightPx: number,
  plan: ShowPlan | null,
  wantsCard: boolean,
): StageLayout {
  const hasItems = plan !== null && plan.products.length + plan.combos.length > 0;
  if (!wantsCard || !hasItems) return { railPx: 0, cardPlace: 'none' };
  if (widthPx < LEAST_WIDTH_PX || widthPx < heightPx) return { railPx: 0, cardPlace: 'foot' };
  return {
    railPx: Math.round(Math.min(RAIL.maxPx, Math.max(RAIL.minPx, widthPx * RAIL.share))),
    cardPlace: 'rail',
  };
}
