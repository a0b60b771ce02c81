import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChecklistPhase } from '#shared/model/showPlan';
import { arrowStep } from '../common/Choices.tsx';
import type { PhaseRows } from './rowModel.ts';

type Props = {
  readonly phases: readonly PhaseRows[];
  readonly chosen: ChecklistPhase;
  /** The id of what a tab shows. */
  readonly panelId: string;
  readonly onChoose: (phase: ChecklistPhase) => void;
};

/** The four times at which there is something to do, each with how far it is. Arrow keys go from one to the next. */
export function PhaseTabs({ phases, chosen, panelId, onChoose }: Props) {
  const { t } = useTranslation();
  const tabs = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = arrowStep(event.key);
    if (step === 0) return;
    event.preventDefault();
    const index = (phases.findIndex(({ phase }) => phase === chosen) + step + phases.length) % phases.length;
    const next = phases[index];
    if (next === undefined) return;
    onChoose(next.phase);
    const tab = tabs.current?.children[index];
    if (tab instanceof HTMLElement) tab.focus();
  };
  return (
    <nav className="phase-nav" aria-label={t('checklist.phases')}>
      <div ref={tabs} className="phase-tabs" role="tablist" aria-label={t('checklist.phases')}>
        {phases.map(({ phase, done, total }) => (
          <button
            key={phase}
            type="button"
            role="tab"
            aria-selected={phase === chosen}
            aria-controls={panelId}
            tabIndex={phase === chosen ? 0 : -1}
            className="phase-tab"
            onClick={() => onChoose(phase)}
            onKeyDown={onKeyDown}
          >
            <span className="phase-tab-name">{t(`checklist.phase.${phase}`)}</span>
            <span className="phase-tab-count">
              {total > 0 && done.length === total ? t('checklist.allDone') : `${done.length}/${total}`}
            </span>
            <progress value={done.length} max={Math.max(1, total)} aria-hidden="true" />
          </button>
        ))}
      </div>
    </nav>
  );
}
