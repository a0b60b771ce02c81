import type { ParagraphId } from '../model/ids.ts';
import type { ShowPlan } from '../model/showPlan.ts';

export type Finding = {
  readonly ruleId: string;
  readonly paragraphId: ParagraphId;
  readonly term: string;
  readonly severity: 'block' | 'warn';
  readonly suggestion: string;
  readonly waived: boolean;
};

/** A plan is never changed in place, so what was found in it stays true; the gate asks after every command. */
const scanned = new WeakMap<ShowPlan, readonly Finding[]>();

/**
 * Words in the script that a rule of the show forbids or warns of: the first of each rule in each paragraph.
 * A plan is scanned once. Its patterns are valid and none runs away, as `parseShowFile` has seen to.
 */
export function scanScript(plan: ShowPlan): readonly Finding[] {
  const known = scanned.get(plan);
  if (known !== undefined) return known;
  const findings = findingsOf(plan);
  scanned.set(plan, findings);
  return findings;
}

function findingsOf(plan: ShowPlan): readonly Finding[] {
  const rules = plan.complianceRules.flatMap((rule) =>
    rule.pattern === undefined ? [] : [{ rule, pattern: new RegExp(rule.pattern, 'u') }],
  );
  return plan.segments.flatMap((segment) =>
    segment.script.flatMap((paragraph) =>
      rules.flatMap(({ rule, pattern }) => {
        const term = pattern.exec(paragraph.text)?.[0];
        if (term === undefined || term === '') return [];
        const waived = plan.lintWaivers.some(
          (waiver) => waiver.ruleId === rule.id && waiver.paragraphId === paragraph.id,
        );
        return [
          {
            ruleId: rule.id,
            paragraphId: paragraph.id,
            term,
            severity: rule.severity,
            suggestion: rule.suggestion,
            waived,
          },
        ];
      }),
    ),
  );
}

export function blockingFindings(plan: ShowPlan): readonly Finding[] {
  return scanScript(plan).filter((finding) => finding.severity === 'block' && !finding.waived);
}
