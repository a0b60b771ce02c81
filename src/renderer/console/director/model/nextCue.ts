import type { PlannedCue } from '#shared/model/events';
import { cueRun, currentSegment, type RunState } from '#shared/run/state';
import { positionAt, type StudioMs } from '#shared/timing/vector';

/** The cue of this segment that comes next, and the show time until then; null when there is none left. */
export function nextCue(run: RunState, now: StudioMs): { readonly cue: PlannedCue; readonly inMs: number } | null {
  const elapsedMs = positionAt(run.segmentClock, now);
  const cue = currentSegment(run).planned.cues.find((each) => cueRun(run, each.cueId).status === 'armed' && (each.mode === 'auto' || each.atMs >= elapsedMs));
  return cue === undefined ? null : { cue, inMs: Math.max(0, cue.atMs - elapsedMs) };
}
