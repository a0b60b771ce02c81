import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { goLiveBlockers, isGateOpen } from '#shared/run/goLiveGate';
import { switcherFacts } from '#shared/run/switcherFacts';
import { useStudio } from '../common/StudioProvider.tsx';
import { blockerWords } from './blockerWords.ts';

/** The last row: whether the show may go live, and what still keeps it from that, by name. */
export function GateRow() {
  const { t } = useTranslation();
  const { state, live } = useStudio();
  const blockers = goLiveBlockers(state, switcherFacts(live?.switcher ?? null));
  if (blockers.length === 0) {
    return (
      <section className="gate-row gate-row-open">
        <h2>{t('checklist.gate.open')}</h2>
        <p>{t('checklist.gate.openHint')}</p>
      </section>
    );
  }
  // Beside the list there is room for all of it; below the list it unfolds on a tap.
  const isBeside = window.matchMedia('(width >= 900px)').matches;
  return (
    <details className="gate-row" open={isBeside || blockers.length <= 3}>
      <summary>
        <span aria-hidden="true" className="gate-row-mark">
          ▲
        </span>
        <span className="gate-row-title">
          {t('checklist.gate.blocked', { count: blockers.length })}
          {state.prep.override === null || !isGateOpen(blockers, state.prep.override) ? null : (
            <small>{t('checklist.gate.overridden', { reason: state.prep.override.reason })}</small>
          )}
        </span>
        <ChevronDown size={20} strokeWidth={1.75} aria-hidden="true" />
      </summary>
      <ul>
        {blockers.map((blocker, index) => (
          // The list is drawn from the state alone, and two items may have the same words.
          <li key={index}>{blockerWords(t, blocker)}</li>
        ))}
      </ul>
    </details>
  );
}
