import { useEffect, useRef } from 'react';
import { useDesk } from './deskContext.tsx';
import { actionOfKey, isHeldAction, type DeskAction, type HeldAction } from './keys.ts';

const TYPING =
  'input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]';
/** What moves a fader is the fader's own; every other key is the desk's. */
const MOVES_FADER = /^(?:Arrow|Page|Home|End)/u;

/** Without a run the other keys are what they are on any page: Space presses the button that has the focus. */
const WITHOUT_RUN: ReadonlySet<DeskAction['kind']> = new Set(['preview', 'program', 'panic', 'keys']);

type Hears = {
  readonly onAction: (action: DeskAction) => void;
  /** A key is down that shows what it brings, and acts when it is let go. */
  readonly onHold: (kind: HeldAction) => void;
  readonly onRelease: (isMeant: boolean) => void;
};

/** Hears the keys of the desk for as long as it is on the page. */
export function useDeskKeys(hears: Hears): void {
  const { bindings, run } = useDesk();
  const isRunning = run !== null;
  const latest = useRef(hears);
  useEffect(() => {
    latest.current = hears;
  });
  useEffect(() => {
    let heldCode: string | null = null;
    const release = (isMeant: boolean): void => {
      if (heldCode === null) return;
      heldCode = null;
      latest.current.onRelease(isMeant);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.code === 'Escape' && heldCode !== null) {
        event.preventDefault();
        release(false);
        return;
      }
      // Esc belongs to the input method while it composes. One that closed something is used up: two of those,
      // in a hurry, must not cut the show.
      if (event.isComposing || event.defaultPrevented) return;
      const { code, key, repeat } = event;
      const on = event.target instanceof Element ? event.target : null;
      if (MOVES_FADER.test(key) && on?.matches('input[type=range]') === true) return;
      const isTyping = on !== null && on.closest(TYPING) !== null;
      if (repeat && code === heldCode) {
        event.preventDefault();
        return;
      }
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
      // One thing at a time: what is only being looked at is called off.
      release(false);
      if (isHeldAction(action.kind)) {
        heldCode = code;
        latest.current.onHold(action.kind);
        return;
      }
      latest.current.onAction(action);
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.code !== heldCode) return;
      event.preventDefault();
      release(true);
    };
    const onBlur = (): void => release(false);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', onBlur);
    };
  }, [bindings, isRunning]);
}
