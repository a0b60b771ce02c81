import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChecklistPhase, ShowPlan } from '#shared/model/showPlan';
import { errorText } from '../common/errorText.ts';
import { StaleStrip } from '../common/StaleStrip.tsx';
import { StorageStrip } from '../common/StorageStrip.tsx';
import { isHeardOf } from '../common/studioClient.ts';
import { useStudio } from '../common/StudioProvider.tsx';
import { AskWhoSitsHere } from './AskWhoSitsHere.tsx';
import { rememberPhase, rememberedPhase } from './chosenPhase.ts';
import { ChecklistHeader } from './ChecklistHeader.tsx';
import { GateRow } from './GateRow.tsx';
import { NextPropsPanel } from './NextPropsPanel.tsx';
import { PhaseList } from './PhaseList.tsx';
import { PhaseTabs } from './PhaseTabs.tsx';
import { PrizeStockPanel } from './PrizeStockPanel.tsx';
import { checklistPhases, openingPhase } from './rowModel.ts';
import { UndoBar } from './UndoBar.tsx';
import { useChecklistActions } from './useChecklistActions.ts';
import '../common/stand.css';
import './checklist.css';

/** The staff's page: what has to be done before and after the show, by whom, and what still blocks it. */
export function ChecklistScreen() {
  const { t } = useTranslation();
  const view = useStudio();
  const { state } = view;
  return (
    <div className="checklist">
      <ChecklistHeader />
      <StaleStrip />
      <StorageStrip />
      {state.plan === null ? (
        <main className="checklist-empty">
          {isHeardOf(view) && (
            <>
              <h1>{t('common.noShow.title')}</h1>
              <p>{t('common.noShow.hint')}</p>
            </>
          )}
        </main>
      ) : (
        <ChecklistOfShow key={state.plan.show.id} plan={state.plan} />
      )}
    </div>
  );
}

function ChecklistOfShow({ plan }: { readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const { state, live, memberId } = useStudio();
  const phases = checklistPhases(state, live, memberId);
  const [chosen, setChosen] = useState<ChecklistPhase>(
    () => rememberedPhase(state) ?? openingPhase(state, phases),
  );
  const choose = (phase: ChecklistPhase): void => {
    setChosen(phase);
    rememberPhase(state, phase);
  };
  const actions = useChecklistActions();
  const list = useRef<HTMLDivElement>(null);
  const shown = phases.find((each) => each.phase === chosen);
  useEffect(() => {
    list.current?.scrollTo({ top: 0 });
  }, [chosen]);
  return (
    <>
      <PhaseTabs phases={phases} chosen={chosen} panelId="checklist-phase" onChoose={choose} />
      <main className="checklist-body" ref={list}>
        <div className="checklist-main">
          <NextPropsPanel />
          {plan.team.some((member) => member.id === memberId) ? null : <AskWhoSitsHere team={plan.team} />}
          {shown === undefined ? null : (
            <PhaseList id="checklist-phase" plan={plan} rows={shown} actions={actions} />
          )}
        </div>
        <div className="checklist-aside">
          {plan.prizes.length === 0 ? null : <PrizeStockPanel plan={plan} isFoldable={chosen !== 'T-24h'} />}
          <GateRow />
        </div>
      </main>
      {actions.error === null ? null : (
        <div className="checklist-error" role="alert">
          <span aria-hidden="true">▲</span>
          <span>{errorText(t, actions.error)}</span>
          <button
            type="button"
            className="checklist-button checklist-button-quiet"
            onClick={actions.clearError}
          >
            {t('common.close')}
          </button>
        </div>
      )}
      <UndoBar offer={actions.offer} onDone={actions.dropOffer} />
    </>
  );
}
