import type { SegmentId } from '#shared/model/ids';
import { NO_SWITCHER } from '#shared/run/decide/index';
import { decide } from '#shared/run/decide/index';
import { commandSchema } from '#shared/model/commands';
import { SYSTEM_ACTOR } from '#shared/model/events';
import { ROLES } from '#shared/model/roles';
import type { StudioState } from '#shared/run/state';
import type { StudioMs } from '#shared/timing/vector';

export type TimingOffer = {
  readonly segmentId: SegmentId;
  readonly beforeSec: number;
  readonly afterSec: number;
  /** What it really was; differs from `afterSec` where the segment’s limits forbid it. */
  readonly playedSec: number;
};

/** What adopting the last run's times would change, segment by segment, as the core would do it. */
export function timingOffers(state: StudioState, now: StudioMs): readonly TimingOffer[] {
  const segmentIds = state.plan?.segments.map((segment) => segment.id) ?? [];
  if (state.run === null || segmentIds.length === 0) return [];
  const command = commandSchema.parse({ id: 'foreseen', type: 'timings.adopt', payload: { segmentIds } });
  const decision = decide(state, command, {
    now,
    actor: SYSTEM_ACTOR,
    roles: ROLES,
    newId: () => 'foreseen',
    switcher: NO_SWITCHER,
    hasEvidence: () => false,
    rehearsalSpeed: 1,
  });
  if (!decision.ok) return [];
  return decision.value.flatMap((event) =>
    event.type === 'timings.adopted'
      ? event.payload.durations.map((each) => ({ ...each, playedSec: playedSec(state, each.segmentId) }))
      : [],
  );
}

function playedSec(state: StudioState, segmentId: SegmentId): number {
  const segment = state.run?.segments.find((each) => each.segmentId === segmentId);
  return segment === undefined || segment.enteredMs === null || segment.leftMs === null
    ? 0
    : Math.round((segment.leftMs - segment.enteredMs) / 1000);
}
