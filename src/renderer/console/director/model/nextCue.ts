import type { PlannedCue } from '#shared/model/events';
import { armedCues, type RunState } from '#shared/run/state';
import { positionAt, type StudioMs } from '#shared/timing/vector';

/**
 * The cue of this segment that comes next, and the show time until then. When no later one is left, a manual
 * one whose moment has passed still waits for a hand (`inMs` 0); null when there is none at all.
 */
export function nextCue(
  run: RunState,
  now: StudioMs,
): { readonly cue: PlannedCue; readonly inMs: number } | null {
  const elapsedMs = positionAt(run.segmentClock, now);
  const armed = armedCues(run);
  const cue = armed.find((each) => each.mode === 'auto' || each.atMs >= elapsedMs) ?? armed[0];
  return cue === undefined ? null : { cue, inMs: Math.max(0, cue.atMs - elapsedMs) };
}

/** The manual cue of this segment that a hand would fire next; null when none waits. */
export const nextManualCue = (run: RunState): PlannedCue | null =>
  armedCues(run).find(({ mode }) => mode === 'manual') ?? null;
