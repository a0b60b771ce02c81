import { useCallback } from 'react';
import { useTwoStep, type TwoStep } from '../../../common/useTwoStep.ts';
import { useDesk } from '../deskContext.tsx';

/** Short, and without a guard against bounces: a panic too many is taken back with one press. */
const PANIC_PRESSES = { withinMs: 1500, bounceMs: 0 };

/** The panic cut, armed by a first press, of the button or of Esc, and done by the second. */
export function usePanic(): TwoStep {
  const { act } = useDesk();
  return useTwoStep(
    useCallback(() => void act('panic.cut', {}), [act]),
    PANIC_PRESSES,
  );
}
