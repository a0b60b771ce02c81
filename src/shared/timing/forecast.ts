import { currentSegment, durationMs, plannedEndMs as endOfPlanMs, type RunState } from '../run/state.ts';
import type { SegmentId } from '../model/ids.ts';
import { positionAt, type StudioMs } from './vector.ts';

export type ForecastRow = {
  readonly segmentId: SegmentId;
  /** All on the show clock, ms since the start. null: it was inserted, the plan has no time for it. */
  readonly plannedStartMs: number | null;
  readonly plannedEndMs: number | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly status: 'pending' | 'current' | 'done' | 'skipped';
};

export type Forecast = {
  readonly rows: readonly ForecastRow[];
  /** Of the current segment: time left until its end; negative when over. */
  readonly remainingMs: number;
  readonly plannedEndMs: number;
  readonly endMs: number;
  /** Forecast end minus planned end: positive = late. */
  readonly deviationMs: number;
};

/**
 * Planned, as-run and forecast times of a run at one instant.
 * The current segment ends when its remaining time is over, or now when it is over time already;
 * everything after follows without gaps, skipped segments taking no time.
 */
export function forecast(run: RunState, now: StudioMs): Forecast {
  const showMs = positionAt(run.showClock, now);
  const current = currentSegment(run);
  const remainingMs = durationMs(current) - positionAt(run.segmentClock, now);
  let cursorMs = showMs + Math.max(0, run.phase === 'ended' ? 0 : remainingMs);
  let doneMs = 0;
  const rows = run.segments.map((segment, index): ForecastRow => {
    const planned = {
      segmentId: segment.segmentId,
      plannedStartMs: segment.inserted === null ? segment.planned.startMs : null,
      plannedEndMs: segment.inserted === null ? segment.planned.startMs + segment.planned.durationMs : null,
    };
    if (index < run.currentIndex || segment.status === 'done') {
      const startMs = segment.enteredMs ?? doneMs;
      doneMs = segment.leftMs ?? startMs;
      return { ...planned, startMs, endMs: doneMs, status: segment.status };
    }
    if (index === run.currentIndex) {
      return {
        ...planned,
        startMs: segment.enteredMs ?? showMs,
        endMs: segment.leftMs ?? cursorMs,
        status: segment.status,
      };
    }
    const startMs = cursorMs;
    if (segment.status === 'pending' && run.phase === 'on') cursorMs += durationMs(segment);
    return { ...planned, startMs, endMs: cursorMs, status: segment.status };
  });
  const plannedEndMs = endOfPlanMs(run);
  return { rows, remainingMs, plannedEndMs, endMs: cursorMs, deviationMs: cursorMs - plannedEndMs };
}
