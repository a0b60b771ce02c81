import {
  ChevronLeft,
  ChevronRight,
  LifeBuoy,
  Minus,
  Pause,
  PencilLine,
  Play,
  Plus,
  SkipForward,
  Star,
  Timer,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { segmentContent } from '#shared/run/segmentContent';
import { currentSegment, isHeld, nextIndex, previousIndex, type RunState } from '#shared/run/state';
import { formatClock } from '../../../common/format.ts';
import type { TwoStep } from '../../../common/useTwoStep.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { adjustStepSec } from '../model/adjustStep.ts';
import { useDesk } from '../deskContext.tsx';
import type { Panel } from '../panels/panel.ts';
import type { DeskActions } from '../useDeskActions.ts';
import { BarButton } from './BarButton.tsx';
import { EndRunButton } from './EndRunButton.tsx';
import { PanicButton } from './PanicButton.tsx';
import { UndoButton } from './UndoButton.tsx';

/** What the director's hands are on. TAKE is the widest thing on the screen, PANIC is last and apart. */
export function BottomBar({
  run,
  plan,
  panic,
  actions,
  panel,
}: {
  readonly run: RunState | null;
  readonly plan: ShowPlan | null;
  readonly panic: TwoStep;
  readonly actions: DeskActions;
  readonly panel: Panel | null;
}) {
  return (
    <footer className="bottom-bar" data-running={run !== null}>
      {run !== null && plan !== null && <RunButtons run={run} plan={plan} actions={actions} panel={panel} />}
      <PanicButton panic={panic} />
    </footer>
  );
}

function RunButtons({
  run,
  plan,
  actions,
  panel,
}: {
  readonly run: RunState;
  readonly plan: ShowPlan;
  readonly actions: DeskActions;
  readonly panel: Panel | null;
}) {
  const { t } = useTranslation();
  const now = useNow(500);
  const current = currentSegment(run);
  const { segmentId } = current;
  const shortenSec = adjustStepSec(run, current, 'shorten', now);
  const extendSec = adjustStepSec(run, current, 'extend', now);
  const held = isHeld(run);
  const hasPrevious = previousIndex(run) !== null;
  const hasNext = nextIndex(run) !== null;
  return (
    <>
      <BarButton
        icon={ChevronLeft}
        word={t('director.back')}
        command="segment.back"
        keyAction="back"
        intent={{ type: 'segment.back', payload: { from: segmentId } }}
        why={hasPrevious ? null : t('director.isFirst')}
        onPress={actions.back}
      />
      <BarButton
        icon={held ? Play : Pause}
        word={t(held ? 'director.resume' : 'director.hold')}
        command="segment.hold"
        keyAction="hold"
        isOn={held}
        onPress={actions.hold}
      />
      <BarButton
        icon={Minus}
        word={t('director.shorten', { seconds: shortenSec })}
        command="segment.shorten"
        keyAction="shorten"
        intent={{ type: 'segment.shorten', payload: { segmentId, deltaSec: shortenSec } }}
        onPress={actions.shorten}
      />
      <BarButton
        icon={Plus}
        word={t('director.extend', { seconds: extendSec })}
        command="segment.extend"
        keyAction="extend"
        intent={{ type: 'segment.extend', payload: { segmentId, deltaSec: extendSec } }}
        onPress={actions.extend}
      />
      <BarButton
        icon={Timer}
        word={t('director.adjust')}
        command="segment.extend"
        keyAction="adjust"
        isOn={panel === 'adjust' || panel === 'end'}
        onPress={actions.adjust}
      />
      <div className="bar-skip">
        <BarSkip segmentId={segmentId} isOpen={panel === 'skip'} actions={actions} />
      </div>
      {hasNext ? (
        <TakeButton run={run} plan={plan} actions={actions} />
      ) : (
        <EndRunButton className="take-button" />
      )}
      <UndoButton run={run} />
      <BarButton
        icon={Star}
        word={
          run.clips.length === 0 ? t('director.mark') : t('director.markCount', { count: run.clips.length })
        }
        command="clip.mark"
        keyAction="mark"
        onPress={actions.mark}
      />
      <BarButton
        icon={PencilLine}
        word={
          run.issues.length === 0
            ? t('director.issue')
            : t('director.issueCount', { count: run.issues.length })
        }
        command="issue.log"
        keyAction="issue"
        isOn={panel === 'issue'}
        onPress={actions.issue}
      />
      <BarButton
        icon={LifeBuoy}
        word={t('director.contingency')}
        command="contingency.open"
        keyAction="contingency"
        isOn={panel === 'contingency'}
        alert={run.incident === null ? null : formatClock(Math.max(0, now - run.incident.openedAt))}
        onPress={actions.contingency}
      />
    </>
  );
}

function BarSkip({
  segmentId,
  isOpen,
  actions,
}: {
  readonly segmentId: ReturnType<typeof currentSegment>['segmentId'];
  readonly isOpen: boolean;
  readonly actions: DeskActions;
}) {
  const { t } = useTranslation();
  const { whyNot, intend, keyHint } = useDesk();
  const hindrance = whyNot('segment.skip');
  const intent = { type: 'segment.skip', payload: { segmentId, reason: '-' } } as const;
  return (
    <button
      type="button"
      className="bar-button"
      data-action="skip"
      data-on={isOpen}
      aria-expanded={isOpen}
      disabled={hindrance !== null}
      title={hindrance ?? `${t('director.skipHint')}${keyHint('skip')}`}
      onPointerEnter={() => intend(intent)}
      onPointerLeave={() => !isOpen && intend(null)}
      // The focus comes back here after a skip: only a hand on the keyboard then asks about the next one.
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && intend(intent)}
      onBlur={() => !isOpen && intend(null)}
      onClick={actions.skip}
    >
      <SkipForward size={20} strokeWidth={1.75} aria-hidden="true" />
      <span>{t('director.skip')}</span>
    </button>
  );
}

function TakeButton({
  run,
  plan,
  actions,
}: {
  readonly run: RunState;
  readonly plan: ShowPlan;
  readonly actions: DeskActions;
}) {
  const { t } = useTranslation();
  const { whyNot, keyHint, intend } = useDesk();
  const index = nextIndex(run);
  const next = index === null ? undefined : run.segments[index];
  const title = next === undefined ? '' : (segmentContent(plan, next)?.title ?? '');
  const hindrance = whyNot('segment.next');
  const intent = { type: 'segment.next', payload: { from: currentSegment(run).segmentId } } as const;
  return (
    <button
      type="button"
      className="take-button"
      data-testid="take"
      disabled={hindrance !== null}
      title={hindrance ?? `${t('director.nextIs', { title })}${keyHint('take')}`}
      onPointerEnter={() => intend(intent)}
      onPointerLeave={() => intend(null)}
      onFocus={() => intend(intent)}
      onBlur={() => intend(null)}
      onClick={actions.take}
    >
      <span className="take-button-word">{t('director.nextIs', { title })}</span>
      <ChevronRight size={28} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}
