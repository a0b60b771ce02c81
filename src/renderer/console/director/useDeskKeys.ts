import { useEffect, useRef } from 'react';
import { useDesk } from './deskContext.tsx';
import { actionOfKey, type DeskAction } from './keys.ts';

const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';

/** Without a run the other keys are what they are on any page: Space presses the button that has the focus. */
const WITHOUT_RUN: ReadonlySet<DeskAction['kind']> = new Set(['preview', 'program', 'panic', 'keys']);

/** Hears the keys of the desk for as long as it is on the page. */
export function useDeskKeys(onAction: (action: DeskAction) => void): void {
  const { bindings, run } = useDesk();
  const isRunning = run !== null;
  const latest = useRef(onAction);
  useEffect(() => {
    latest.current = onAction;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // Esc belongs to the input method while it composes. One that closed something is used up: two of those,
      // in a hurry, must not cut the show.
      if (event.isComposing || event.defaultPrevented) return;
      const isTyping = event.target instanceof Element && event.target.closest(TYPING) !== null;
      const { code, key, repeat } = event;
      if (isTyping && code === 'Escape' && event.target instanceof HTMLElement) {
        event.target.blur();
        return;
      }
      const action = actionOfKey(
        {
          code,
          key,
          repeat,
          isTyping,
          ctrl: event.ctrlKey,
          alt: event.altKey,
          shift: event.shiftKey,
          meta: event.metaKey,
        },
        bindings,
      );
      if (action === null || (!isRunning && !WITHOUT_RUN.has(action.kind))) {
        // A held space must not press the button that happens to have the focus.
        if (isRunning && code === 'Space' && repeat && !isTyping) event.preventDefault();
        return;
      }
      event.preventDefault();
      latest.current(action);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [bindings, isRunning]);
}
