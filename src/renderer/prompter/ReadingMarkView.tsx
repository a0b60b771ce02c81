import { Pause } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { segmentContent } from '#shared/run/segmentContent';
import { currentSegment, type RunState } from '#shared/run/state';
import type { PrompterTrajectory } from '#shared/timing/prompterLock';
import { formatClock } from '../common/format.ts';
import { useNow } from '../common/StudioProvider.tsx';
import { readingMark } from './readingMark.ts';

/** Why the text stands, and for how long, where the eye is anyway; that it was stopped, the strip says. */
export function ReadingMarkView({
  plan,
  run,
  trajectory,
  hasStrip,
}: {
  readonly plan: ShowPlan;
  readonly run: RunState;
  readonly trajectory: PrompterTrajectory;
  readonly hasStrip: boolean;
}) {
  const { t } = useTranslation();
  const now = useNow(200);
  const segment = segmentContent(plan, currentSegment(run));
  const mark = readingMark(run, trajectory, segment?.segmentType ?? '', now);
  if (mark === null) return null;
  const isStopped = mark.kind === 'held' || mark.kind === 'paused';
  if (isStopped && hasStrip) return null;
  // Rounded up: the count is over when the text moves.
  const left = 'leftMs' in mark && mark.leftMs > 0 ? formatClock(Math.ceil(mark.leftMs / 1000) * 1000) : null;
  return (
    <p
      className={`prompter-mark prompter-mark-${mark.kind}`}
      data-testid="reading-mark"
      data-mark={mark.kind}
      role="status"
    >
      {isStopped && <Pause strokeWidth={1.75} aria-hidden="true" />}
      {mark.kind === 'gap' ? t(`prompter.mark.${mark.meanwhile}`) : t(`prompter.mark.${mark.kind}`)}
      {left !== null && <b>{left}</b>}
    </p>
  );
}
