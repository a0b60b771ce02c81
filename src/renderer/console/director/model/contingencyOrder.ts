import type { Contingency, Segment, ShowPlan } from '#shared/model/showPlan';

/** The cards of the current segment first, in its own order; then the ones for everywhere; then the rest. */
export function contingencyOrder(plan: ShowPlan, segment: Segment | null): readonly Contingency[] {
  const own = (segment?.contingencyIds ?? []).flatMap(
    (id) => plan.contingencies.find((each) => each.id === id) ?? [],
  );
  const others = plan.contingencies.filter((each) => !own.includes(each));
  return [
    ...own,
    ...others.filter((each) => each.scope === 'global'),
    ...others.filter((each) => each.scope === 'segment'),
  ];
}
