import type { PlannedSegment, StudioEvent } from '../model/events.ts';
import { sceneIdSchema, type CueId, type SegmentId } from '../model/ids.ts';
import type { OutputName } from '../model/outputs.ts';
import { spliced } from '../script/splice.ts';
import { later, positionAt, withVelocity } from '../timing/vector.ts';
import { insertedAfter, movedAfter, withoutTake } from './segmentOrder.ts';
import {
  cueRun,
  currentSegment,
  EMPTY_STATE,
  segmentIndex,
  type CueRun,
  type ItemTick,
  type OutputRun,
  type OutputState,
  type PrepState,
  type RunNote,
  type RunState,
  type SegmentRun,
  type StudioState,
} from './state.ts';

/** Cue failures that are nobody's fault and need no remedy. */
const EXPIRY_CODES: ReadonlySet<string> = new Set([
  'CUE_EXPIRED',
  'SUPERSEDED',
  'SEGMENT_LEFT',
  'OPERATOR_TOOK_OVER',
  'CARD_NOT_SHOWN',
  'PANIC_ON',
]);

/** With these the switcher was not there for a request; it may be wanted still once it is back. */
const AWAY_CODES: ReadonlySet<string> = new Set(['SWITCHER_OFFLINE', 'CUE_EXPIRED', 'NOT_CONFIRMED']);

/**
 * Events that outlive the run they happened in: what was prepared, what was asked of the switcher and what it showed,
 * and what used an override up.
 */
export const LASTING_EVENT_TYPES = [
  'run.started',
  'golive.overridden',
  'checklist.ticked',
  'checklist.unticked',
  'prize.counted',
  'roster.signedIn',
  'roster.signedOut',
  'scene.remapped',
  'safeScene.policySet',
  'switcher.chosen',
  'obs.settingsChanged',
  'obs.spareChanged',
  'scene.requested',
  'scene.failed',
  'scene.switched',
  'cue.requested',
  'cue.failed',
  'scene.previewed',
  'audio.requested',
  'audio.switched',
  'audio.failed',
  'input.requested',
  'input.confirmed',
  'input.failed',
  'output.requested',
  'output.confirmed',
  'output.failed',
  'output.changed',
  'scene.previewMirrored',
  'scene.stillKept',
  'panic.cut',
  'panic.released',
] as const satisfies readonly StudioEvent['type'][];

/** The next state. Pure and total: the same events give the same state anywhere. */
export function evolve(state: StudioState, event: StudioEvent): StudioState {
  switch (event.type) {
    case 'show.imported':
    case 'show.opened':
      // Another show is another fold: the core starts it, stations get it whole. Another plan was not let through.
      return prep(state, { override: null });
    case 'scene.createRequested':
    case 'scene.created':
    case 'studio.resumed':
    case 'switcher.failedOver': // which one leads is observed
    case 'studio.recovered':
    case 'studio.recoveryAcknowledged':
    case 'command.refused':
      return state;
    case 'script.edited':
      return withParagraph(state, event.payload);
    case 'timings.adopted':
      return withDurations(
        state,
        new Map(event.payload.durations.map((each) => [each.segmentId, each.afterSec])),
      );
    case 'checklist.ticked':
      return prep(state, {
        checklist: {
          ...state.prep.checklist,
          [event.payload.itemId]: ticked(state.prep.checklist[event.payload.itemId], event),
        },
      });
    case 'checklist.unticked': {
      const { [event.payload.itemId]: _gone, ...checklist } = state.prep.checklist;
      return prep(state, { checklist });
    }
    case 'prize.counted':
      return prep(state, {
        prizesOnHand: { ...state.prep.prizesOnHand, [event.payload.prizeId]: event.payload.qtyOnHand },
      });
    case 'golive.overridden':
      return prep(state, {
        override: {
          reason: event.payload.reason,
          by: event.actor,
          at: event.at,
          covers: event.payload.covers,
        },
      });
    case 'roster.signedIn':
      return prep(state, {
        signedIn: { ...state.prep.signedIn, [event.payload.memberId]: { at: event.at } },
      });
    case 'roster.signedOut': {
      const { [event.payload.memberId]: _gone, ...signedIn } = state.prep.signedIn;
      return prep(state, { signedIn });
    }
    case 'obs.settingsChanged':
    case 'obs.spareChanged':
    case 'switcher.chosen':
      // What was walked through on one switcher, and what ran on it, says nothing of another.
      return output(prep(state, { walkedScenes: {} }), {
        outputs: EMPTY_STATE.output.outputs,
        inputs: {},
      });
    case 'scene.remapped':
      return prep(state, {
        sceneMap: { ...state.prep.sceneMap, [event.payload.sceneId]: event.payload.obsSceneName },
      });
    case 'safeScene.policySet':
      return prep(state, { safeScenePolicy: event.payload });
    case 'scene.stillKept': {
      const { sceneId, evidenceId, as } = event.payload;
      const kept = { evidenceId, by: event.actor, at: event.at };
      const before = state.prep.sceneStills[sceneId] ?? { reference: null, evidence: null };
      return prep(state, {
        sceneStills: { ...state.prep.sceneStills, [sceneId]: { ...before, [as]: kept } },
      });
    }
    case 'scene.previewMirrored':
    case 'scene.previewed':
      return output(state, { preview: event.payload.sceneId });
    case 'scene.requested': {
      const { requestId, sceneId, source } = event.payload;
      return output(state, {
        desired: { requestId, sceneId, source, at: event.studioMs },
        owed: null,
        failure: null,
      });
    }
    case 'scene.failed': {
      const { requestId, sceneId, code, params } = event.payload;
      const { desired } = state.output;
      if (desired?.requestId !== requestId) return state;
      // A panic cut is asked for again as long as it holds; the studio's own cut is made once.
      const isPersons = desired.source !== 'panic' && desired.source !== 'policy';
      const owed = isPersons && AWAY_CODES.has(code) ? { sceneId, at: event.studioMs } : null;
      const failure = EXPIRY_CODES.has(code) ? null : { sceneId, code, params, at: event.studioMs };
      return output(state, { desired: null, owed, failure });
    }
    case 'scene.switched': {
      const { requestId, sceneId, obsSceneName, source } = event.payload;
      const settled =
        state.output.desired !== null && (requestId === state.output.desired.requestId || requestId === null);
      const walkedScenes =
        sceneId === null ? state.prep.walkedScenes : { ...state.prep.walkedScenes, [sceneId]: true as const };
      return output(
        { ...state, prep: { ...state.prep, walkedScenes } },
        {
          program: { sceneId, obsSceneName, source, at: event.studioMs },
          desired: settled ? null : state.output.desired,
          // What is found on program was chosen by nobody.
          owed: source === 'found' ? state.output.owed : null,
          failure: null,
        },
      );
    }
    case 'audio.requested':
      return output(state, {
        mutedDesired: event.payload.muted,
        muteRequest: event.payload.requestId,
        muteFailure: null,
      });
    case 'audio.switched':
      return event.payload.requestId === state.output.muteRequest
        ? output(state, { muteRequest: null })
        : state;
    case 'audio.failed':
      return event.payload.requestId === state.output.muteRequest
        ? output(state, {
            muteRequest: null,
            muteFailure: { code: event.payload.code, params: event.payload.params },
          })
        : state;
    case 'input.requested': {
      const { requestId, input } = event.payload;
      return output(state, { inputs: { ...state.output.inputs, [input]: { requestId, failure: null } } });
    }
    case 'input.confirmed': {
      const { requestId, input } = event.payload;
      return state.output.inputs[input]?.requestId === requestId ? withoutInput(state, input) : state;
    }
    case 'input.failed': {
      const { requestId, input, code, params } = event.payload;
      if (state.output.inputs[input]?.requestId !== requestId) return state;
      if (code === 'SUPERSEDED') return withoutInput(state, input);
      const failed = { requestId, failure: { code, params } };
      return output(state, { inputs: { ...state.output.inputs, [input]: failed } });
    }
    case 'output.requested': {
      const { requestId, output: name, action } = event.payload;
      return withOutput(state, name, { pending: { requestId, action }, failure: null });
    }
    case 'output.confirmed': {
      const { requestId, output: name, file } = event.payload;
      const { pending } = state.output.outputs[name];
      return withOutput(state, name, {
        ...(pending?.requestId === requestId ? { pending: null } : {}),
        ...(file === null ? {} : { file }),
      });
    }
    case 'output.failed': {
      const { requestId, output: name, action, code, params } = event.payload;
      if (state.output.outputs[name].pending?.requestId !== requestId) return state;
      return withOutput(state, name, { pending: null, failure: { action, code, params } });
    }
    case 'output.changed': {
      const { output: name, mode, file } = event.payload;
      return withOutput(state, name, { mode, changedAt: event.at, ...(file === null ? {} : { file }) });
    }
    case 'panic.cut':
      return output(state, {
        panic: {
          fromSceneId: event.payload.fromSceneId,
          wasMuted: state.output.panic?.wasMuted ?? state.output.mutedDesired,
          // At a second press all of them are off: what was before counts.
          mutedInputs: state.output.panic?.mutedInputs ?? event.payload.mutedInputs,
          at: event.studioMs,
        },
      });
    case 'panic.released':
      return output(state, { panic: null });
    case 'run.started':
      return { ...prep(state, event.payload.mode === 'live' ? { override: null } : {}), run: started(event) };
    default:
      return state.run === null ? state : inRun(state, state.run, event);
  }
}

type InRunEvent = Exclude<
  StudioEvent,
  {
    type:
      | `show.${string}`
      | `studio.${string}`
      | `checklist.${string}`
      | `roster.${string}`
      | `audio.${string}`
      | `panic.${string}`
      | `input.${string}`
      | `output.${string}`
      | 'scene.remapped'
      | 'safeScene.policySet'
      | 'scene.previewed'
      | 'scene.previewMirrored'
      | 'scene.stillKept'
      | 'scene.requested'
      | 'scene.failed'
      | 'scene.switched'
      | 'scene.created'
      | 'scene.createRequested'
      | 'obs.settingsChanged'
      | 'obs.spareChanged'
      | 'switcher.failedOver'
      | 'switcher.chosen'
      | 'command.refused'
      | 'script.edited'
      | 'timings.adopted'
      | 'prize.counted'
      | 'golive.overridden'
      | 'run.started';
  }
>;

function inRun(state: StudioState, run: RunState, event: InRunEvent): StudioState {
  const now = event.studioMs;
  switch (event.type) {
    case 'run.advanceSet':
      return { ...state, run: { ...run, advance: event.payload.advance } };
    case 'run.ended':
      return {
        ...state,
        run: {
          ...leave(run, event, currentSegment(run).status === 'skipped' ? 'skipped' : 'done'),
          phase: 'ended',
          showClock: withVelocity(run.showClock, 0, now),
          segmentClock: withVelocity(run.segmentClock, 0, now),
          prompter: { ...run.prompter, running: false },
          alarms: {},
          undo: null,
        },
      };
    case 'segment.entered':
      return { ...state, run: entered(state, run, event) };
    case 'take.undone': {
      if (run.undo === null) return state;
      const { programSceneId: _scene, segments, ...before } = run.undo.before;
      const currentId = segments[before.currentIndex]?.segmentId;
      if (currentId === undefined) return state;
      const { desired } = state.output;
      const waited = withoutTake(segments, run.segments, currentId, desired?.requestId ?? null);
      const back = {
        segments: waited,
        currentIndex: waited.findIndex((each) => each.segmentId === currentId),
      };
      return { ...state, run: { ...run, ...before, ...back, undo: null, takenAt: now } };
    }
    case 'segment.held':
      return { ...state, run: { ...run, segmentClock: withVelocity(run.segmentClock, 0, now) } };
    case 'segment.resumed':
      return { ...state, run: { ...run, segmentClock: withVelocity(run.segmentClock, run.speed, now) } };
    case 'segment.extended':
      return {
        ...state,
        run: withSegment(run, event.payload.segmentId, (each) => ({
          ...each,
          adjustMs: each.adjustMs + event.payload.deltaMs,
          reason: event.payload.reason ?? each.reason,
        })),
      };
    case 'segment.skipped':
      return {
        ...state,
        run: withSegment(run, event.payload.segmentId, (each) => ({
          ...each,
          status: 'skipped',
          reason: event.payload.reason,
        })),
      };
    case 'segment.restored':
      return {
        ...state,
        run: withSegment(run, event.payload.segmentId, (each) => ({
          ...each,
          status: 'pending',
          reason: null,
          cues: {},
        })),
      };
    case 'segment.reordered': {
      const { segmentId, afterSegmentId } = event.payload;
      return { ...state, run: { ...run, segments: movedAfter(run.segments, segmentId, afterSegmentId) } };
    }
    case 'segment.inserted': {
      const { afterSegmentId, source, planned } = event.payload;
      const segments = insertedAfter(run.segments, { ...waiting(planned), inserted: source }, afterSegmentId);
      return { ...state, run: { ...run, segments } };
    }
    case 'segment.closed': {
      const { segmentId, cause, reason } = event.payload;
      return {
        ...state,
        run: withSegment(run, segmentId, (each) => ({
          ...each,
          status: cause === 'skip' ? 'skipped' : each.status,
          reason,
        })),
      };
    }
    case 'cue.requested': {
      const { cueId, requestId, kind, targetId } = event.payload;
      const next = { ...state, run: withCue(run, cueId, { status: 'requested', requestId, at: now }) };
      if (kind !== 'scene') return next;
      return output(next, {
        desired: { requestId, sceneId: sceneIdSchema.parse(targetId), source: 'cue', at: now },
        owed: null,
        failure: null,
      });
    }
    case 'cue.confirmed':
      return {
        ...state,
        run: withCue(run, event.payload.cueId, {
          status: 'confirmed',
          at: now,
          tookMs: event.payload.tookMs,
        }),
      };
    case 'cue.failed': {
      const { cueId, requestId, code, params } = event.payload;
      const status = EXPIRY_CODES.has(code) ? 'expired' : 'failed';
      const next = { ...state, run: withCue(run, cueId, { status, at: now, code, params }) };
      return state.output.desired?.requestId === requestId ? output(next, { desired: null }) : next;
    }
    case 'product.pushed':
      return {
        ...state,
        run: { ...run, card: { itemId: event.payload.itemId, priceShown: event.payload.priceShown } },
      };
    case 'product.revealed':
      return { ...state, run: { ...run, card: { itemId: event.payload.itemId, priceShown: true } } };
    case 'product.retracted':
      return { ...state, run: { ...run, card: null } };
    case 'prompter.moved': {
      const { segmentId, scriptMs, running, charsPerMinute } = event.payload;
      return {
        ...state,
        run: { ...run, prompter: { segmentId, scriptMs, at: now, running, charsPerMinute } },
      };
    }
    case 'message.sent': {
      const message = { ...event.payload, sentAt: now, from: event.actor, acknowledged: null };
      return { ...state, run: { ...run, messages: [...run.messages.slice(-49), message] } };
    }
    case 'message.acknowledged': {
      const messages = run.messages.map((each) =>
        each.messageId === event.payload.messageId && each.acknowledged === null
          ? { ...each, acknowledged: { at: now, by: event.payload.by } }
          : each,
      );
      return { ...state, run: { ...run, messages } };
    }
    case 'incident.opened':
      return { ...state, run: { ...run, incident: { ...event.payload, openedAt: now } } };
    case 'incident.closed':
      return { ...state, run: { ...run, incident: null } };
    case 'drill.started': {
      const { fault, sceneId, lastsMs } = event.payload;
      const drill = { fault, sceneId, startedAt: now, endsAt: later(now, lastsMs) };
      return { ...state, run: { ...run, drill } };
    }
    case 'drill.ended':
      return { ...state, run: { ...run, drill: null } };
    case 'alarm.raised': {
      const { alarm, finding, params } = event.payload;
      const raised = { finding, params, at: now, isAcknowledged: false };
      return { ...state, run: { ...run, alarms: { ...run.alarms, [alarm]: raised } } };
    }
    case 'alarm.acknowledged': {
      const known = run.alarms[event.payload.alarm];
      if (known === undefined) return state;
      const seen = { ...known, isAcknowledged: true };
      return { ...state, run: { ...run, alarms: { ...run.alarms, [event.payload.alarm]: seen } } };
    }
    case 'alarm.cleared': {
      const { [event.payload.alarm]: _over, ...alarms } = run.alarms;
      return { ...state, run: { ...run, alarms } };
    }
    case 'question.logged':
      return {
        ...state,
        run: { ...run, questions: [...run.questions, { ...note(run, event), text: event.payload.text }] },
      };
    case 'issue.logged': {
      const { area, text } = event.payload;
      return { ...state, run: { ...run, issues: [...run.issues, { ...note(run, event), area, text }] } };
    }
    case 'clip.marked': {
      const { label, preSec, postSec, itemId } = event.payload;
      return {
        ...state,
        run: { ...run, clips: [...run.clips, { ...note(run, event), label, preSec, postSec, itemId }] },
      };
    }
    default:
      return event satisfies never;
  }
}

function started(event: Extract<StudioEvent, { type: 'run.started' }>): RunState {
  const { runId, mode, speed, advance, charsPerMinute, plan } = event.payload;
  const now = event.studioMs;
  const clock = { positionMs: 0, velocity: speed, at: now };
  const segments = plan.map(waiting);
  const first = segments[0];
  if (first === undefined) throw new RangeError('a run needs a segment');
  return {
    runId,
    mode,
    speed,
    advance,
    phase: 'on',
    startedAt: now,
    startedWall: event.at,
    showClock: clock,
    segments: [{ ...first, status: 'current', enteredMs: 0 }, ...segments.slice(1)],
    currentIndex: 0,
    segmentClock: clock,
    takenAt: now,
    card: null,
    prompter: { segmentId: first.segmentId, scriptMs: 0, at: now, running: true, charsPerMinute },
    undo: null,
    incident: null,
    drill: null,
    alarms: {},
    messages: [],
    questions: [],
    issues: [],
    clips: [],
  };
}

const waiting = (planned: PlannedSegment): SegmentRun => ({
  segmentId: planned.segmentId,
  planned,
  inserted: null,
  adjustMs: 0,
  status: 'pending',
  reason: null,
  enteredMs: null,
  leftMs: null,
  cues: {},
});

/** Closes the current segment on the show clock. Cues that had no chance any more expire with it. */
function leave(
  run: RunState,
  event: StudioEvent,
  status: 'done' | 'skipped',
  reason: string | null = null,
): RunState {
  const leftMs = positionAt(run.showClock, event.studioMs);
  const current = currentSegment(run);
  const expired = current.planned.cues
    .filter((cue) => cueRun(current, cue.cueId).status === 'armed')
    .map((cue): [CueId, CueRun] => [
      cue.cueId,
      { status: 'expired', at: event.studioMs, code: 'SEGMENT_LEFT', params: {} },
    ]);
  return {
    ...run,
    segments: run.segments.with(run.currentIndex, {
      ...current,
      status,
      leftMs,
      reason: reason ?? current.reason,
      cues: { ...current.cues, ...Object.fromEntries(expired) },
    }),
  };
}

/** A thousand segments come through here at every take: only those that change are touched. */
function entered(
  state: StudioState,
  run: RunState,
  event: Extract<StudioEvent, { type: 'segment.entered' }>,
): RunState {
  const { segmentId, cause, reason } = event.payload;
  const index = segmentIndex(run, segmentId);
  const entering = run.segments[index];
  if (cause === 'start' || entering === undefined) return run;
  const now = event.studioMs;
  const left =
    cause === 'back'
      ? waitingAgain(run, index)
      : leave(run, event, cause === 'skip' ? 'skipped' : 'done', reason);
  const { segments: before, currentIndex, segmentClock, card, prompter } = run;
  return {
    ...left,
    segments: left.segments.with(index, {
      ...entering,
      status: 'current',
      enteredMs: positionAt(run.showClock, now),
      leftMs: null,
      cues: {},
    }),
    currentIndex: index,
    segmentClock: { positionMs: 0, velocity: run.speed, at: now },
    takenAt: now,
    prompter: { segmentId, scriptMs: 0, at: now, running: true, charsPerMinute: run.prompter.charsPerMinute },
    undo: {
      takenAt: now,
      takenBy: cause,
      before: {
        segments: before,
        currentIndex,
        segmentClock,
        card,
        prompter,
        // What the crew had asked for counts, also while a fade to it was still under way.
        programSceneId: state.output.desired?.sceneId ?? state.output.program?.sceneId ?? null,
      },
    },
  };
}

/** Going back makes what is left, and what lay between, wait again, with all its cues before it. */
function waitingAgain(run: RunState, index: number): RunState {
  const current = currentSegment(run);
  const isAgain = (each: SegmentRun, at: number): boolean =>
    each === current || (at > index && each.status === 'done');
  return {
    ...run,
    segments: run.segments.map((each, at) =>
      isAgain(each, at) ? { ...each, status: 'pending', enteredMs: null, leftMs: null, cues: {} } : each,
    ),
  };
}

function ticked(
  before: ItemTick | undefined,
  event: Extract<StudioEvent, { type: 'checklist.ticked' }>,
): ItemTick {
  const { value, evidenceId, note: remark, withinLimits, complete } = event.payload;
  const signature = { by: event.actor, at: event.at };
  if (before?.status === 'halfSigned') {
    return {
      status: 'done',
      first: before.first,
      second: signature,
      value,
      evidenceId,
      note: remark === '' ? before.note : remark,
    };
  }
  if (withinLimits && !complete) return { status: 'halfSigned', first: signature, note: remark };
  return {
    status: withinLimits ? 'done' : 'failed',
    first: signature,
    second: null,
    value,
    evidenceId,
    note: remark,
  };
}

const prep = (state: StudioState, change: Partial<PrepState>): StudioState => ({
  ...state,
  prep: { ...state.prep, ...change },
});
const output = (state: StudioState, change: Partial<OutputState>): StudioState => ({
  ...state,
  output: { ...state.output, ...change },
});
/** Nothing is asked of this input any more. */
function withoutInput(state: StudioState, input: string): StudioState {
  const { [input]: _settled, ...inputs } = state.output.inputs;
  return output(state, { inputs });
}

const withOutput = (state: StudioState, name: OutputName, change: Partial<OutputRun>): StudioState =>
  output(state, {
    outputs: { ...state.output.outputs, [name]: { ...state.output.outputs[name], ...change } },
  });
/** A cue is nearly always one of the current segment: only others are looked for. */
function withCue(run: RunState, cueId: CueId, cue: CueRun): RunState {
  const has = ({ planned }: SegmentRun): boolean => planned.cues.some((each) => each.cueId === cueId);
  const owner = has(currentSegment(run)) ? currentSegment(run) : run.segments.find(has);
  if (owner === undefined) return run;
  return withSegment(run, owner.segmentId, (each) => ({ ...each, cues: { ...each.cues, [cueId]: cue } }));
}

function withSegment(
  run: RunState,
  segmentId: SegmentId,
  change: (segment: SegmentRun) => SegmentRun,
): RunState {
  const index = segmentIndex(run, segmentId);
  const segment = run.segments[index];
  return segment === undefined ? run : { ...run, segments: run.segments.with(index, change(segment)) };
}

function note(run: RunState, event: StudioEvent): RunNote {
  return {
    at: event.at,
    offsetMs: event.offsetMs,
    by: event.actor,
    segmentId: currentSegment(run).segmentId,
  };
}

function withParagraph(
  state: StudioState,
  { segmentId, paragraphId, splice }: Extract<StudioEvent, { type: 'script.edited' }>['payload'],
): StudioState {
  if (state.plan === null) return state;
  const segments = state.plan.segments.map((segment) =>
    segment.id === segmentId
      ? {
          ...segment,
          script: segment.script.map((paragraph) =>
            paragraph.id === paragraphId
              ? { ...paragraph, text: spliced(paragraph.text, splice) }
              : paragraph,
          ),
        }
      : segment,
  );
  return { ...state, plan: { ...state.plan, segments } };
}

function withDurations(state: StudioState, durationSec: ReadonlyMap<SegmentId, number>): StudioState {
  if (state.plan === null) return state;
  let startSec = 0;
  const segments = state.plan.segments.map((segment) => {
    const changed = { ...segment, startSec, durationSec: durationSec.get(segment.id) ?? segment.durationSec };
    startSec += changed.durationSec;
    return changed;
  });
  return {
    ...state,
    plan: { ...state.plan, show: { ...state.plan.show, plannedDurationSec: startSec }, segments },
  };
}
