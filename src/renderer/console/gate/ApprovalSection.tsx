import { useTranslation } from 'react-i18next';
import { isApproved } from '#shared/run/checklistRules';
import type { ShowPlan } from '#shared/model/showPlan';
import { formatDateTime } from '../../common/format.ts';
import { Section } from './Section.tsx';

const SHOWN = 3;

/** Whether the plan is approved, by whom and when. Only this version's approval counts. */
export function ApprovalSection({ plan }: { readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const { status, version, approvals } = plan.show;
  const approved = isApproved(plan);
  const newestFirst = approvals.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const last = newestFirst[0];
  return (
    <Section
      id="approval"
      mark={approved ? 'ok' : 'attention'}
      status={
        approved
          ? t('gate.approval.approved', { version })
          : t('gate.approval.notApproved', { status: t(`gate.approval.status.${status}`) })
      }
    >
      {!approved && last !== undefined && last.showVersion !== version && (
        <p className="gate-lead">
          {t('gate.approval.otherVersion', { approved: last.showVersion, version })}
        </p>
      )}
      {newestFirst.length === 0 ? (
        <p className="gate-quiet">{t('gate.approval.none')}</p>
      ) : (
        <Steps plan={plan} steps={newestFirst.slice(0, SHOWN)} />
      )}
      {newestFirst.length > SHOWN && (
        <details className="gate-more">
          <summary>{t('gate.approval.earlier', { number: newestFirst.length - SHOWN })}</summary>
          <Steps plan={plan} steps={newestFirst.slice(SHOWN)} />
        </details>
      )}
    </Section>
  );
}

function Steps({ plan, steps }: { readonly plan: ShowPlan; readonly steps: ShowPlan['show']['approvals'] }) {
  const { t, i18n } = useTranslation();
  return (
    <ol className="gate-rows">
      {steps.map((step) => (
        <li key={`${step.at}-${step.step}`} className="gate-row gate-approval">
          <time dateTime={step.at} className="gate-row-note">
            {formatDateTime(step.at, i18n.language)}
          </time>
          <span className="gate-row-main">
            {t('gate.approval.step', {
              name: plan.team.find((member) => member.id === step.memberId)?.displayName ?? step.memberId,
              role: t(`common.role.${step.role}`),
              result: t(`gate.approval.result.${step.result}`, { defaultValue: step.result }),
              version: step.showVersion,
            })}
            {step.comment !== '' && <em>{step.comment}</em>}
          </span>
        </li>
      ))}
    </ol>
  );
}
