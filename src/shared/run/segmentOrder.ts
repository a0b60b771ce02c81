import { cueIdSchema, type RequestId, type SegmentId } from '../model/ids.ts';
import type { CueRun, SegmentRun } from './state.ts';

/**
 * The order of a run. Only what is still to come changes places: `run.segments` up to the current one is
 * what really happened, in the order in which it did.
 */

/** The segments with one of them moved to right after another; as they were when either is not there. */
export function movedAfter(
  segments: readonly SegmentRun[],
  segmentId: SegmentId,
  afterSegmentId: SegmentId,
): readonly SegmentRun[] {
  const moved = segments.find((each) => each.segmentId === segmentId);
  if (moved === undefined || segmentId === afterSegmentId) return segments;
  return insertedAfter(
    segments.filter((each) => each !== moved),
    moved,
    afterSegmentId,
  );
}

/** The segments with a new one right after another; at the end when that one is not there. */
export function insertedAfter(
  segments: readonly SegmentRun[],
  inserted: SegmentRun,
  afterSegmentId: SegmentId,
): readonly SegmentRun[] {
  const index = segments.findIndex((each) => each.segmentId === afterSegmentId);
  const at = index === -1 ? segments.length : index + 1;
  return [...segments.slice(0, at), inserted, ...segments.slice(at)];
}

/**
 * The segments as before a take, with what was extended, skipped, restored, moved or inserted since. What
 * waits, but would stand before the current segment again, comes right after it: else it would never run.
 * `openRequestId`: the switch that is still under way, if one is.
 */
export function withoutTake(
  before: readonly SegmentRun[],
  since: readonly SegmentRun[],
  currentId: SegmentId,
  openRequestId: RequestId | null,
): readonly SegmentRun[] {
  const was = new Map(before.map((each) => [each.segmentId, each]));
  const all = since.map((now): SegmentRun => {
    const each = was.get(now.segmentId);
    if (each === undefined) return now;
    const waits = each.status === 'pending' || each.status === 'skipped';
    const changed =
      waits && (now.status === 'pending' || now.status === 'skipped')
        ? { status: now.status, reason: now.reason }
        : {};
    return {
      ...each,
      adjustMs: now.adjustMs,
      cues: withSettled(each.cues, now.cues, openRequestId),
      ...changed,
    };
  });
  const index = all.findIndex((each) => each.segmentId === currentId);
  const waiting = all.slice(0, index).filter((each) => each.status === 'pending');
  return [
    ...all.slice(0, index).filter((each) => each.status !== 'pending'),
    ...all.slice(index, index + 1),
    ...waiting,
    ...all.slice(index + 1),
  ];
}

/** Cues as before a take. A request that was under way then may be settled by now, with nobody left to note it. */
function withSettled(
  before: SegmentRun['cues'],
  since: SegmentRun['cues'],
  openRequestId: RequestId | null,
): SegmentRun['cues'] {
  const entries = Object.entries(before).flatMap(([cueId, cue]): [string, CueRun][] => {
    if (cue.status !== 'requested') return [[cueId, cue]];
    const noted = since[cueIdSchema.parse(cueId)];
    if (noted !== undefined) return [[cueId, noted]];
    return cue.requestId === openRequestId ? [[cueId, cue]] : [];
  });
  return Object.fromEntries(entries);
}
