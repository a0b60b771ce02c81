import { useCallback, useEffect, useRef, useState } from 'react';

/** How long the second press is waited for; also in gate.css, where the button fills meanwhile. */
export const SECOND_PRESS_WITHIN_MS = 3000;
/** A second press sooner than this is the same press bouncing. */
const BOUNCE_MS = 300;

/** A button for what can't be taken back: the first press arms it, the second one acts. */
export function useTwoStep(act: () => void): { readonly isArmed: boolean; readonly press: () => void } {
  const [isArmed, setArmed] = useState(false);
  const armedAtMs = useRef(0);
  useEffect(() => {
    if (!isArmed) return undefined;
    const timer = window.setTimeout(() => setArmed(false), SECOND_PRESS_WITHIN_MS);
    return () => window.clearTimeout(timer);
  }, [isArmed]);
  const press = useCallback(() => {
    if (!isArmed) {
      armedAtMs.current = performance.now();
      setArmed(true);
    } else if (performance.now() - armedAtMs.current >= BOUNCE_MS) {
      setArmed(false);
      act();
    }
  }, [act, isArmed]);
  return { isArmed, press };
}
