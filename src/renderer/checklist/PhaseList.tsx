import { ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { ChecklistRowItem } from './ChecklistRowItem.tsx';
import { isOverdue, type PhaseRows } from './rowModel.ts';
import type { ChecklistActions } from './useChecklistActions.ts';

type Props = {
  readonly id: string;
  readonly plan: ShowPlan;
  readonly rows: PhaseRows;
  readonly actions: ChecklistActions;
};

/** What is left of a phase, blocking things first; what is done folds away below. */
export function PhaseList({ id, plan, rows, actions }: Props) {
  const { t, i18n } = useTranslation();
  const wallMs = useWallMinutes();
  const isLate = isOverdue(plan, rows.phase, wallMs);
  const due = new Intl.DateTimeFormat(i18n.language, {
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(rows.dueMs);
  const shared = { plan, actions, due, isLate };
  if (rows.total === 0)
    return (
      <p id={id} role="tabpanel" aria-label={t(`checklist.phase.${rows.phase}`)} className="checklist-note">
        {t('checklist.emptyPhase')}
      </p>
    );
  return (
    <section id={id} role="tabpanel" className="phase-list" aria-label={t(`checklist.phase.${rows.phase}`)}>
      <p className="phase-due">
        <span>{t('checklist.dueBy', { due })}</span>
        <span>
          {rows.blocking > 0
            ? t('checklist.blockingLeft', { count: rows.blocking })
            : t('checklist.noBlockingLeft')}
        </span>
      </p>
      {rows.open.length === 0 ? <p className="checklist-note">{t('checklist.phaseDone')}</p> : null}
      <ul className="checklist-rows">
        {rows.open.map((row) => (
          <ChecklistRowItem key={row.item.id} row={row} {...shared} />
        ))}
      </ul>
      {rows.done.length === 0 ? null : (
        <details className="done-rows">
          <summary>
            <ChevronDown size={20} strokeWidth={1.75} aria-hidden="true" />
            {t('checklist.doneRows', { count: rows.done.length })}
          </summary>
          <ul className="checklist-rows">
            {rows.done.map((row) => (
              <ChecklistRowItem key={row.item.id} row={row} {...shared} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The wall clock, for due times only; a minute is exact enough. */
function useWallMinutes(): number {
  const [wallMs, setWallMs] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => setWallMs(Date.now()), 30_000);
    return () => window.clearInterval(timer);
  }, []);
  return wallMs;
}
