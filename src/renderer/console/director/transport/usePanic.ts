import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from '../deskContext.tsx';
import { PANIC_WITHIN_MS, press } from '../model/doublePress.ts';

export type PanicTrigger = { readonly isArmed: boolean; readonly press: () => void };

/** The panic cut, armed by a first press, of the button or of Esc, and done by the second. */
export function usePanic(): PanicTrigger {
  const { act } = useDesk();
  const armedAtMs = useRef<number | null>(null);
  const [isArmed, setArmed] = useState(false);
  useEffect(() => {
    if (!isArmed) return undefined;
    const timer = window.setTimeout(() => setArmed(false), PANIC_WITHIN_MS);
    return () => window.clearTimeout(timer);
  }, [isArmed]);
  const onPress = useCallback((): void => {
    const nowMs = performance.now();
    if (press(armedAtMs.current, nowMs, PANIC_WITHIN_MS) === 'arm') {
      armedAtMs.current = nowMs;
      setArmed(true);
      return;
    }
    armedAtMs.current = null;
    setArmed(false);
    void act('panic.cut', {});
  }, [act]);
  return { isArmed, press: onPress };
}
