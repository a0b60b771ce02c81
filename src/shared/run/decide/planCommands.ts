import { ok, refuse } from '../../errors.ts';
import type { ParagraphId, SegmentId } from '../../model/ids.ts';
import { spliceBetween } from '../../script/splice.ts';
import { prompterScriptMs } from '../prompterPosition.ts';
import { scriptSegmentId } from '../segmentContent.ts';
import { runOn } from '../state.ts';
import type { Decider } from './context.ts';

/** Before a run the text is the planner's; during one the floor mends it too. What was read, or is being read, stays as it was said. */
export const editScript: Decider<'script.edit'> = (
  state,
  { segmentId, paragraphId, text }: { segmentId: SegmentId; paragraphId: ParagraphId; text: string },
  { now, roles },
) => {
  if (state.plan === null) return refuse('NO_SHOW_OPEN');
  const segment = state.plan.segments.find((each) => each.id === segmentId);
  if (segment === undefined) return refuse('UNKNOWN_SEGMENT', { segmentId });
  const paragraph = segment.script.find((each) => each.id === paragraphId);
  if (paragraph === undefined) return refuse('UNKNOWN_PARAGRAPH', { paragraphId });
  const run = runOn(state);
  if (run === null && !roles.some((role) => role === 'planner' || role === 'admin')) {
    return refuse('ROLE_FORBIDDEN', { roles: roles.join(', '), command: 'script.edit' });
  }
  if (run !== null) {
    // Of all its visits, repeats included.
    const readMs = run.segments
      .filter((each) => scriptSegmentId(each) === segmentId)
      .reduce(
        (read, { status }) =>
          status === 'done'
            ? Infinity
            : status === 'current'
              ? Math.max(read, prompterScriptMs(state, now))
              : read,
        -1,
      );
    if (paragraph.atSec * 1000 <= readMs) return refuse('PARAGRAPH_ALREADY_READ', { paragraphId });
  }
  return ok(
    paragraph.text === text
      ? []
      : [
          {
            type: 'script.edited',
            payload: { segmentId, paragraphId, splice: spliceBetween(paragraph.text, text) },
          },
        ],
  );
};

/** Takes over how long the segments of the last rehearsal really were, kept within each segment's limits. */
export const adoptTimings: Decider<'timings.adopt'> = (state, { segmentIds }) => {
  const { plan, run } = state;
  if (plan === null) return refuse('NO_SHOW_OPEN');
  if (run?.phase === 'on') return refuse('RUN_ALREADY_ON');
  const durations = segmentIds.flatMap((segmentId) => {
    const segment = plan.segments.find((each) => each.id === segmentId);
    const played = run?.segments.find((each) => each.segmentId === segmentId);
    if (
      segment === undefined ||
      played?.enteredMs == null ||
      played.leftMs === null ||
      played.status !== 'done'
    )
      return [];
    // Cues and paragraphs keep their seconds, so the segment can't become shorter than the last of them.
    const lastAtSec = Math.max(
      ...[...segment.script, ...segment.sceneCues, ...(segment.productCues ?? [])].map((each) => each.atSec),
      0,
    );
    const afterSec = Math.min(
      segment.maxDurationSec,
      Math.max(segment.minDurationSec, lastAtSec + 1, Math.round((played.leftMs - played.enteredMs) / 1000)),
    );
    return afterSec === segment.durationSec ? [] : [{ segmentId, beforeSec: segment.durationSec, afterSec }];
  });
  return ok(durations.length === 0 ? [] : [{ type: 'timings.adopted', payload: { durations } }]);
};
