import type { RunState, SegmentRun } from '#shared/run/state';

/** The row of the run sheet that has the focus, else the one that is chosen. */
export function rowAtHand(run: RunState): SegmentRun | null {
  const row =
    document.activeElement?.closest('.sheet-row') ??
    document.querySelector('.sheet-row[aria-pressed="true"]');
  const id = row?.getAttribute('data-segment');
  return run.segments.find((each) => each.segmentId === id) ?? null;
}
