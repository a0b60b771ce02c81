import { Pause } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { segmentContent } from '#shared/run/segmentContent';
import { currentSegment, type RunState } from '#shared/run/state';
import { forecast } from '#shared/timing/forecast';
import type { PrompterTrajectory } from '#shared/timing/prompterLock';
import { formatClock, formatDeviation } from '../common/format.ts';
import { useNow } from '../common/StudioProvider.tsx';
import { outOfStep, stoppedBy } from './readingMark.ts';

/** How long the segment still has, and how the show stands. One thin line, and it may be hidden. */
export function Strip({
  plan,
  run,
  trajectory,
}: {
  readonly plan: ShowPlan;
  readonly run: RunState;
  readonly trajectory: PrompterTrajectory;
}) {
  const { t } = useTranslation();
  const now = useNow(200);
  const segment = segmentContent(plan, currentSegment(run));
  const { remainingMs, deviationMs } = forecast(run, now);
  const off = outOfStep(trajectory, now);
  const isOver = remainingMs < 0;
  const stopped = stoppedBy(run);
  return (
    <header className="prompter-strip" data-testid="strip">
      <span className="prompter-strip-where">
        <span className="prompter-strip-title">{segment?.title}</span>
        {stopped !== null && (
          <span
            className="prompter-strip-stopped"
            data-testid="reading-mark"
            data-mark={stopped}
            role="status"
          >
            <Pause size="1em" strokeWidth={1.75} aria-hidden="true" />
            {t(`prompter.mark.${stopped}`)}
          </span>
        )}
      </span>
      {run.mode === 'rehearsal' && (
        <span className="prompter-strip-mode">
          <span aria-hidden="true">◐</span>
          {t('common.state.rehearsal')}
        </span>
      )}
      <span
        className={isOver ? 'prompter-strip-remaining prompter-attention' : 'prompter-strip-remaining'}
        data-testid="remaining"
      >
        <small>
          {isOver && <span aria-hidden="true">▲</span>}
          {t(isOver ? 'prompter.strip.over' : 'prompter.strip.remaining')}
        </small>
        <b>{formatClock(Math.abs(remainingMs))}</b>
      </span>
      <span className="prompter-strip-end">
        {off !== null && (
          <span className="prompter-strip-off prompter-attention" data-testid="out-of-step">
            <span aria-hidden="true">▲</span>
            {t(`prompter.strip.${off.kind}`, { seconds: off.seconds })}
          </span>
        )}
        <span className="prompter-strip-show">
          <small>{t('prompter.strip.wholeShow')}</small>
          {formatDeviation(deviationMs)}
        </span>
      </span>
    </header>
  );
}
