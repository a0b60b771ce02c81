import { useTranslation } from 'react-i18next';
import { propsAhead, propsOfSegment, propsToFetch } from '#shared/run/nextProps';
import { plannedSegment, runOn } from '#shared/run/state';
import { StaleStrip } from '../common/StaleStrip.tsx';
import { StorageStrip } from '../common/StorageStrip.tsx';
import { isHeardOf } from '../common/studioClient.ts';
import { useNow, useStudio } from '../common/StudioProvider.tsx';
import { AssistantHeader } from './AssistantHeader.tsx';
import { cardsNowNext } from './cardsNowNext.ts';
import { LinesPanel } from './LinesPanel.tsx';
import { MessageBand } from './MessageBand.tsx';
import { ProductPanel } from './ProductPanel.tsx';
import { PropsPanel } from './PropsPanel.tsx';
import { QuestionsPanel } from './QuestionsPanel.tsx';
import '../common/stand.css';
import './assistant.css';

/** The assistant host's page: now and next side by side, what to say, what to fetch, and the way to the host. */
export function AssistantScreen() {
  const { t } = useTranslation();
  const view = useStudio();
  const { state } = view;
  // One look at the clock for the whole page: two counts of the same thing never differ.
  const now = useNow(200);
  const { plan } = state;
  const run = runOn(state);
  if (plan === null) {
    return (
      <div className="assistant">
        <AssistantHeader now={now} />
        <StaleStrip />
        <StorageStrip />
        <main className="assistant-empty">
          {isHeardOf(view) && (
            <>
              <h1>{t('common.noShow.title')}</h1>
              <p>{t('common.noShow.hint')}</p>
            </>
          )}
        </main>
      </div>
    );
  }
  const cards = cardsNowNext(state);
  const segment = run === null ? null : plannedSegment(state);
  const first = state.run === null ? (plan.segments[0] ?? null) : null;
  const ahead = propsAhead(state, now);
  const next =
    ahead ?? (first === null ? null : { segment: first, dueInMs: null, props: propsOfSegment(plan, first) });
  const hasEnded = state.run?.phase === 'ended';
  return (
    <div className="assistant">
      <AssistantHeader now={now} />
      <StaleStrip />
      <StorageStrip />
      {run === null ? null : <MessageBand run={run} now={now} />}
      <main className="assistant-body">
        <section className="assistant-side" aria-label={t('assistant.now')}>
          <h2 className="assistant-side-title">{t('assistant.now')}</h2>
          <ProductPanel
            plan={plan}
            slot={cards.now}
            onAir={{ card: run?.card ?? null }}
            empty={t(
              run !== null
                ? 'assistant.noCardNow'
                : state.run === null
                  ? 'assistant.notStarted'
                  : `assistant.ended.${state.run.mode}`,
            )}
          />
          {segment === null ? null : (
            <PropsPanel title={t('assistant.propsNow')} props={propsOfSegment(plan, segment)} />
          )}
        </section>
        <section className="assistant-side assistant-side-next" aria-label={t('assistant.next')}>
          <h2 className="assistant-side-title">{t('assistant.next')}</h2>
          <ProductPanel plan={plan} slot={cards.next} onAir={null} empty={t('assistant.noCardNext')} />
          {next === null ? null : (
            <PropsPanel
              title={t('assistant.propsNext')}
              props={next.props}
              ahead={{
                title: next.segment.title,
                dueInMs: next.dueInMs,
                isTime: propsToFetch(state, now) !== null,
              }}
            />
          )}
        </section>
        <section className="assistant-talk">
          {hasEnded ? null : <LinesPanel plan={plan} segment={segment ?? first} run={run} now={now} />}
          <QuestionsPanel run={run} />
        </section>
      </main>
    </div>
  );
}
