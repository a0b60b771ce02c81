import { useEffect, useMemo, useState } from 'react';
import { useStudio, useStudioClient } from '../../../common/StudioProvider.tsx';
import { staleTimesBySegment } from '../model/staleTimes.ts';

/** A stated minute turns wrong by the minute; there is no need to look oftener. */
const LOOK_EVERY_MS = 3000;

/**
 * Clock times of the script that the forecast has made wrong, by segment. Looking reads every text: it is
 * done every 3 s and when the plan or the segments of the run change, not with every event.
 */
export function useStaleTimes() {
  const client = useStudioClient();
  const { plan, run } = useStudio().state;
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setLooks((before) => before + 1), LOOK_EVERY_MS);
    return () => window.clearInterval(timer);
  }, []);
  return useMemo(
    () => staleTimesBySegment(client.view.state, client.now()),
    // oxlint-disable-next-line react/exhaustive-deps -- these say when to look, not at what
    [client, plan, run?.segments, run?.runId, looks],
  );
}
