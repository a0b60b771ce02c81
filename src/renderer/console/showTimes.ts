import type { ShowPlan } from '#shared/model/showPlan';
import type { RunState } from '#shared/run/state';

/**
 * The wall clock, in epoch ms, that show time 0 stands for. A live run counts from when it began; a
 * rehearsal, whose time may run faster, is shown as if it had begun when the show is planned to.
 */
export function showStartsAtMs(plan: ShowPlan, run: RunState | null): number {
  return Date.parse(run?.mode === 'live' ? run.startedWall : plan.show.scheduledStart);
}

const NEAR_MS = 6 * 3600_000;

/** How late, in seconds, the run began against the plan; 0 for a rehearsal and for a show played on another day. */
export function lateStartSec(plan: ShowPlan, run: RunState): number {
  if (run.mode !== 'live') return 0;
  const lateMs = Date.parse(run.startedWall) - Date.parse(plan.show.scheduledStart);
  return Math.abs(lateMs) > NEAR_MS ? 0 : lateMs / 1000;
}
