import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { openStation } from '../../openStation.ts';
import { TOUR_STEPS, type TourView } from './tourSteps.ts';
import type { Tour } from './useTour.ts';
import './tour.css';

/** What each step outlines. */
const TARGETS: Readonly<Record<NonNullable<TourView>, string>> = {
  start: '.start-rehearsal',
  runSheet: '.run-sheet',
  take: '.take-button',
  scenes: '.scene-grid',
  prompter: '.station-menu-button',
  panic: '.panic-button',
};

/**
 * The tour is a strip under the top bar that moves the desk down by its own height: it covers nothing, TAKE and
 * PANIC least of all. What it speaks of is outlined where it stands.
 */
export function TourStrip({ tour }: { readonly tour: Tour }) {
  const { t } = useTranslation();
  const { view, next, leave } = tour;
  useEffect(() => {
    if (view === null) return undefined;
    const target = document.querySelector(TARGETS[view]);
    target?.setAttribute('data-tour', 'here');
    // A newer Chromium goes on with Tab from where it was asked to scroll to, even where there was nothing to scroll.
    if (target !== null && !isInSight(target)) target.scrollIntoView({ block: 'nearest' });
    return () => target?.removeAttribute('data-tour');
  }, [view]);
  if (view === null) return null;
  const step = view === 'start' ? null : TOUR_STEPS.indexOf(view) + 1;
  const isLast = step === TOUR_STEPS.length;
  return (
    <aside className="tour" aria-label={t('director.tour.title')} data-testid="tour" data-step={view}>
      <p role="status">
        <b>{step === null ? t('director.tour.title') : `${step}/${TOUR_STEPS.length}`}</b>
        {t(`director.tour.${view}`)}
      </p>
      {view === 'prompter' && (
        <button type="button" onClick={() => openStation('prompter')}>
          {t('director.tour.openPrompter')}
        </button>
      )}
      {step !== null && (
        <button type="button" className="tour-next" onClick={next}>
          {t(isLast ? 'director.tour.done' : 'director.tour.next')}
        </button>
      )}
      {!isLast && (
        <button type="button" onClick={leave}>
          {t('director.tour.leave')}
        </button>
      )}
    </aside>
  );
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}
