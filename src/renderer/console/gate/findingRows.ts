import { scanScript, type Finding } from '#shared/compliance/scan';
import type { ShowPlan } from '#shared/model/showPlan';

export type FindingRow = {
  readonly finding: Finding;
  readonly kind: 'blocked' | 'warned' | 'waived';
  readonly segmentTitle: string;
  readonly waiver: string | null;
};

const ORDER: readonly FindingRow['kind'][] = ['blocked', 'warned', 'waived'];

/** Plans never change in place, and the scan reads every text: once for each is enough. */
const known = new WeakMap<ShowPlan, readonly FindingRow[]>();

/** What the word scan found, the forbidden first, each with the segment it is in. */
export function findingRows(plan: ShowPlan): readonly FindingRow[] {
  const rows = known.get(plan) ?? scannedRows(plan);
  known.set(plan, rows);
  return rows;
}

function scannedRows(plan: ShowPlan): readonly FindingRow[] {
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
