import { useEffect, useRef } from 'react';
import { prompterAction, type PrompterAction, type PrompterScreen } from './keys.ts';

/** Under the finger the text is moved like paper; less than this is a tap. */
const TAP_PX = 8;

/** Keyboard, clicker, wheel and finger of this page, as actions. `reveal` is called when somebody comes near. */
export function usePrompterInput(
  input: PrompterScreen & {
    readonly lineHeightPx: number;
    readonly isUpsideDown: boolean;
    readonly act: (action: PrompterAction) => void;
    readonly reveal: () => void;
  },
): void {
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  useEffect(() => {
    const take = (event: Event, action: PrompterAction | null): void => {
      if (action === null) return;
      event.preventDefault();
      latest.current.act(action);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLSelectElement) return;
      const { key, code, shiftKey: shift, repeat } = event;
      const modified = event.ctrlKey || event.altKey || event.metaKey;
      take(event, prompterAction({ kind: 'key', key, code, shift, modified, repeat }, latest.current));
    };
    const onWheel = (event: WheelEvent): void => {
      const { lineHeightPx, isUpsideDown } = latest.current;
      const unitPx = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineHeightPx : 1;
      const deltaYPx = event.deltaY * unitPx * (isUpsideDown ? -1 : 1);
      take(
        event,
        prompterAction({ kind: 'wheel', deltaYPx, lineHeightPx, ctrl: event.ctrlKey }, latest.current),
      );
    };
    let touch: { y: number; moved: boolean } | null = null;
    const onDown = (event: PointerEvent): void => {
      touch =
        event.pointerType === 'touch' && isOnText(event.target) ? { y: event.clientY, moved: false } : null;
    };
    const onMove = (event: PointerEvent): void => {
      if (event.pointerType !== 'touch') {
        latest.current.reveal();
        return;
      }
      if (touch === null) return;
      const { lineHeightPx, isUpsideDown } = latest.current;
      const upPx = (touch.y - event.clientY) * (isUpsideDown ? -1 : 1);
      if (!touch.moved && Math.abs(upPx) < TAP_PX) return;
      touch = { y: event.clientY, moved: true };
      take(event, { kind: 'step', lines: upPx / lineHeightPx });
    };
    const onUp = (event: PointerEvent): void => {
      if (event.pointerType === 'touch' && touch?.moved !== true) latest.current.reveal();
      touch = null;
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('wheel', onWheel, { passive: false });
    window.addEventListener('pointerdown', onDown);
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('wheel', onWheel);
      window.removeEventListener('pointerdown', onDown);
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
    };
  }, []);
}

const isOnText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, select, label') === null;
