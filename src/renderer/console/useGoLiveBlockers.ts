import { useMemo } from 'react';
import { goLiveBlockers, type Blocker } from '#shared/run/goLiveGate';
import { switcherFacts } from '#shared/run/switcherFacts';
import { useStudio } from '../common/StudioProvider.tsx';

/** What keeps the show from going live. It reads every text of the script, so only what it depends on makes it anew. */
export function useGoLiveBlockers(): readonly Blocker[] {
  const { state, live } = useStudio();
  const { plan, prep, run } = state;
  const switcher = live?.switcher ?? null;
  const phase = run?.phase;
  return useMemo(
    () => goLiveBlockers(state, switcherFacts(switcher)),
    // oxlint-disable-next-line react/exhaustive-deps -- of the rest of the state only the phase of the run counts
    [plan, prep, phase, switcher],
  );
}
