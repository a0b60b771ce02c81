import { useTranslation } from 'react-i18next';
import { isHeld, plannedSegment, runOn } from '#shared/run/state';
import { forecast } from '#shared/timing/forecast';
import type { StudioMs } from '#shared/timing/vector';
import { formatClock } from '../common/format.ts';
import { MemberMenu } from '../common/MemberMenu.tsx';
import { useStudio } from '../common/StudioProvider.tsx';

/** Which segment, how long it still has: the largest figure of the page. */
export function AssistantHeader({ now }: { readonly now: StudioMs }) {
  const { t } = useTranslation();
  const { state } = useStudio();
  const run = runOn(state);
  const segment = run === null ? null : plannedSegment(state);
  const stage = run === null ? (state.run === null ? 'prepare' : 'ended') : run.mode;
  const remainingMs = run === null ? null : forecast(run, now).remainingMs;
  return (
    <header className="assistant-header">
      <div className="assistant-where">
        {state.plan === null ? (
          <span className="assistant-show">{t('common.station.assistant')}</span>
        ) : (
          <div className="assistant-title">
            <h1 className="assistant-show" title={state.plan.show.title}>
              {state.plan.show.title}
            </h1>
            <span className={`assistant-stage assistant-stage-${stage}`}>{t(`common.state.${stage}`)}</span>
          </div>
        )}
        {segment === null ? null : <strong title={segment.title}>{segment.title}</strong>}
      </div>
      {run === null || remainingMs === null ? null : (
        <div className={`assistant-clock${remainingMs < 0 ? ' assistant-clock-over' : ''}`} role="timer">
          <span>
            {t(isHeld(run) ? 'assistant.held' : remainingMs < 0 ? 'assistant.over' : 'assistant.remaining')}
          </span>
          <strong>{formatClock(Math.abs(remainingMs))}</strong>
        </div>
      )}
      <MemberMenu />
    </header>
  );
}
