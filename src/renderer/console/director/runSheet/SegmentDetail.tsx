import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment, ShowPlan } from '#shared/model/showPlan';
import { productCard } from '#shared/run/productCard';
import { currentSegment, durationMs, nextIndex, type RunState, type SegmentRun } from '#shared/run/state';
import type { StaleClockTime } from '#shared/script/clockTimes';
import { formatClock, formatDeviation, formatWallTime } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import type { SegmentId } from '#shared/model/ids';
import type { CommandOf } from '#shared/model/commands';
import { adjustStepSec } from '../model/adjustStep.ts';
import { ENCORE_SEC } from '../model/encore.ts';
import type { Intent } from '../model/foresee.ts';
import { placeBeside } from '../model/places.ts';
import { AdjustForm } from '../transport/AdjustForm.tsx';
import { InsertForm } from '../transport/InsertForm.tsx';
import { useDesk } from '../deskContext.tsx';
import { ReasonForm } from '../transport/ReasonForm.tsx';

type InsertSource = CommandOf<'segment.insert'>['payload']['source'];

/** What can be said and done about a segment that is not on. */
export function SegmentDetail({
  run,
  plan,
  segment,
  segmentRun,
  stale,
  startsAtMs,
  onClose,
}: {
  readonly run: RunState;
  readonly plan: ShowPlan;
  readonly segment: Segment;
  readonly segmentRun: SegmentRun;
  readonly stale: readonly StaleClockTime[];
  readonly startsAtMs: number;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { act, intend, whyNot, say } = useDesk();
  const currentId = currentSegment(run).segmentId;
  const [asked, setAsked] = useState<'skip' | 'adjust' | 'insert' | null>(null);
  const now = useNow(500);
  const leave = (): void => setAsked(null);
  const hindrance = whyNot('segment.skip');
  const { segmentId } = segmentRun;
  /** A button whose knock-on is shown while the hand is on it. */
  const button = (
    word: string,
    intent: Intent,
    go: () => void,
    { title = word, why = null }: { readonly title?: string; readonly why?: string | null } = {},
  ) => {
    const hindered = whyNot(intent.type) ?? why;
    return (
      <button
        type="button"
        disabled={hindered !== null}
        title={hindered ?? title}
        aria-label={title}
        onPointerEnter={() => intend(intent)}
        onFocus={() => intend(intent)}
        onPointerLeave={() => intend(null)}
        onBlur={() => intend(null)}
        onClick={go}
      >
        {word}
      </button>
    );
  };
  const adjust = (direction: 'extend' | 'shorten') => {
    const deltaSec = adjustStepSec(run, segmentRun, direction, now);
    const type = `segment.${direction}` as const;
    return button(
      `${direction === 'extend' ? '+' : '−'}${deltaSec}`,
      { type, payload: { segmentId, deltaSec } },
      () => void act(type, { segmentId, deltaSec }),
      { title: t(`director.${direction}`, { seconds: deltaSec }) },
    );
  };
  const moveTo = (afterSegmentId: SegmentId | null, word: string, title: string) => {
    const payload = { segmentId, afterSegmentId: afterSegmentId ?? segmentId };
    return button(word, { type: 'segment.reorder', payload }, () => void act('segment.reorder', payload), {
      title,
      why: afterSegmentId === null ? t('director.moveNowhere') : null,
    });
  };
  const again = (source: InsertSource, word: string) => {
    const payload = { afterSegmentId: currentId, source };
    return button(
      word,
      { type: 'segment.insert', payload },
      () =>
        void act('segment.insert', payload).then((result) => {
          if (result.ok) say(t('director.insertedNext', { title: word }));
        }),
    );
  };
  return (
    <section className="segment-detail" aria-label={segment.title}>
      <header>
        <b title={segment.title}>{segment.title}</b>
        <span>{`${formatClock(durationMs(segmentRun))}${segmentRun.adjustMs === 0 ? '' : ` (${formatDeviation(segmentRun.adjustMs)})`}`}</span>
        <button type="button" className="icon-button" aria-label={t('common.close')} onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </header>
      {segment.directorNote !== null && <p>{segment.directorNote}</p>}
      {stale.map((each) => (
        <p key={`${each.paragraphId}-${each.from}`} className="segment-detail-stale">
          <span aria-hidden="true">▲ </span>
          {t('director.staleTime', {
            said: each.text,
            at: formatWallTime(startsAtMs + each.forecastSec * 1000),
          })}
        </p>
      ))}
      {segmentRun.reason !== null && <p>{t('director.reasonWas', { reason: segmentRun.reason })}</p>}
      {segmentRun.status === 'pending' && asked === null && (
        <div className="segment-detail-actions">
          {moveTo(placeBeside(run, segmentId, 'up'), '↑', t('director.moveUp'))}
          {moveTo(placeBeside(run, segmentId, 'down'), '↓', t('director.moveDown'))}
          {moveTo(
            nextIndex(run) === run.segments.indexOf(segmentRun) ? null : currentId,
            t('director.moveNext'),
            t('director.moveNext'),
          )}
          {adjust('shorten')}
          {adjust('extend')}
          <button
            type="button"
            disabled={whyNot('segment.extend') !== null}
            onClick={() => setAsked('adjust')}
          >
            {t('director.adjust')}
          </button>
          <button
            type="button"
            disabled={whyNot('segment.insert') !== null}
            onClick={() => setAsked('insert')}
          >
            {t('director.insertAfter')}
          </button>
          <button
            type="button"
            disabled={hindrance !== null}
            title={hindrance ?? undefined}
            onClick={() => setAsked('skip')}
          >
            {t('director.skipThis')}
          </button>
        </div>
      )}
      {segmentRun.status === 'pending' && asked === 'adjust' && (
        <AdjustForm run={run} segment={segmentRun} onDone={leave} />
      )}
      {segmentRun.status === 'pending' && asked === 'insert' && (
        <InsertForm afterSegmentId={segmentId} onDone={leave} />
      )}
      {segmentRun.status === 'pending' && asked === 'skip' && (
        <ReasonForm
          word={t('director.skipThis')}
          quick={(['time', 'goods', 'plan'] as const).map((each) => t(`director.reason.${each}`))}
          onFocus={() => intend({ type: 'segment.skip', payload: { segmentId, reason: '-' } })}
          onLeave={() => intend(null)}
          onReason={(reason) =>
            void act('segment.skip', { segmentId, reason }).then((result) => result.ok && leave())
          }
          onCancel={leave}
        />
      )}
      {segmentRun.status === 'done' && (
        <div className="segment-detail-actions" data-testid="again">
          {again({ kind: 'repeat', segmentId }, t('director.again'))}
          {[...segment.productIds, ...segment.comboIds].map((itemId) => {
            const card = productCard(plan, itemId, null);
            return (
              card !== null && (
                <span key={itemId}>
                  {again(
                    { kind: 'product', itemId, durationSec: ENCORE_SEC },
                    t('director.againProduct', { link: card.linkNo, name: card.name }),
                  )}
                </span>
              )
            );
          })}
        </div>
      )}
      {segmentRun.status === 'skipped' && (
        <div className="segment-detail-actions">
          <button
            type="button"
            disabled={whyNot('segment.restore') !== null}
            title={whyNot('segment.restore') ?? undefined}
            onClick={() => void act('segment.restore', { segmentId })}
          >
            {t('director.restore')}
          </button>
        </div>
      )}
    </section>
  );
}
