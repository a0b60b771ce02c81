import { useTranslation } from 'react-i18next';
import type { ChecklistPhase } from '#shared/model/showPlan';
import type { PhaseRows } from './rowModel.ts';

type Props = {
  readonly phases: readonly PhaseRows[];
  readonly chosen: ChecklistPhase;
  readonly onChoose: (phase: ChecklistPhase) => void;
};

/** The four times at which there is something to do, each with how far it is. */
export function PhaseTabs({ phases, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <div className="phase-tabs" role="tablist" aria-label={t('checklist.phases')}>
      {phases.map(({ phase, done, total }) => (
        <button
          key={phase}
          type="button"
          role="tab"
          aria-selected={phase === chosen}
          className="phase-tab"
          onClick={() => onChoose(phase)}
        >
          <span className="phase-tab-name">{t(`checklist.phase.${phase}`)}</span>
          <span className="phase-tab-count">
            {total > 0 && done.length === total ? t('checklist.allDone') : `${done.length}/${total}`}
          </span>
          <progress value={done.length} max={Math.max(1, total)} aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}
