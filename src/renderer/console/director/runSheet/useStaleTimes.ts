import { useMemo } from 'react';
import { useNow, useStudio } from '../../../common/StudioProvider.tsx';
import { staleTimesBySegment } from '../model/staleTimes.ts';

/** A stated minute turns wrong by the minute; there is no need to look oftener. */
const LOOK_EVERY_MS = 3000;

/** Clock times of the script that the forecast has made wrong, by segment. */
export function useStaleTimes() {
  const { state } = useStudio();
  const now = useNow(LOOK_EVERY_MS);
  return useMemo(() => staleTimesBySegment(state, now), [state, now]);
}
