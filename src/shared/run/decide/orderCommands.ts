import { ok, refuse, type Result } from '../../errors.ts';
import type { CommandOf } from '../../model/commands.ts';
import type { InsertedSource, PlannedSegment } from '../../model/events.ts';
import { cueIdSchema, segmentIdSchema, type SegmentId } from '../../model/ids.ts';
import { findItem } from '../../model/showPlan.ts';
import { forecast } from '../../timing/forecast.ts';
import { scheduled } from '../plannedCues.ts';
import { scriptSegmentId } from '../segmentContent.ts';
import { movedAfter } from '../segmentOrder.ts';
import { currentSegment, type RunState, type StudioState } from '../state.ts';
import { duringRun, type DecideContext, type Decision } from './context.ts';

type InsertPayload = CommandOf<'segment.insert'>['payload'];

/** Moves a segment that waits to another place among those that do; what is on and what is over stay. */
export const reorderSegment = duringRun<{ segmentId: SegmentId; afterSegmentId: SegmentId }>(
  (run, { segmentId, afterSegmentId }) => {
    const segment = run.segments.find((each) => each.segmentId === segmentId);
    if (segment === undefined) return refuse('UNKNOWN_SEGMENT', { segmentId });
    if (segment.status !== 'pending') return refuse('SEGMENT_NOT_PENDING', { segmentId });
    const hindrance = placeHindrance(run, afterSegmentId);
    if (hindrance !== null) return hindrance;
    const places = movedAfter(run.segments, segmentId, afterSegmentId);
    return places.every((each, index) => each === run.segments[index])
      ? ok([])
      : ok([{ type: 'segment.reordered', payload: { segmentId, afterSegmentId } }]);
  },
);

/** Gives the run one more segment: a segment of the plan again, a product again, or a short bridge. The plan stays. */
export const insertSegment = duringRun<InsertPayload>((run, payload, context, state) => {
  const afterSegmentId = payload.afterSegmentId ?? currentSegment(run).segmentId;
  const hindrance = placeHindrance(run, afterSegmentId);
  if (hindrance !== null) return hindrance;
  const made = newSegment(state, run, payload.source, context);
  if (!made.ok) return made;
  const before = forecast(run, context.now).rows.find((row) => row.segmentId === afterSegmentId);
  const planned = { ...made.value.planned, startMs: before?.endMs ?? 0 };
  return ok([{ type: 'segment.inserted', payload: { afterSegmentId, source: made.value.source, planned } }]);
});

function placeHindrance(run: RunState, afterSegmentId: SegmentId): Decision | null {
  const index = run.segments.findIndex((each) => each.segmentId === afterSegmentId);
  if (index === -1) return refuse('UNKNOWN_SEGMENT', { segmentId: afterSegmentId });
  return index < run.currentIndex ? refuse('SEGMENT_PLACE_PAST', { segmentId: afterSegmentId }) : null;
}

function newSegment(
  { plan }: StudioState,
  run: RunState,
  source: InsertPayload['source'],
  { newId }: DecideContext,
): Result<{ readonly source: InsertedSource; readonly planned: PlannedSegment }> {
  if (plan === null) return refuse('NO_SHOW_OPEN');
  const segmentId = segmentIdSchema.parse(newId());
  const ownId = () => cueIdSchema.parse(newId());
  if (source.kind === 'repeat') {
    // A repeat of a repeat is one of what that was made of.
    const wanted = run.segments.find((each) => each.segmentId === source.segmentId);
    if (wanted?.inserted?.kind === 'blank' || wanted?.inserted?.kind === 'product') {
      const cues = wanted.planned.cues.map((cue) => ({ ...cue, cueId: ownId() }));
      return ok({ source: wanted.inserted, planned: { ...wanted.planned, segmentId, cues } });
    }
    const planId = wanted === undefined ? source.segmentId : scriptSegmentId(wanted);
    const segment = plan.segments.find((each) => each.id === planId);
    if (segment === undefined) return refuse('UNKNOWN_SEGMENT', { segmentId: source.segmentId });
    const planned = scheduled(plan, segment, 0);
    const cues = planned.cues.map((cue) => ({ ...cue, cueId: ownId() }));
    return ok({
      source: { kind: 'repeat', segmentId: planId },
      planned: { ...planned, segmentId, cues },
    });
  }
  const durationMs = source.durationSec * 1000;
  const open = { segmentId, startMs: 0, durationMs, minMs: 5000, maxMs: 3_600_000 };
  if (source.kind === 'blank')
    return ok({ source: { kind: 'blank', title: source.title }, planned: { ...open, cues: [] } });
  const { itemId } = source;
  if (findItem(plan, itemId) === null) return refuse('UNKNOWN_ITEM', { itemId });
  // The card comes with the segment; the price waits for a hand, as nobody wrote when it is said.
  const cue = { targetId: itemId, atMs: 0 };
  return ok({
    source: { kind: 'product', itemId },
    planned: {
      ...open,
      cues: [
        { ...cue, cueId: ownId(), kind: 'card', mode: 'auto' },
        { ...cue, cueId: ownId(), kind: 'price', mode: 'manual' },
      ],
    },
  });
}
