import { useEffect, useRef, type RefObject } from 'react';

/** Puts the hand into the field that a key or a press has just opened. */
export function useFocusOnOpen(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
