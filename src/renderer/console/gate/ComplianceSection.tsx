import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { findingRows } from './findingRows.ts';
import { Mark } from './Mark.tsx';
import { Section } from './Section.tsx';

const MARKS = { blocked: 'attention', warned: 'attention', waived: 'ok' } as const;

/** What the word scan found in the script. */
export function ComplianceSection({ plan }: { readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const rows = findingRows(plan);
  const number = (kind: string): number => rows.filter((row) => row.kind === kind).length;
  const open = number('blocked') + number('warned');
  return (
    <Section
      id="compliance"
      mark={open > 0 ? 'attention' : 'ok'}
      status={
        rows.length === 0
          ? t('gate.compliance.clean')
          : t('gate.compliance.status', {
              blocked: number('blocked'),
              warned: number('warned'),
              waived: number('waived'),
            })
      }
    >
      <ul className="gate-rows">
        {rows.map(({ finding, kind, segmentTitle, waiver }) => (
          <li
            key={`${finding.paragraphId}-${finding.ruleId}`}
            className="gate-row gate-finding"
            data-finding={kind}
          >
            <Mark kind={MARKS[kind]} />
            <span className="gate-finding-kind">{t(`gate.compliance.kind.${kind}`)}</span>
            <span className="gate-row-main">
              <b>{t('gate.compliance.term', { term: finding.term, segment: segmentTitle })}</b>
              <em>
                {waiver === null ? finding.suggestion : t('gate.compliance.waiver', { reason: waiver })}
              </em>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
