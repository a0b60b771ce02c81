import type { StudioState } from '#shared/run/state';
import { runOn, type PrompterState } from '#shared/run/state';

/**
 * The host's own hand, ahead of the core: where the reader was put at this screen until the core has
 * confirmed it. It keeps a wheel from waiting for the network, and the clicker working while the core is away.
 */
export type Hand = {
  /** The core's mark when the hand began. Another one from elsewhere ends it. */
  readonly over: PrompterState;
  readonly mark: PrompterState;
};

/** The state with the hand in it; the state itself once another segment is on. */
export function withHand(state: StudioState, hand: Hand | null): StudioState {
  const run = runOn(state);
  if (hand === null || run === null || run.prompter.segmentId !== hand.mark.segmentId) return state;
  return { ...state, run: { ...run, prompter: hand.mark } };
}

/** Whether the core still stands where it stood when the hand began: then what was done here is sent to it. */
export function isUntouched(state: StudioState, hand: Hand): boolean {
  const mark = runOn(state)?.prompter;
  return (
    mark !== undefined &&
    mark.segmentId === hand.over.segmentId &&
    mark.at === hand.over.at &&
    mark.scriptMs === hand.over.scriptMs
  );
}
