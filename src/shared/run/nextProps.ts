import type { Prop, Segment, ShowPlan } from '../model/showPlan.ts';
import type { StudioMs } from '../timing/vector.ts';
import { positionAt } from '../timing/vector.ts';
import { segmentContent } from './segmentContent.ts';
import { currentSegment, durationMs, nextIndex, runOn, type StudioState } from './state.ts';

/** So much show time before a segment ends, the props of the next one are called for (requirement PREP-02). */
export const PROPS_LEAD_MS = 3 * 60_000;

export type PropsAhead = {
  readonly segment: Segment;
  /** Show time until the next segment is due, ms; negative when the current one is over time. */
  readonly dueInMs: number;
  readonly props: readonly Prop[];
};

/** What a segment needs on the table. A file may say it at the segment, at the prop, or at both. */
export function propsOfSegment(plan: ShowPlan, segment: Segment): readonly Prop[] {
  return plan.props.filter(
    (prop) => segment.propIds.includes(prop.id) || prop.segmentIds.includes(segment.id),
  );
}

/** The segment after the current one with its props, whenever it is due; null without a run or at its end. */
export function propsAhead(state: StudioState, now: StudioMs): PropsAhead | null {
  const run = runOn(state);
  if (run === null || state.plan === null) return null;
  const index = nextIndex(run);
  const next = index === null ? undefined : run.segments[index];
  const segment = next === undefined ? null : segmentContent(state.plan, next);
  if (segment === null) return null;
  const dueInMs = durationMs(currentSegment(run)) - positionAt(run.segmentClock, now);
  return { segment, dueInMs, props: propsOfSegment(state.plan, segment) };
}

/** The same, but only when it is time to fetch them: something is needed and at most 3 minutes are left. */
export function propsToFetch(state: StudioState, now: StudioMs): PropsAhead | null {
  const ahead = propsAhead(state, now);
  return ahead !== null && ahead.props.length > 0 && ahead.dueInMs <= PROPS_LEAD_MS ? ahead : null;
}
