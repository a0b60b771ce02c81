import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { currentSegment, plannedSegment, type RunState } from '#shared/run/state';
import { useDesk } from '../deskContext.tsx';
import { EarlierProducts } from './EarlierProducts.tsx';
import { HostMessages } from './HostMessages.tsx';
import { MustSay } from './MustSay.tsx';
import { PassedQuestions } from './PassedQuestions.tsx';
import { ProductCards } from './ProductCards.tsx';
import { SegmentClock } from './SegmentClock.tsx';
import './side.css';

/** The right-hand column: the clock, and everything about the people and goods of this segment. */
export function SidePanel({
  run,
  plan,
  messageField,
}: {
  readonly run: RunState;
  readonly plan: ShowPlan;
  readonly messageField: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useTranslation();
  const { view } = useDesk();
  const segment = plannedSegment(view.state);
  return (
    <aside className="side-panel">
      <SegmentClock run={run} plan={plan} />
      <div className="side-panel-rest">
        <HostMessages run={run} field={messageField} />
        {run.questions.length > 0 && <PassedQuestions run={run} />}
        {segment?.mustSay !== undefined && segment.mustSay.length > 0 && (
          <MustSay key={currentSegment(run).segmentId} lines={segment.mustSay} />
        )}
        {segment !== null && <ProductCards run={run} plan={plan} segment={segment} />}
        <EarlierProducts run={run} plan={plan} />
        {segment !== null && segment.directorNote !== null && segment.directorNote !== '' && (
          <section className="side-block">
            <h2>{t('director.note')}</h2>
            <p className="director-note">{segment.directorNote}</p>
          </section>
        )}
      </div>
    </aside>
  );
}
