import type { SegmentId } from '#shared/model/ids';
import { prompterScriptMs } from '#shared/run/prompterPosition';
import { currentSegment, runOn, type StudioState } from '#shared/run/state';
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
    forecast(run, now).rows.map((row) => ({
      plannedStartSec: row.plannedStartMs / 1000,
      forecastStartSec: row.startMs / 1000 + lateSec,
    })),
  );
  const { segmentId } = currentSegment(run);
  const readMs = prompterScriptMs(state, now);
  const reading = plan.segments
    .find((each) => each.id === segmentId)
    ?.script.findLast((each) => each.atSec * 1000 <= readMs);
  const skipped = new Set(
    run.segments.filter((each) => each.status === 'skipped').map((each) => each.segmentId),
  );
  const stale = staleClockTimes({
    segments: plan.segments,
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
