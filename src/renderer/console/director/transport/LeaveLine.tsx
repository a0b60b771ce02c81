import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { segmentContent } from '#shared/run/segmentContent';
import { currentSegment, nextIndex, type RunState } from '#shared/run/state';
import { useDesk } from '../deskContext.tsx';
import { ReasonForm } from './ReasonForm.tsx';

const REASONS = { skip: ['time', 'goods', 'plan'], end: ['told', 'time', 'cold'] } as const;

/** Skipping the current segment, or ending it early: a reason, while the run sheet shows what it brings. */
export function LeaveLine({
  run,
  plan,
  how,
  onDone,
}: {
  readonly run: RunState;
  readonly plan: ShowPlan;
  readonly how: 'skip' | 'end';
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const { act, intend } = useDesk();
  const current = currentSegment(run);
  const { segmentId } = current;
  const title = segmentContent(plan, current)?.title ?? '';
  const words = t(how === 'skip' ? 'director.skipNamed' : 'director.endNamed', { title });
  const leave = (reason: string) =>
    how === 'skip'
      ? act('segment.skip', { segmentId, reason })
      : act('segment.end', { from: segmentId, reason });
  return (
    <section className="line-panel" aria-label={words} data-testid={`${how}-form`}>
      {nextIndex(run) === null && (
        <b className="line-panel-warning">{`▲ ${t(`director.endsRun.${run.mode}`)}`}</b>
      )}
      <ReasonForm
        word={words}
        quick={REASONS[how].map((each) => t(`director.reason.${each}`))}
        onFocus={() =>
          intend(
            how === 'skip'
              ? { type: 'segment.skip', payload: { segmentId, reason: '-' } }
              : { type: 'segment.end', payload: { from: segmentId, reason: '-' } },
          )
        }
        onLeave={() => intend(null)}
        onReason={(reason) => void leave(reason).then((result) => result.ok && onDone())}
        onCancel={onDone}
      />
      <button type="button" onClick={onDone}>
        {t('common.cancel')}
      </button>
    </section>
  );
}
