import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlannedCue } from '#shared/model/events';
import { safeScene, type ShowPlan } from '#shared/model/showPlan';
import { cueRun, currentSegment, type RunState } from '#shared/run/state';
import { formatClock } from '../../../common/format.ts';
import { useDesk } from '../deskContext.tsx';
import { CueMark } from './CueMark.tsx';
import { cueStateWords, cueWords } from './cueWords.ts';

/** One cue of the current segment, with its remedy where it needs one. */
export function CueRow({
  cue,
  run,
  plan,
  isNext,
}: {
  readonly cue: PlannedCue;
  readonly run: RunState;
  readonly plan: ShowPlan;
  readonly isNext: boolean;
}) {
  const { t } = useTranslation();
  const { act, whyNot } = useDesk();
  const [isAsked, setAsked] = useState(false);
  const state = cueRun(currentSegment(run), cue.cueId);
  const words = cueWords(t, plan, cue);
  const safe = safeScene(plan);
  const scene = plan.scenes.find((each) => each.id === cue.targetId);
  const fireHindrance = whyNot('cue.fire');
  const switchHindrance = whyNot('scene.switch');
  const fire = (word: string) => (
    <button
      type="button"
      disabled={fireHindrance !== null}
      title={fireHindrance ?? undefined}
      onClick={() => void act('cue.fire', { cueId: cue.cueId })}
    >
      {word}
    </button>
  );
  return (
    <li
      className={`cue-row cue-row-${state.status}`}
      data-next={isNext}
      data-cue={cue.cueId}
      data-status={state.status}
    >
      <CueMark status={state.status} />
      <time>{formatClock(cue.atMs)}</time>
      <button
        type="button"
        className="cue-row-what"
        title={`${words} · ${cueStateWords(t, state)}`}
        aria-expanded={isAsked}
        onClick={() => setAsked(!isAsked)}
      >
        {words}
        {(isAsked || state.status === 'failed' || state.status === 'requested') && (
          <em>{cueStateWords(t, state)}</em>
        )}
      </button>
      {state.status === 'armed' && cue.mode === 'manual' && fire(t('director.fire'))}
      {state.status === 'armed' && cue.mode === 'auto' && <small>{t('director.autoCue')}</small>}
      {state.status === 'failed' && (
        <span className="cue-row-remedies">
          {fire(t('common.retry'))}
          {cue.kind === 'scene' && scene !== undefined && (
            <button
              type="button"
              disabled={switchHindrance !== null}
              title={switchHindrance ?? undefined}
              onClick={() => void act('scene.switch', { sceneId: scene.id, transition: 'Cut' })}
            >
              {t('director.switchByHand')}
            </button>
          )}
          {safe !== null && (
            <button
              type="button"
              disabled={switchHindrance !== null}
              title={switchHindrance ?? undefined}
              onClick={() => void act('scene.switch', { sceneId: safe.id, transition: 'Cut' })}
            >
              {t('director.safePicture')}
            </button>
          )}
        </span>
      )}
    </li>
  );
}
