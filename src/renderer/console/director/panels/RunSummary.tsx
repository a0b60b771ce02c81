import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '#shared/model/ids';
import type { ShowPlan } from '#shared/model/showPlan';
import type { RunState } from '#shared/run/state';
import { forecast } from '#shared/timing/forecast';
import { formatClock, formatDeviation } from '../../../common/format.ts';
import { useStudioClient } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';
import { timingOffers, type TimingOffer } from '../model/timingOffers.ts';

/** How the last run went, and its times offered back to the plan, segment by segment. */
export function RunSummary({ run, plan }: { readonly run: RunState; readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const client = useStudioClient();
  const { view, act, whyNot } = useDesk();
  const offers = timingOffers(view.state, client.now());
  // A segment that was only tapped through is no measurement: it has to be chosen on purpose.
  const [turned, setTurned] = useState<ReadonlySet<SegmentId>>(new Set());
  const isChosen = (offer: TimingOffer): boolean =>
    (offer.playedSec === offer.afterSec) !== turned.has(offer.segmentId);
  const chosen = offers.filter(isChosen);
  const ended = forecast(run, client.now());
  const hindrance = whyNot('timings.adopt');
  const toggle = (id: SegmentId): void =>
    setTurned(turned.has(id) ? new Set([...turned].filter((each) => each !== id)) : new Set([...turned, id]));
  return (
    <div className="start-block run-summary" data-testid="run-summary">
      <h2>{t(`director.ended.${run.mode}`)}</h2>
      <dl>
        <div>
          <dt>{t('director.lasted')}</dt>
          <dd>{formatClock(run.showClock.positionMs)}</dd>
        </div>
        <div>
          <dt>{t('director.overrun')}</dt>
          <dd>{formatDeviation(run.showClock.positionMs - ended.plannedEndMs)}</dd>
        </div>
        <div>
          <dt>{t('director.mark')}</dt>
          <dd>{run.clips.length}</dd>
        </div>
        <div>
          <dt>{t('director.issue')}</dt>
          <dd>{run.issues.length}</dd>
        </div>
      </dl>
      {offers.length === 0 ? (
        <p>{t('director.timingsAgree')}</p>
      ) : (
        <>
          <h3>{t('director.timingsOffered')}</h3>
          <ul className="timing-offers">
            {offers.map((offer) => (
              <li key={offer.segmentId} data-segment={offer.segmentId}>
                <label>
                  <input type="checkbox" checked={isChosen(offer)} onChange={() => toggle(offer.segmentId)} />
                  <span title={plan.segments.find((segment) => segment.id === offer.segmentId)?.title}>
                    {plan.segments.find((segment) => segment.id === offer.segmentId)?.title}
                  </span>
                </label>
                <span>
                  {offer.playedSec !== offer.afterSec && (
                    <small>
                      {t('director.playedButLimited', { played: formatClock(offer.playedSec * 1000) })}
                    </small>
                  )}
                  {`${formatClock(offer.beforeSec * 1000)} → ${formatClock(offer.afterSec * 1000)}`}
                </span>
              </li>
            ))}
          </ul>
          <button
            type="button"
            data-testid="adopt"
            disabled={hindrance !== null || chosen.length === 0}
            title={hindrance ?? undefined}
            onClick={() => void act('timings.adopt', { segmentIds: chosen.map((offer) => offer.segmentId) })}
          >
            {t('director.adopt', { count: chosen.length })}
          </button>
        </>
      )}
    </div>
  );
}
