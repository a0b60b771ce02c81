import type { Interaction, Prize, ShowPlan } from '../model/showPlan.ts';

export type PrizeStock = {
  readonly prize: Prize;
  readonly onHand: number;
  readonly planned: number;
  /** How many are missing; 0 when the plan is covered. */
  readonly missing: number;
  /** What gives this prize away, and so must not run while some are missing (requirement PREP-03). */
  readonly interactions: readonly Interaction[];
};

/** Prize stock against plan, short ones first. `counted` is what was counted here; else what the file says. */
export function prizeStock(plan: ShowPlan, counted: Readonly<Record<string, number>>): readonly PrizeStock[] {
  const rows = plan.prizes.map((prize): PrizeStock => {
    const onHand = counted[prize.id] ?? prize.qtyOnHand;
    return {
      prize,
      onHand,
      planned: prize.qtyPlanned,
      missing: Math.max(0, prize.qtyPlanned - onHand),
      interactions: plan.interactions.filter((interaction) => interaction.prizeId === prize.id),
    };
  });
  return rows.toSorted((a, b) => Number(b.missing > 0) - Number(a.missing > 0));
}
