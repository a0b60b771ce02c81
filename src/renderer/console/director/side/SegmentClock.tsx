import { useTranslation } from 'react-i18next';
import { segmentContent } from '#shared/run/segmentContent';
import { currentSegment, isHeld, type RunState } from '#shared/run/state';
import type { ShowPlan } from '#shared/model/showPlan';
import { forecast } from '#shared/timing/forecast';
import { formatClock, formatDeviation } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { nextCue } from '../model/nextCue.ts';
import { cueWords } from '../runSheet/cueWords.ts';

/** What is left of the segment, as large as it gets; past its end it counts up and says so. */
export function SegmentClock({ run, plan }: { readonly run: RunState; readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const now = useNow(100);
  const ahead = forecast(run, now);
  const isOver = ahead.remainingMs < 0;
  const next = nextCue(run, now);
  const title = segmentContent(plan, currentSegment(run))?.title ?? '';
  return (
    <section
      className="segment-clock"
      data-over={isOver}
      data-held={isHeld(run)}
      aria-label={t('director.segmentClock')}
    >
      <p className="segment-clock-title" title={title}>
        {title}
      </p>
      <div className="segment-clock-figure" data-testid="segment-clock" role="timer">
        {isOver ? `+${formatClock(-ahead.remainingMs)}` : formatClock(ahead.remainingMs)}
      </div>
      <div className="segment-clock-words">
        <b>
          {isOver
            ? `▲ ${t('director.over')}`
            : isHeld(run)
              ? `❚❚ ${t('director.held')}`
              : t('director.remaining')}
        </b>
        <span>
          {t('director.wholeShow')}{' '}
          <b className={Math.round(ahead.deviationMs / 1000) > 0 ? 'late' : ''}>
            {formatDeviation(ahead.deviationMs)}
          </b>
        </span>
      </div>
      <p className="segment-clock-next">
        {next === null ? (
          t('director.noMoreCues')
        ) : (
          <>
            <b>
              {next.cue.mode === 'manual' && next.inMs === 0
                ? t('director.manualCueWaits')
                : next.cue.mode === 'manual'
                  ? t('director.manualCueIn', { at: formatClock(next.inMs) })
                  : t('director.cueIn', { at: formatClock(next.inMs) })}
            </b>{' '}
            {cueWords(t, plan, next.cue)}
          </>
        )}
      </p>
    </section>
  );
}
