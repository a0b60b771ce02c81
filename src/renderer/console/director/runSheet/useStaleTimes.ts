import { useMemo } from 'react';
import { runOn } from '#shared/run/state';
import { useNow, useStudio } from '../../../common/StudioProvider.tsx';
import { staleTimesBySegment } from '../model/staleTimes.ts';

/** A stated minute turns wrong by the minute; there is no need to look oftener. */
const LOOK_EVERY_MS = 3000;

export function useStaleTimes() {
  const { state } = useStudio();
  const now = useNow(LOOK_EVERY_MS);
  const run = runOn(state);
  // Cues, cards and messages change the state all the time and no time that is said.
  // oxlint-disable-next-line react/exhaustive-deps
  return useMemo(
    () => staleTimesBySegment(state, now),
    [state.plan, run?.segments, run?.segmentClock, run?.prompter, now],
  );
}
