import { useCallback, useEffect, useRef, useState } from 'react';
import { secondPress } from '#shared/secondPress';

/** How long the second press is waited for; also in gate.css, where the button fills meanwhile. */
export const SECOND_PRESS_WITHIN_MS = 3000;
/** A second press sooner than this is the same press bouncing. */
const BOUNCE_MS = 300;

export type TwoStep = {
  readonly isArmed: boolean;
  /** Takes the event, whose time is that of the finger: a busy page may hear of two presses much later. */
  readonly press: (event?: { readonly timeStamp: number }) => void;
};

/**
 * A button for what can't be taken back: the first press arms it, the second one acts. A press within
 * `bounceMs` of the button's own appearance is one meant for whatever was in its place.
 */
export function useTwoStep(
  act: () => void,
  { withinMs = SECOND_PRESS_WITHIN_MS, bounceMs = BOUNCE_MS } = {},
): TwoStep {
  const [isArmed, setArmed] = useState(false);
  const shownAtMs = useRef(-Infinity);
  const armedAtMs = useRef<number | null>(null);
  useEffect(() => {
    shownAtMs.current = performance.now();
  }, []);
  useEffect(() => {
    if (!isArmed) return undefined;
    const timer = window.setTimeout(() => setArmed(false), withinMs);
    return () => window.clearTimeout(timer);
  }, [isArmed, withinMs]);
  const press = useCallback<TwoStep['press']>(
    (event) => {
      const nowMs = event?.timeStamp ?? performance.now();
      if (nowMs - shownAtMs.current < bounceMs) return;
      switch (secondPress(armedAtMs.current, nowMs, { withinMs, bounceMs })) {
        case 'arm':
          armedAtMs.current = nowMs;
          setArmed(true);
          break;
        case 'bounce':
          break;
        case 'go':
          armedAtMs.current = null;
          setArmed(false);
          act();
      }
    },
    [act, withinMs, bounceMs],
  );
  return { isArmed, press };
}
