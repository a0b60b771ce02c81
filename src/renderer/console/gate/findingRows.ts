import { scanScript, type Finding } from '#shared/compliance/scan';
import type { ShowPlan } from '#shared/model/showPlan';

export type FindingRow = {
  readonly finding: Finding;
  readonly kind: 'blocked' | 'warned' | 'waived';
  readonly segmentTitle: string;
  readonly waiver: string | null;
};

const ORDER: readonly FindingRow['kind'][] = ['blocked', 'warned', 'waived'];

/** What the word scan found, the forbidden first, each with the segment it is in. */
export function findingRows(plan: ShowPlan): readonly FindingRow[] {
  return scanScript(plan)
    .map((finding): FindingRow => {
      const segment = plan.segments.find((each) =>
        each.script.some((paragraph) => paragraph.id === finding.paragraphId),
      );
      const waiver = plan.lintWaivers.find(
        (each) => each.ruleId === finding.ruleId && each.paragraphId === finding.paragraphId,
      );
      return {
        finding,
        kind: finding.waived ? 'waived' : finding.severity === 'block' ? 'blocked' : 'warned',
        segmentTitle: segment?.title ?? '',
        waiver: waiver?.reason ?? null,
      };
    })
    .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}
