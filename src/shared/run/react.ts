import type { EventBody, PlannedCue } from '../model/events.ts';
import { cueIdSchema, type CueId, type RequestId, type SceneId, type SegmentId } from '../model/ids.ts';
import type { ErrorParams } from '../errors.ts';
import {
  isRunning,
  type AlarmKind,
  type OutputAction,
  type OutputMode,
  type OutputName,
} from '../model/outputs.ts';
import { safeScene } from '../model/showPlan.ts';
import type { DecideContext } from './decide/context.ts';
import { drillEnd } from './decide/drillCommands.ts';
import { cueEvents, panicEvents, panicMute, sceneRequest } from './decide/outputCommands.ts';
import { enter } from './decide/runCommands.ts';
import {
  cueRun,
  currentSegment,
  nextIndex,
  runOn,
  sceneByName,
  switcherSceneName,
  type RunState,
  type StudioState,
} from './state.ts';

/** Later than this, in real time, an automatic scene cue is dropped: the moment it was made for is over. */
export const CUE_GRACE_MS = 3000;

/** A press that found no switcher is made good if the switcher is back within this time; later nobody expects it. */
export const OWED_FOR_MS = 60_000;

/** What the clock or the switcher found out. Unlike a command, a fact can't be refused; it may mean nothing by now. */
export type Fact =
  | { readonly type: 'cue.due'; readonly cueId: CueId; readonly lateMs: number }
  | { readonly type: 'segment.over'; readonly segmentId: SegmentId }
  | {
      readonly type: 'switch.confirmed';
      readonly requestId: RequestId;
      readonly obsSceneName: string;
      readonly tookMs: number;
    }
  | {
      readonly type: 'switch.failed';
      readonly requestId: RequestId;
      readonly code: string;
      readonly params: ErrorParams;
    }
  /** `found`: it is on now that the link is up, or by an old request of ours; nobody chose it in the switcher. */
  | { readonly type: 'program.changed'; readonly obsSceneName: string; readonly by: 'operator' | 'found' }
  | { readonly type: 'drill.over' }
  /** The switcher that led is lost, and the one that stands by is ready. */
  | { readonly type: 'leader.lost'; readonly to: 'main' | 'spare' }
  /** A scene got another name in the switcher. */
  | { readonly type: 'scene.renamed'; readonly from: string; readonly to: string }
  /** The link is up, for the first time or again. `afterLoss`: the connection itself was gone. */
  | { readonly type: 'switcher.ready'; readonly afterLoss: boolean }
  | {
      readonly type: 'mute.settled';
      readonly requestId: RequestId;
      readonly muted: boolean;
      readonly failure: { readonly code: string; readonly params: ErrorParams } | null;
    }
  | { readonly type: 'preview.changed'; readonly obsSceneName: string }
  | {
      readonly type: 'output.settled';
      readonly requestId: RequestId;
      readonly output: OutputName;
      readonly action: OutputAction;
      readonly file: string | null;
      readonly failure: { readonly code: string; readonly params: ErrorParams } | null;
    }
  | {
      readonly type: 'output.seen';
      readonly output: OutputName;
      readonly mode: OutputMode;
      readonly file: string | null;
    }
  | {
      readonly type: 'input.settled';
      readonly requestId: RequestId;
      readonly input: string;
      readonly failure: { readonly code: string; readonly params: ErrorParams } | null;
    }
  | {
      readonly type: 'alarm.on';
      readonly alarm: AlarmKind;
      readonly finding: string;
      readonly params: ErrorParams;
    }
  | { readonly type: 'alarm.off'; readonly alarm: AlarmKind }
  | {
      readonly type: 'scenes.created';
      readonly created: readonly string[];
      readonly failed: readonly string[];
    };

/** The events a fact leads to in this state. */
export function react(state: StudioState, fact: Fact, context: DecideContext): readonly EventBody[] {
  switch (fact.type) {
    case 'cue.due': {
      const run = runOn(state);
      if (run === null) return [];
      const segment = currentSegment(run);
      const cue = segment.planned.cues.find((each) => each.cueId === fact.cueId);
      if (cue === undefined || cueRun(segment, cue.cueId).status !== 'armed') return [];
      const events = cueEvents(state, cue, fact.lateMs, context);
      const requested = events[0];
      // A take that was undone held the clock of this segment back: what came due meanwhile is late since the undo.
      const code = whyNotNow(state, run, cue, Math.min(fact.lateMs, context.now - run.takenAt));
      if (code === null || requested?.type !== 'cue.requested') return events;
      const { cueId, requestId } = requested.payload;
      return [{ type: 'cue.failed', payload: { cueId, requestId, code, params: {} } }];
    }
    case 'segment.over': {
      const run = runOn(state);
      if (run === null || run.advance !== 'auto' || currentSegment(run).segmentId !== fact.segmentId)
        return [];
      const entered = enter(run, nextIndex(run), 'auto', null);
      return entered.ok ? entered.value : [];
    }
    case 'switch.confirmed': {
      const cueId = requestedCue(state, fact.requestId);
      const { desired } = state.output;
      // One that was replaced meanwhile was a person's at the desk all the same.
      const source =
        cueId !== null ? 'cue' : desired?.requestId === fact.requestId ? desired.source : 'operator';
      const switched = switchedEvent(state, fact.requestId, fact.obsSceneName, source, fact.tookMs);
      return cueId === null
        ? [switched]
        : [
            switched,
            { type: 'cue.confirmed', payload: { cueId, requestId: fact.requestId, tookMs: fact.tookMs } },
          ];
    }
    case 'switch.failed': {
      const { requestId, code, params } = fact;
      const cueId = requestedCue(state, requestId);
      if (cueId !== null) {
        const failed: EventBody = {
          type: 'cue.failed',
          payload: { cueId, requestId, code, params: { ...params } },
        };
        const { missingScene } = state.prep.safeScenePolicy;
        return code === 'SCENE_NOT_FOUND' && missingScene === 'safeScene' && state.output.panic === null
          ? [failed, ...safeSceneByPolicy(state, context)]
          : [failed];
      }
      const { desired } = state.output;
      return desired?.requestId === requestId
        ? [
            {
              type: 'scene.failed',
              payload: { requestId, sceneId: desired.sceneId, code, params: { ...params } },
            },
          ]
        : [];
    }
    case 'program.changed':
      if (
        state.output.program?.obsSceneName === fact.obsSceneName &&
        state.output.program.sceneId === sceneByName(state, fact.obsSceneName)
      )
        return [];
      return [switchedEvent(state, null, fact.obsSceneName, fact.by === 'operator' ? 'obs' : 'found', null)];
    case 'leader.lost':
      return [{ type: 'switcher.failedOver', payload: { to: fact.to, cause: 'auto' } }];
    case 'drill.over': {
      const run = runOn(state);
      return run?.drill != null && context.now >= run.drill.endsAt ? drillEnd(run, 'time', context.now) : [];
    }
    case 'scene.renamed':
      return followRename(state, fact.from, fact.to);
    case 'switcher.ready':
      return readyEvents(state, fact.afterLoss, context);
    case 'mute.settled': {
      const { requestId, muted, failure } = fact;
      if (failure === null) return [{ type: 'audio.switched', payload: { requestId, muted } }];
      const { code, params } = failure;
      const failed: EventBody = { type: 'audio.failed', payload: { requestId, code, params: { ...params } } };
      // A panic cut with the sound on is none: of an OBS that did not answer in time it is asked again.
      const isUnanswered = code === 'NOT_CONFIRMED' && params['inputs'] === undefined;
      return isUnanswered && state.output.panic !== null && state.output.muteRequest === requestId
        ? [failed, panicMute(context)]
        : [failed];
    }
    case 'preview.changed': {
      const sceneId = sceneByName(state, fact.obsSceneName);
      return sceneId === state.output.preview
        ? []
        : [{ type: 'scene.previewMirrored', payload: { sceneId, obsSceneName: fact.obsSceneName } }];
    }
    case 'output.settled': {
      const { requestId, output, action, file, failure } = fact;
      const request = { requestId, output, action };
      return [
        failure === null
          ? { type: 'output.confirmed', payload: { ...request, file } }
          : {
              type: 'output.failed',
              payload: { ...request, code: failure.code, params: { ...failure.params } },
            },
      ];
    }
    case 'output.seen': {
      const { output, mode, file } = fact;
      // On its way, or out of sight: neither is a proof of anything.
      if (mode === 'starting' || mode === 'stopping' || mode === 'unknown') return [];
      const before = state.output.outputs[output].mode;
      const isNews = before === 'unknown' ? isRunning(mode) : before !== mode;
      return !isNews ? [] : [{ type: 'output.changed', payload: { output, mode, file } }];
    }
    case 'input.settled': {
      const { requestId, input, failure } = fact;
      return [
        failure === null
          ? { type: 'input.confirmed', payload: { requestId, input } }
          : {
              type: 'input.failed',
              payload: { requestId, input, code: failure.code, params: { ...failure.params } },
            },
      ];
    }
    case 'alarm.on': {
      const { alarm, finding, params } = fact;
      // One alarm for one trouble, however often it is found.
      const isNew = runOn(state)?.alarms[alarm]?.finding !== finding;
      return runOn(state) !== null && isNew
        ? [{ type: 'alarm.raised', payload: { alarm, finding, params: { ...params } } }]
        : [];
    }
    case 'alarm.off':
      return runOn(state)?.alarms[fact.alarm] === undefined
        ? []
        : [{ type: 'alarm.cleared', payload: { alarm: fact.alarm } }];
    case 'scenes.created':
      return [{ type: 'scene.created', payload: { created: [...fact.created], failed: [...fact.failed] } }];
    default:
      return fact satisfies never;
  }
}

/**
 * In a run the cues follow a scene to its new name. Before a run people are shown what was renamed, and choose.
 * A name that another scene of the plan goes by is not followed: it would stand for two pictures.
 */
function followRename(state: StudioState, from: string, to: string): readonly EventBody[] {
  if (runOn(state) === null || sceneByName(state, to) !== null) return [];
  const sceneIds = (state.plan?.scenes ?? []).flatMap(({ id }) =>
    switcherSceneName(state, id) === from ? [id] : [],
  );
  return sceneIds.map((sceneId): EventBody => ({
    type: 'scene.remapped',
    payload: { sceneId, obsSceneName: to },
  }));
}

/**
 * What is asked of a switcher that is back: the panic cut while one holds, else what a person asked for
 * meanwhile, else what the show's rule says.
 */
function readyEvents(state: StudioState, afterLoss: boolean, context: DecideContext): readonly EventBody[] {
  const { panic, owed, desired } = state.output;
  if (panic !== null) return panicEvents(state, context);
  // Pressed a moment ago, and still on its way.
  if (desired !== null && desired.source !== 'policy') return [];
  if (owed !== null && context.now - owed.at <= OWED_FOR_MS)
    return [sceneRequest(context, owed.sceneId, 'operator', 'planned')];
  const asksForSafeScene = afterLoss && state.prep.safeScenePolicy.afterLoss === 'safeScene';
  return asksForSafeScene && runOn(state) !== null ? safeSceneByPolicy(state, context) : [];
}

/** One cut to the safe scene; none while a person's hand is on the switcher, or while it is on already. */
function safeSceneByPolicy(state: StudioState, context: DecideContext): readonly EventBody[] {
  const safe = state.plan === null ? null : safeScene(state.plan);
  const { program } = state.output;
  if (safe === null || program?.source === 'obs' || program?.sceneId === safe.id) return [];
  return [sceneRequest(context, safe.id, 'policy', 'Cut')];
}

/** Why an automatic cue has nothing to do any more, though its time has come; null when it has. */
function whyNotNow(
  state: StudioState,
  run: RunState,
  cue: PlannedCue,
  lateMs: number,
): 'PANIC_ON' | 'CUE_EXPIRED' | 'CARD_NOT_SHOWN' | null {
  // A card that somebody took off does not come back with its price.
  if (cue.kind === 'price') return run.card?.itemId === cue.targetId ? null : 'CARD_NOT_SHOWN';
  if (cue.kind === 'card') return null;
  // Nothing automatic leaves the safe scene: that takes a person.
  if (state.output.panic !== null) return 'PANIC_ON';
  return lateMs > CUE_GRACE_MS ? 'CUE_EXPIRED' : null;
}

function switchedEvent(
  state: StudioState,
  requestId: RequestId | null,
  obsSceneName: string,
  source: Extract<EventBody, { type: 'scene.switched' }>['payload']['source'],
  tookMs: number | null,
): EventBody {
  const sceneId: SceneId | null = sceneByName(state, obsSceneName);
  return { type: 'scene.switched', payload: { requestId, sceneId, obsSceneName, source, tookMs } };
}

/** The cue that waits for this request, if it does. */
function requestedCue(state: StudioState, requestId: RequestId): CueId | null {
  const run = runOn(state);
  if (run === null) return null;
  for (const { cues } of [currentSegment(run), ...run.segments]) {
    const waiting = Object.entries(cues).find(
      ([, cue]) => cue.status === 'requested' && cue.requestId === requestId,
    );
    if (waiting !== undefined) return cueIdSchema.parse(waiting[0]);
  }
  return null;
}
