import { useCallback, useEffect, useRef, useState } from 'react';
import { neighbourRow, type SettingsRow } from './settingsRows.ts';

/**
 * `glance`: a mouse or finger is near; the clicker keeps its meaning. `walk`: opened by the clicker, whose
 * buttons now choose and change.
 */
export type SettingsMode = 'closed' | 'glance' | 'walk';

const LEAVES_AFTER_MS = { glance: 3000, walk: 15_000 } as const;

export function useSettings() {
  const [mode, setMode] = useState<SettingsMode>('closed');
  const [row, setRow] = useState<SettingsRow>('motion');
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const show = useCallback((as: 'glance' | 'walk') => {
    setMode((before) => (before === 'walk' ? 'walk' : as));
    window.clearTimeout(timer.current);
    const leave = (): void => {
      // An open list of names would close under the hand.
      if (document.activeElement instanceof HTMLSelectElement)
        timer.current = window.setTimeout(leave, LEAVES_AFTER_MS[as]);
      else setMode('closed');
    };
    timer.current = window.setTimeout(leave, LEAVES_AFTER_MS[as]);
  }, []);
  const close = useCallback(() => {
    window.clearTimeout(timer.current);
    setMode('closed');
  }, []);
  const move = useCallback(
    (direction: 1 | -1) => {
      show('walk');
      setRow((before) => neighbourRow(before, direction));
    },
    [show],
  );
  return { mode, row, show, close, move };
}
