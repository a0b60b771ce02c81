import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { cueRun, currentSegment, durationMs, type RunState } from '#shared/run/state';
import { positionAt } from '#shared/timing/vector';
import { formatClock } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { CueMark } from './CueMark.tsx';
import { cueStateWords, cueWords } from './cueWords.ts';

/** How far the segment is, with its cues as ticks. */
export function CueBar({ run, plan }: { readonly run: RunState; readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const now = useNow(250);
  const segment = currentSegment(run);
  const lastsMs = Math.max(1, durationMs(segment));
  const playedMs = positionAt(run.segmentClock, now);
  const share = Math.min(1, Math.max(0, playedMs / lastsMs));
  return (
    <div
      className="cue-bar"
      data-crowded={segment.planned.cues.length > 12}
      role="group"
      aria-label={t('director.cues')}
    >
      <div className="cue-bar-line" data-over={playedMs > lastsMs}>
        <span style={{ width: `${share * 100}%` }} />
      </div>
      {segment.planned.cues.map((cue) => {
        const state = cueRun(segment, cue.cueId);
        const words = `${formatClock(cue.atMs)} ${cueWords(t, plan, cue)} · ${cueStateWords(t, state)}`;
        return (
          <span
            key={cue.cueId}
            className="cue-tick"
            style={{ insetInlineStart: `${Math.min(1, cue.atMs / lastsMs) * 100}%` }}
            title={words}
            role="img"
            aria-label={words}
          >
            <CueMark status={state.status} />
          </span>
        );
      })}
    </div>
  );
}
