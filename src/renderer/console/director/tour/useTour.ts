import { useCallback, useEffect, useState } from 'react';
import { useDesk } from '../deskContext.tsx';
import { TOUR_STEPS, tourView, type TourView } from './tourSteps.ts';

const KEY = 'kaibo.director.tour';

export type Tour = {
  readonly view: TourView;
  readonly next: () => void;
  readonly leave: () => void;
  readonly again: () => void;
};

/** Shown once on a device, and again when asked for. */
export function useTour(): Tour {
  const { view: studio, run } = useDesk();
  const [isOn, setOn] = useState(() => localStorage.getItem(KEY) !== 'done');
  const [step, setStep] = useState(0);
  const view = tourView(isOn, step, { hasShow: studio.state.plan !== null, mode: run?.mode ?? null });
  const leave = useCallback((): void => {
    localStorage.setItem(KEY, 'done');
    setOn(false);
  }, []);
  useEffect(() => {
    if (view === null) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      // Used up: it does not reach the desk, where Esc twice is panic.
      event.preventDefault();
      leave();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [view, leave]);
  return {
    view,
    leave,
    next: () => (step + 1 < TOUR_STEPS.length ? setStep(step + 1) : leave()),
    again: () => {
      setStep(0);
      setOn(true);
    },
  };
}
