import { ok, refuse } from '../../errors.ts';
import type { EventBody } from '../../model/events.ts';
import { requestIdSchema, runIdSchema, type SegmentId } from '../../model/ids.ts';
import { positionAt, type StudioMs } from '../../timing/vector.ts';
import { goLiveBlockers, isGateOpen } from '../goLiveGate.ts';
import { plannedSegments } from '../plannedCues.ts';
import { carryScriptMs } from '../../script/scriptTimeline.ts';
import { currentScript, prompterScriptMs } from '../prompterPosition.ts';
import {
  currentSegment,
  durationMs,
  isHeld,
  nextIndex,
  plannedEndMs,
  previousIndex,
  type RunState,
  type StudioState,
} from '../state.ts';
import { drillEnd } from './drillCommands.ts';
import { duringRun, type DecideContext, type Decider, type Decision } from './context.ts';

/** The same command again within this time is the same press: hands bounce, and so do clickers. */
export const DOUBLE_TAKE_MS = 300;
/** How long a take can be undone. Real time, whatever the speed of a rehearsal. */
export const UNDO_WINDOW_MS = 5000;

export const startRun: Decider<'run.start'> = (state, { mode, speed: asked, advance }, context) => {
  const speed = asked ?? (mode === 'live' ? 1 : context.rehearsalSpeed);
  const { plan } = state;
  if (plan === null) return refuse('NO_SHOW_OPEN');
  if (state.run?.phase === 'on') return refuse('RUN_ALREADY_ON');
  if (mode === 'live') {
    if (speed !== 1) return refuse('LIVE_IS_REAL_TIME');
    const blockers = goLiveBlockers(state, context.switcher);
    if (!isGateOpen(blockers, state.prep.override)) return refuse('GATE_BLOCKED', { count: blockers.length });
  }
  const planned = plannedSegments(plan);
  const first = planned[0];
  if (first === undefined) return refuse('NO_NEXT_SEGMENT');
  return ok([
    {
      type: 'run.started',
      payload: {
        runId: runIdSchema.parse(context.newId()),
        mode,
        speed,
        advance,
        charsPerMinute: plan.show.prompter.charsPerMinute,
        plan: planned,
      },
    },
    { type: 'segment.entered', payload: { segmentId: first.segmentId, cause: 'start', reason: null } },
  ]);
};

export const setAdvance = duringRun<{ advance: 'manual' | 'auto' }>((_run, { advance }) =>
  ok([{ type: 'run.advanceSet', payload: { advance } }]),
);

export const endRun = duringRun<object>((run, _payload, { now }, state) => {
  const elapsedMs = positionAt(run.showClock, now);
  const closed: EventBody[] =
    run.incident === null
      ? []
      : [
          {
            type: 'incident.closed',
            payload: {
              contingencyId: run.incident.contingencyId,
              lossMs: now - run.incident.openedAt,
              note: '',
            },
          },
        ];
  return ok([
    ...closed,
    ...drillEnd(run, 'runEnd', now),
    ...retract(run, 'runEnd'),
    prompterMark(state, run, now, 'hold'),
    { type: 'run.ended', payload: { elapsedMs, overrunMs: elapsedMs - plannedEndMs(run) } },
  ]);
});

export const nextSegment = duringRun<{ from?: SegmentId | undefined }>((run, { from }, context) => {
  if (isDoubleTake(run, 'take', context)) return ok([]);
  if (from !== undefined && from !== currentSegment(run).segmentId) return changed(run);
  return enter(run, nextIndex(run), 'take', null);
});

export const previousSegment = duringRun<{ from?: SegmentId | undefined }>((run, { from }, context) => {
  if (isDoubleTake(run, 'back', context)) return ok([]);
  if (from !== undefined && from !== currentSegment(run).segmentId) return changed(run);
  const index = previousIndex(run);
  return index === null ? refuse('NO_PREVIOUS_SEGMENT') : enter(run, index, 'back', null);
});

/** Ends the current segment before its time, on purpose and with a reason; with the last one the run ends. */
export const endSegment = duringRun<{ reason: string; from?: SegmentId | undefined }>(
  (run, { reason, from }, context, state) => {
    if (isDoubleTake(run, 'end', context)) return ok([]);
    if (from !== undefined && from !== currentSegment(run).segmentId) return changed(run);
    return leaveFor(state, run, 'end', reason, context);
  },
);

/** On to the next segment; after the last one the run is over, and the log says why. */
function leaveFor(
  state: StudioState,
  run: RunState,
  cause: 'end' | 'skip',
  reason: string,
  context: DecideContext,
): Decision {
  const index = nextIndex(run);
  if (index !== null) return enter(run, index, cause, reason);
  const ended = endRun(state, {}, context);
  const { segmentId } = currentSegment(run);
  return ended.ok
    ? ok([{ type: 'segment.closed', payload: { segmentId, cause, reason } }, ...ended.value])
    : ended;
}

/** Holding stops cues, clock and text; the show goes on. The text is marked where it stands, so that it resumes from there. */
export const holdSegment = duringRun<object>((run, _payload, { now }, state) =>
  isHeld(run)
    ? refuse('ALREADY_HELD')
    : ok([
        prompterMark(state, run, now, 'hold'),
        { type: 'segment.held', payload: { segmentId: currentSegment(run).segmentId } },
      ]),
);

export const resumeSegment = duringRun<object>((run, _payload, { now }, state) =>
  isHeld(run)
    ? ok([
        prompterMark(state, run, now, 'release'),
        { type: 'segment.resumed', payload: { segmentId: currentSegment(run).segmentId } },
      ])
    : refuse('NOT_HELD'),
);

function prompterMark(
  state: StudioState,
  run: RunState,
  now: StudioMs,
  cause: 'hold' | 'release',
): EventBody {
  const { segmentId, running, charsPerMinute } = run.prompter;
  return {
    type: 'prompter.moved',
    payload: { segmentId, scriptMs: prompterScriptMs(state, now), running, charsPerMinute, cause },
  };
}

type Adjust = { segmentId?: SegmentId | undefined; deltaSec: number; reason?: string | undefined };
export const extendSegment = duringRun<Adjust>((run, payload, context, state) =>
  adjust(state, run, payload, payload.deltaSec * 1000, context),
);
export const shortenSegment = duringRun<Adjust>((run, payload, context, state) =>
  adjust(state, run, payload, -payload.deltaSec * 1000, context),
);

function adjust(
  state: StudioState,
  run: RunState,
  payload: Adjust,
  deltaMs: number,
  { now }: DecideContext,
): Decision {
  const segmentId = payload.segmentId ?? currentSegment(run).segmentId;
  const segment = run.segments.find((each) => each.segmentId === segmentId);
  if (segment === undefined) return refuse('UNKNOWN_SEGMENT', { segmentId });
  if (segment.status !== 'pending' && segment.status !== 'current')
    return refuse('SEGMENT_NOT_PENDING', { segmentId });
  const wanted = durationMs(segment) + deltaMs;
  const { minMs, maxMs } = segment.planned;
  // Moving back towards the allowed range is always fine, so that an overrun can be mended in steps.
  const outside = deltaMs > 0 ? wanted > maxMs : wanted < minMs;
  if (outside) return refuse('SEGMENT_LIMIT', { segmentId, minSec: minMs / 1000, maxSec: maxMs / 1000 });
  const elapsedMs = segment.status === 'current' ? positionAt(run.segmentClock, now) : 0;
  if (deltaMs < 0 && wanted < elapsedMs)
    return refuse('SEGMENT_ALREADY_PAST', { segmentId, elapsedSec: Math.floor(elapsedMs / 1000) });
  const extended: EventBody = {
    type: 'segment.extended',
    payload: { segmentId, deltaMs, reason: payload.reason ?? null },
  };
  return ok(
    segment.status === 'current' ? [extended, carriedPrompter(state, run, deltaMs, now)] : [extended],
  );
}

/** A new length moves the end of the text's last wait; what is being read stays where it is. */
function carriedPrompter(state: StudioState, run: RunState, deltaMs: number, now: StudioMs): EventBody {
  const { segmentId, running, charsPerMinute } = run.prompter;
  const before = currentScript(state);
  const adjusted = run.segments.map((each, index) =>
    index === run.currentIndex ? { ...each, adjustMs: each.adjustMs + deltaMs } : each,
  );
  const after = currentScript({ ...state, run: { ...run, segments: adjusted } });
  const readMs = prompterScriptMs(state, now);
  const scriptMs = before === null || after === null ? readMs : carryScriptMs(before, after, readMs);
  return {
    type: 'prompter.moved',
    payload: { segmentId, scriptMs, running, charsPerMinute, cause: 'carry' },
  };
}

export const skipSegment = duringRun<{ segmentId: SegmentId; reason: string }>(
  (run, { segmentId, reason }, context, state) => {
    const segment = run.segments.find((each) => each.segmentId === segmentId);
    if (segment === undefined) return refuse('UNKNOWN_SEGMENT', { segmentId });
    if (segment.status === 'current') return leaveFor(state, run, 'skip', reason, context);
    if (segment.status !== 'pending') return refuse('SEGMENT_NOT_PENDING', { segmentId });
    return ok([{ type: 'segment.skipped', payload: { segmentId, reason } }]);
  },
);

export const restoreSegment = duringRun<{ segmentId: SegmentId }>((run, { segmentId }) => {
  const index = run.segments.findIndex((each) => each.segmentId === segmentId);
  const segment = run.segments[index];
  if (segment === undefined) return refuse('UNKNOWN_SEGMENT', { segmentId });
  return segment.status === 'skipped' && index > run.currentIndex
    ? ok([{ type: 'segment.restored', payload: { segmentId } }])
    : refuse('SEGMENT_NOT_PENDING', { segmentId });
});

/** Gives back segment, prompter, card and scene as they were before the last take. */
export const undoTake = duringRun<object>((run, _payload, { now, newId }, state) => {
  if (run.undo === null) return refuse('NOTHING_TO_UNDO');
  if (now - run.undo.takenAt > UNDO_WINDOW_MS)
    return refuse('UNDO_TOO_LATE', { windowSec: UNDO_WINDOW_MS / 1000 });
  const { segments, currentIndex, programSceneId } = run.undo.before;
  const segment = segments[currentIndex];
  if (segment === undefined) return refuse('NOTHING_TO_UNDO');
  const events: EventBody[] = [{ type: 'take.undone', payload: { segmentId: segment.segmentId } }];
  // A segment whose time is over would be left again at once.
  const overtime = positionAt(run.undo.before.segmentClock, now) >= durationMs(segment);
  if (run.advance === 'auto' && overtime)
    events.push({ type: 'run.advanceSet', payload: { advance: 'manual' } });
  const showing = state.output.desired?.sceneId ?? state.output.program?.sceneId ?? null;
  // Out of the safe scene leads only the release of the panic cut.
  const mayShow = state.output.panic === null;
  if (mayShow && programSceneId !== null && programSceneId !== showing) {
    events.push({
      type: 'scene.requested',
      payload: {
        requestId: requestIdSchema.parse(newId()),
        sceneId: programSceneId,
        source: 'undo',
        transition: 'Cut',
      },
    });
  }
  return ok(events);
});

/** Enters the segment at `index`; the card of the one that is left goes with it. */
export function enter(
  run: RunState,
  index: number | null,
  cause: 'take' | 'back' | 'auto' | 'end' | 'skip',
  reason: string | null,
): Decision {
  const segment = index === null ? undefined : run.segments[index];
  if (segment === undefined) return refuse('NO_NEXT_SEGMENT');
  return ok([
    { type: 'segment.entered', payload: { segmentId: segment.segmentId, cause, reason } },
    ...retract(run, 'segmentEnd'),
  ]);
}

/** Only the same press again is a bounce; a hand that meets an automatic advance wanted that very take. */
function isDoubleTake(run: RunState, cause: 'take' | 'back' | 'end', { now }: DecideContext): boolean {
  if (run.undo === null || now - run.takenAt >= DOUBLE_TAKE_MS) return false;
  return run.undo.takenBy === cause || (run.undo.takenBy === 'auto' && cause === 'take');
}
const changed = (run: RunState): Decision =>
  refuse('SEGMENT_CHANGED', { segmentId: currentSegment(run).segmentId });
const retract = (run: RunState, cause: 'segmentEnd' | 'runEnd'): EventBody[] =>
  run.card === null ? [] : [{ type: 'product.retracted', payload: { itemId: run.card.itemId, cause } }];
