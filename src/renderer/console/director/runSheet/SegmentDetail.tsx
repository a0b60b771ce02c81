import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment } from '#shared/model/showPlan';
import { durationMs, type SegmentRun } from '#shared/run/state';
import type { StaleClockTime } from '#shared/script/clockTimes';
import { formatClock, formatDeviation, formatWallTime } from '../../../common/format.ts';
import { useDesk } from '../deskContext.tsx';
import { ReasonForm } from '../transport/ReasonForm.tsx';

/** What can be said and done about a segment that is not on. */
export function SegmentDetail({
  segment,
  segmentRun,
  stale,
  startsAtMs,
  onClose,
}: {
  readonly segment: Segment;
  readonly segmentRun: SegmentRun;
  readonly stale: readonly StaleClockTime[];
  readonly startsAtMs: number;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { act, intend, whyNot } = useDesk();
  const [isSkipping, setSkipping] = useState(false);
  const hindrance = whyNot('segment.skip');
  const { segmentId } = segmentRun;
  const adjust = (type: 'segment.extend' | 'segment.shorten', word: string) => (
    <button
      type="button"
      disabled={whyNot(type) !== null}
      title={whyNot(type) ?? undefined}
      onPointerEnter={() => intend({ type, payload: { segmentId, deltaSec: 30 } })}
      onFocus={() => intend({ type, payload: { segmentId, deltaSec: 30 } })}
      onPointerLeave={() => intend(null)}
      onBlur={() => intend(null)}
      onClick={() => void act(type, { segmentId, deltaSec: 30 })}
    >
      {word}
    </button>
  );
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
      {segmentRun.status === 'pending' && !isSkipping && (
        <div className="segment-detail-actions">
          {adjust('segment.shorten', '−30')}
          {adjust('segment.extend', '+30')}
          <button
            type="button"
            disabled={hindrance !== null}
            title={hindrance ?? undefined}
            onClick={() => setSkipping(true)}
          >
            {t('director.skipThis')}
          </button>
        </div>
      )}
      {segmentRun.status === 'pending' && isSkipping && (
        <ReasonForm
          word={t('director.skipThis')}
          onFocus={() => intend({ type: 'segment.skip', payload: { segmentId, reason: '-' } })}
          onLeave={() => intend(null)}
          onReason={(reason) =>
            void act('segment.skip', { segmentId, reason }).then((result) => result.ok && setSkipping(false))
          }
          onCancel={() => setSkipping(false)}
        />
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
