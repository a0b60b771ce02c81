import type { ItemId } from '#shared/model/ids';
import type { ShowPlan } from '#shared/model/showPlan';
import { segmentContent } from '#shared/run/segmentContent';
import type { RunState } from '#shared/run/state';

/** How long one product comes back for, unless somebody changes it. */
export const ENCORE_SEC = 120;

/** The products of what has been played, the latest first, each once; those of the current segment are not among them. */
export function earlierItems(run: RunState, plan: ShowPlan): readonly ItemId[] {
  const itemsAt = (index: number): readonly ItemId[] => {
    const segment = run.segments[index];
    const content = segment === undefined ? null : segmentContent(plan, segment);
    return content === null ? [] : [...content.productIds, ...content.comboIds];
  };
  const here = new Set(itemsAt(run.currentIndex));
  const earlier = run.segments
    .slice(0, run.currentIndex)
    .flatMap((segment, index) => (segment.status === 'done' ? [index] : []))
    .toReversed()
    .flatMap(itemsAt);
  return [...new Set(earlier)].filter((itemId) => !here.has(itemId));
}
