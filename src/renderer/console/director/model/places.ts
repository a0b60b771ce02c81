import type { SegmentId } from '#shared/model/ids';
import type { RunState } from '#shared/run/state';

/** After which segment a waiting one comes when it changes places with the waiting one above or below; null at the edge. */
export function placeBeside(run: RunState, segmentId: SegmentId, direction: 'up' | 'down'): SegmentId | null {
  const index = run.segments.findIndex((each) => each.segmentId === segmentId);
  if (run.segments[index]?.status !== 'pending') return null;
  const waits = (each: RunState['segments'][number], at: number): boolean =>
    at > run.currentIndex && each.status === 'pending';
  if (direction === 'down') {
    return run.segments.find((each, at) => at > index && waits(each, at))?.segmentId ?? null;
  }
  const above = run.segments.findLastIndex((each, at) => at < index && waits(each, at));
  return above === -1 ? null : (run.segments[above - 1]?.segmentId ?? null);
}
