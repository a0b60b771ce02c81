import { runOn, type StudioState } from '#shared/run/state';

export type Phase = 'connecting' | 'empty' | 'standby' | 'reading' | 'ended';

/** What the screen is there for at the moment. `heard`: the core has been heard of since the page was opened. */
export function phaseOf(state: StudioState, heard: boolean): Phase {
  if (state.plan === null) return heard ? 'empty' : 'connecting';
  if (runOn(state) !== null) return 'reading';
  return state.run === null ? 'standby' : 'ended';
}
