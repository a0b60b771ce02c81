import { useCallback, useMemo, useRef, useState } from 'react';
import type { Contingency, ShowPlan } from '#shared/model/showPlan';
import { segmentContent } from '#shared/run/segmentContent';
import { currentSegment, plannedSegment, type RunState } from '#shared/run/state';
import { isHeardOf } from '../../common/studioClient.ts';
import { useNow } from '../../common/StudioProvider.tsx';
import { AlarmStrip } from '../AlarmStrip.tsx';
import { TopBar } from '../TopBar.tsx';
import { Announcer } from './Announcer.tsx';
import { DeskProvider, useDesk } from './deskContext.tsx';
import type { DeskAction } from './keys.ts';
import { contingencyOrder } from './model/contingencyOrder.ts';
import { foresee } from './model/foresee.ts';
import { sceneTiles } from './model/sceneTiles.ts';
import { switcherFacts } from '#shared/run/switcherFacts';
import { ContingencyPanel } from './panels/ContingencyPanel.tsx';
import { IssueForm } from './panels/IssueForm.tsx';
import { KeyOverlay } from './panels/KeyOverlay.tsx';
import { NoShow } from './panels/NoShow.tsx';
import type { Panel } from './panels/panel.ts';
import { StartPanel } from './panels/StartPanel.tsx';
import { Monitors } from './pictures/Monitors.tsx';
import { SceneGrid } from './pictures/SceneGrid.tsx';
import './pictures/pictures.css';
import { RunSheet } from './runSheet/RunSheet.tsx';
import { SidePanel } from './side/SidePanel.tsx';
import { TourStrip } from './tour/TourStrip.tsx';
import { useTour } from './tour/useTour.ts';
import { BottomBar } from './transport/BottomBar.tsx';
import { HintLine } from './transport/HintLine.tsx';
import { DrillStrip } from './transport/DrillStrip.tsx';
import { PanicStrip } from './transport/PanicStrip.tsx';
import { SpareStrip } from './transport/SpareStrip.tsx';
import { AdjustForm } from './transport/AdjustForm.tsx';
import { InsertForm } from './transport/InsertForm.tsx';
import { LeaveLine } from './transport/LeaveLine.tsx';
import './transport/transport.css';
import { usePanic } from './transport/usePanic.ts';
import './directorScreen.css';
import { useDeskActions } from './useDeskActions.ts';
import { useDeskKeys } from './useDeskKeys.ts';
import { useHeldAction } from './useHeldAction.ts';

/** The director's console. */
export function DirectorScreen() {
  return (
    <DeskProvider>
      <Desk />
    </DeskProvider>
  );
}

function Desk() {
  const { view, run, act } = useDesk();
  const { plan } = view.state;
  const [panel, setPanel] = useState<Panel | null>(null);
  const [card, setCard] = useState<Contingency | null>(null);
  const findField = useRef<HTMLInputElement>(null);
  const messageField = useRef<HTMLInputElement>(null);
  const closeDetail = useRef<(() => void) | null>(null);
  const tour = useTour();
  const panic = usePanic();
  const foreseen = useForeseen();
  const close = useCallback((): void => {
    setPanel(null);
    setCard(null);
  }, []);
  const toggle = useCallback((which: Panel): void => {
    setCard(null);
    setPanel((open) => (open === which ? null : which));
  }, []);
  const actions = useDeskActions(toggle);
  const choose = (chosen: Contingency): void => {
    // The instructions are up with the press itself; what becomes of the scene is shown where pictures are.
    setCard(chosen);
    void act('contingency.open', { contingencyId: chosen.id });
  };

  const onAction = (action: DeskAction): void => {
    switch (action.kind) {
      case 'preview':
      case 'program': {
        if (panel === 'contingency' && action.kind === 'preview' && plan !== null && run !== null) {
          const chosen = contingencyOrder(plan, plannedSegment(view.state))[action.index];
          if (chosen !== undefined && run.incident === null && card === null) choose(chosen);
          return;
        }
        const scene = sceneTiles(view.state, view.live)[action.index]?.scene;
        if (scene === undefined) return;
        if (action.kind === 'preview') void act('scene.preview', { sceneId: scene.id });
        else void act('scene.switch', { sceneId: scene.id });
        return;
      }
      case 'panic':
        // What closes something does nothing else.
        if (panel !== null) close();
        else if (closeDetail.current !== null) closeDetail.current();
        // Without a show there is nothing to cut away from.
        else if (plan !== null) panic.press();
        return;
      case 'find':
        findField.current?.focus();
        findField.current?.select();
        return;
      case 'keys':
        toggle('keys');
        return;
      case 'message':
        messageField.current?.focus();
        return;
      // Heard as held keys.
      case 'extend':
      case 'shorten':
      case 'moveUp':
      case 'moveDown':
        return;
      default:
        actions[action.kind]();
    }
  };
  const held = useHeldAction();
  useDeskKeys({ onAction, onHold: held.hold, onRelease: held.release });

  const foreseenRun = foreseen?.ok === true ? foreseen.value.run : null;
  return (
    <div className="director" data-running={run !== null} data-link={view.link.state}>
      <TopBar station="director" />
      <TourStrip tour={tour} />
      <PanicStrip />
      <DrillStrip />
      <SpareStrip />
      {plan === null ? (
        isHeardOf(view) ? (
          <NoShow />
        ) : (
          <main className="director-main" />
        )
      ) : (
        <main className="director-main" data-running={run !== null}>
          {run === null ? (
            <StartPanel plan={plan} />
          ) : (
            <RunSheet
              key={run.runId}
              run={run}
              plan={plan}
              foreseen={foreseenRun}
              findField={findField}
              closeDetail={closeDetail}
              onInsert={() => toggle('insert')}
            />
          )}
          <div className="director-pictures">
            <Monitors />
            <SceneGrid />
          </div>
          {run !== null && <SidePanel run={run} plan={plan} messageField={messageField} />}
          {panel === 'contingency' && run !== null && (
            <ContingencyPanel run={run} plan={plan} chosen={card} onChoose={choose} onClose={close} />
          )}
          {panel === 'keys' && (
            <KeyOverlay
              onTour={
                run?.mode === 'live'
                  ? null
                  : () => {
                      close();
                      tour.again();
                    }
              }
              onClose={close}
            />
          )}
        </main>
      )}
      {run !== null && plan !== null && panel === 'issue' && (
        <IssueForm segmentTitle={titleOf(plan, run)} onDone={close} />
      )}
      {run !== null && plan !== null && (panel === 'skip' || panel === 'end') && (
        <LeaveLine key={panel} run={run} plan={plan} how={panel} onDone={close} />
      )}
      {run !== null && panel === 'adjust' && (
        <AdjustForm
          key={currentSegment(run).segmentId}
          run={run}
          segment={currentSegment(run)}
          onDone={close}
          onEnd={() => setPanel('end')}
        />
      )}
      {run !== null && panel === 'insert' && (
        <InsertForm afterSegmentId={currentSegment(run).segmentId} onDone={close} />
      )}
      <AlarmStrip />
      <Announcer />
      {plan !== null && (
        <>
          <HintLine foreseen={foreseen} />
          <BottomBar run={run} plan={plan} panic={panic} actions={actions} panel={panel} />
        </>
      )}
    </div>
  );
}

const titleOf = (plan: ShowPlan, run: RunState): string =>
  segmentContent(plan, currentSegment(run))?.title ?? '';

/** The studio as it would be after what the hand is on, or why that would be refused; null when it is on nothing. */
function useForeseen() {
  const { view, intent, run } = useDesk();
  const now = useNow(500);
  return useMemo(
    () =>
      intent === null || run === null
        ? null
        : foresee(view.state, intent, now, switcherFacts(view.live?.switcher ?? null)),
    [view.state, view.live, intent, run, now],
  );
}
