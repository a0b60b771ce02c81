import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { currentSegment, isHeld } from '#shared/run/state';
import { formatClock } from '../../common/format.ts';
import { positionAt } from '#shared/timing/vector';
import { useStudioClient } from '../../common/StudioProvider.tsx';
import { adjustStepSec } from './model/adjustStep.ts';
import { useDesk } from './deskContext.tsx';
import { nextManualCue } from './model/nextCue.ts';
import type { Panel } from './panels/panel.ts';

export type DeskActions = Readonly<
  Record<
    | 'take'
    | 'back'
    | 'hold'
    | 'extend'
    | 'shorten'
    | 'adjust'
    | 'endSegment'
    | 'insert'
    | 'undo'
    | 'fire'
    | 'mark'
    | 'skip'
    | 'issue'
    | 'contingency',
    () => void
  >
>;

/** What the buttons of the bottom bar and their keys do. Each is sent about the segment that is seen, not whichever is on by then. */
export function useDeskActions(toggle: (panel: Panel) => void): DeskActions {
  const { t } = useTranslation();
  const client = useStudioClient();
  const { run, act, say } = useDesk();
  return useMemo((): DeskActions => {
    const during = (work: (segmentId: ReturnType<typeof currentSegment>['segmentId']) => void) => () => {
      if (run !== null) work(currentSegment(run).segmentId);
    };
    const step = (direction: 'extend' | 'shorten'): number =>
      run === null ? 0 : adjustStepSec(run, currentSegment(run), direction, client.now());
    return {
      take: during((from) => void act('segment.next', { from })),
      back: during((from) => void act('segment.back', { from })),
      hold: during(() => void act(run !== null && isHeld(run) ? 'segment.resume' : 'segment.hold', {})),
      extend: during((segmentId) => void act('segment.extend', { segmentId, deltaSec: step('extend') })),
      shorten: during((segmentId) => void act('segment.shorten', { segmentId, deltaSec: step('shorten') })),
      adjust: during(() => toggle('adjust')),
      endSegment: during(() => toggle('end')),
      insert: during(() => toggle('insert')),
      undo: during(() => void act('take.undo', {})),
      fire: during(() => {
        const cue = run === null ? null : nextManualCue(run);
        if (cue === null) say(t('director.noManualCue'));
        else void act('cue.fire', { cueId: cue.cueId });
      }),
      mark: during(() => {
        const at = run === null ? '' : formatClock(positionAt(run.showClock, client.now()));
        void act('clip.mark', {}).then((result) => {
          if (result.ok) say(t('director.marked', { at }));
        });
      }),
      skip: during(() => toggle('skip')),
      issue: during(() => toggle('issue')),
      contingency: during(() => toggle('contingency')),
    };
  }, [run, act, say, t, client, toggle]);
}
