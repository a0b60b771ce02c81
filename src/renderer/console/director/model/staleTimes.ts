import type { SegmentId } from '#shared/model/ids';
import { prompterScriptMs } from '#shared/run/prompterPosition';
import { segmentContent } from '#shared/run/segmentContent';
import { currentSegment, plannedSegment, runOn, type StudioState } from '#shared/run/state';
import { forecastFromStarts, staleClockTimes, type StaleClockTime } from '#shared/script/clockTimes';
import { forecast } from '#shared/timing/forecast';
import type { StudioMs } from '#shared/timing/vector';
import { lateStartSec } from '../../showTimes.ts';

/** By segment: clock times its script still says and the forecast has made wrong. */
export function staleTimesBySegment(
  state: StudioState,
  now: StudioMs,
): ReadonlyMap<SegmentId, readonly StaleClockTime[]> {
  const run = runOn(state);
  const { plan } = state;
  if (plan === null || run === null) return new Map();
  const lateSec = lateStartSec(plan, run);
  const forecastSec = forecastFromStarts(
    forecast(run, now).rows.flatMap(({ plannedStartMs, startMs }) =>
      plannedStartMs === null
        ? []
        : [{ plannedStartSec: plannedStartMs / 1000, forecastStartSec: startMs / 1000 + lateSec }],
    ),
  );
  const { segmentId } = currentSegment(run);
  const readMs = prompterScriptMs(state, now);
  const reading = plannedSegment(state)?.script.findLast((each) => each.atSec * 1000 <= readMs);
  const skipped = new Set(
    run.segments.filter((each) => each.status === 'skipped').map((each) => each.segmentId),
  );
  const stale = staleClockTimes({
    // In the order of the run; of what is over only the planned times count, nobody reads it any more.
    segments: run.segments.flatMap((each, index) => {
      const segment = segmentContent(plan, each);
      return segment === null || each.inserted?.kind === 'blank' || each.inserted?.kind === 'product'
        ? []
        : [
            {
              id: each.segmentId,
              startSec: segment.startSec,
              script: index < run.currentIndex ? [] : segment.script,
            },
          ];
    }),
    scheduledStart: plan.show.scheduledStart,
    otherMomentsSec: plan.promotions.flatMap((each) => [each.startSec, each.endSec]),
    forecastSec,
    readUpTo: reading === undefined ? null : { segmentId, paragraphId: reading.id, charOffset: 0 },
  });
  return Map.groupBy(
    stale.filter((each) => !skipped.has(each.segmentId)),
    (each) => each.segmentId,
  );
}
