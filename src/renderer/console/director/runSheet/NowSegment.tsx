import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { segmentContent } from '#shared/run/segmentContent';
import { currentSegment, durationMs, isHeld, type RunState } from '#shared/run/state';
import type { StaleClockTime } from '#shared/script/clockTimes';
import { forecast } from '#shared/timing/forecast';
import { positionAt } from '#shared/timing/vector';
import { formatClock, formatDeviation, formatWallTime } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { nextCue } from '../model/nextCue.ts';
import { showStartsAtMs } from '../../showTimes.ts';
import { CueBar } from './CueBar.tsx';
import { CueRow } from './CueRow.tsx';
import { StaleFlag } from './StaleFlag.tsx';

/** The current segment: pinned and large, with its cues. */
export function NowSegment({
  run,
  plan,
  foreseen,
  stale,
}: {
  readonly run: RunState;
  readonly plan: ShowPlan;
  /** The run as it would be after what the hand is on. */
  readonly foreseen: RunState | null;
  readonly stale: readonly StaleClockTime[];
}) {
  const { t } = useTranslation();
  const now = useNow(250);
  const current = currentSegment(run);
  const segment = segmentContent(plan, current);
  const row = forecast(run, now).rows[run.currentIndex];
  const startsAtMs = showStartsAtMs(plan, run);
  const next = nextCue(run, now);
  const foreseenEndMs =
    foreseen === null ? null : (forecast(foreseen, now).rows[run.currentIndex]?.endMs ?? null);
  const endMs = row?.endMs ?? 0;
  return (
    <section
      className="now-segment"
      aria-label={t('director.now')}
      data-testid="now"
      data-segment={current.segmentId}
    >
      <div className="now-segment-head">
        <span className="now-segment-word">
          {isHeld(run) ? `❚❚ ${t('director.held')}` : `▶ ${t('director.now')}`}
        </span>
        <span className="now-segment-times">
          {formatWallTime(startsAtMs + (row?.startMs ?? 0))}–{formatWallTime(startsAtMs + endMs)}
          {foreseenEndMs !== null && Math.abs(foreseenEndMs - endMs) >= 500 && (
            <b className="foreseen">{`→ ${formatWallTime(startsAtMs + foreseenEndMs)}`}</b>
          )}
        </span>
      </div>
      <h2 title={segment?.title}>{`${run.currentIndex + 1}. ${segment?.title ?? current.segmentId}`}</h2>
      <div className="now-segment-figures">
        <span>{`${formatClock(positionAt(run.segmentClock, now))} / ${formatClock(durationMs(current))}`}</span>
        {current.adjustMs !== 0 && (
          <span>{t('director.adjusted', { by: formatDeviation(current.adjustMs) })}</span>
        )}
        {stale.length > 0 && <StaleFlag stale={stale} startsAtMs={startsAtMs} />}
      </div>
      <CueBar run={run} plan={plan} />
      <ul className="now-segment-cues">
        {current.planned.cues.map((cue) => (
          <CueRow key={cue.cueId} cue={cue} run={run} plan={plan} isNext={next?.cue.cueId === cue.cueId} />
        ))}
      </ul>
    </section>
  );
}
