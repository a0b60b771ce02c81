import { ClipboardCheck, Play, Radio } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { isGateOpen } from '#shared/run/goLiveGate';
import { Choices } from '../../../common/Choices.tsx';
import { formatClock } from '../../../common/format.ts';
import { useTwoStep } from '../../../common/useTwoStep.ts';
import { openStation } from '../../openStation.ts';
import { useGoLiveBlockers } from '../../useGoLiveBlockers.ts';
import { useDesk } from '../deskContext.tsx';
import { speedChoices } from '../model/speedChoices.ts';
import { RunSummary } from './RunSummary.tsx';
import './start.css';

/** Before a run and after one: rehearse in one press, or go and see what still keeps the show from going live. */
export function StartPanel({ plan }: { readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const { view, act, whyNot } = useDesk();
  const studioSpeed = view.live?.rehearsalSpeed ?? 1;
  const [chosenSpeed, setSpeed] = useState<number | null>(null);
  const [chosenAdvance, setAdvance] = useState<'auto' | 'manual' | null>(null);
  const speed = chosenSpeed ?? studioSpeed;
  const advance = chosenAdvance ?? (speed > 1 ? 'auto' : 'manual');
  const found = useGoLiveBlockers();
  const blockers = found.length;
  const { isArmed, press } = useTwoStep(useCallback(() => void act('run.start', { mode: 'live' }), [act]));
  const isOpen = isGateOpen(found, view.state.prep.override);
  const hindrance = whyNot('run.start');
  const choices = speedChoices(studioSpeed);
  const speeds = choices.includes(speed) ? choices : [...choices, speed];
  return (
    <section className="start-panel">
      {view.state.run?.phase === 'ended' && <RunSummary run={view.state.run} plan={plan} />}
      <div className="start-block">
        <h2 title={plan.show.title}>{plan.show.title}</h2>
        <p>
          {t('director.planSummary', {
            count: plan.segments.length,
            duration: formatClock(plan.show.plannedDurationSec * 1000),
          })}
        </p>
      </div>
      <div className="start-block">
        <div className="start-choice">
          <span>{t('director.speed')}</span>
          <Choices
            label={t('director.speed')}
            options={speeds}
            chosen={speed}
            words={(each) => (each === 1 || each === 10 ? `${each}×` : t('director.fast', { speed: each }))}
            onChoose={setSpeed}
          />
        </div>
        <div className="start-choice">
          <span>{t('director.advanceBy')}</span>
          <Choices
            label={t('director.advanceBy')}
            options={['auto', 'manual'] as const}
            chosen={advance}
            words={(each) => t(`director.advance.${each}`)}
            onChoose={setAdvance}
          />
        </div>
        <button
          type="button"
          className="start-rehearsal"
          data-testid="start-rehearsal"
          disabled={hindrance !== null}
          title={hindrance ?? undefined}
          onClick={() => void act('run.start', { mode: 'rehearsal', speed, advance })}
        >
          <Play size={28} strokeWidth={1.75} aria-hidden="true" />
          {t('director.startRehearsal')}
        </button>
        <p className="start-hint">{t('director.rehearsalHint')}</p>
      </div>
      <div className="start-block start-live">
        <button type="button" className="start-gate" onClick={() => openStation('gate')}>
          <ClipboardCheck size={20} strokeWidth={1.75} aria-hidden="true" />
          {t('director.toGate')}
          <em className={blockers > 0 ? 'start-gate-blocked' : ''}>
            {blockers > 0
              ? `▲ ${t('director.blockers', { count: blockers })}`
              : `● ${t('director.gateOpen')}`}
          </em>
        </button>
        <button
          type="button"
          className="start-go-live"
          data-testid="go-live"
          data-armed={isArmed}
          disabled={hindrance !== null || !isOpen}
          title={hindrance ?? (isOpen ? undefined : t('director.gateClosed', { count: blockers }))}
          onClick={press}
        >
          <Radio size={20} strokeWidth={1.75} aria-hidden="true" />
          <span aria-live="polite">{t(isArmed ? 'director.goLiveAgain' : 'director.goLive')}</span>
        </button>
        {isOpen && blockers > 0 && (
          <p className="start-overridden">
            <span aria-hidden="true">▲ </span>
            {t('director.overridden', { count: blockers })}
          </p>
        )}
      </div>
    </section>
  );
}
