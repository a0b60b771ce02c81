import type { ErrorParams } from '../errors.ts';
import type { DrillFault, SafeScenePolicy } from '../model/commands.ts';
import type { Actor, EventOf, InsertedSource, PlannedCue, PlannedSegment } from '../model/events.ts';
import type {
  ChecklistItemId,
  ContingencyId,
  CueId,
  ItemId,
  MemberId,
  MessageId,
  PrizeId,
  RequestId,
  RunId,
  SceneId,
  SegmentId,
} from '../model/ids.ts';
import type { AlarmKind, OutputAction, OutputMode, OutputName } from '../model/outputs.ts';
import type { Segment, ShowPlan } from '../model/showPlan.ts';
import { segmentContent } from './segmentContent.ts';
import type { StudioMs, TimingVector } from '../timing/vector.ts';

/** The whole state of a studio: a fold over the events of the open show. The core and every station hold the same one. */
export type StudioState = {
  readonly plan: ShowPlan | null;
  readonly prep: PrepState;
  readonly output: OutputState;
  /** The run that is on, or the last one of this show. */
  readonly run: RunState | null;
};

export type PrepState = {
  readonly checklist: Readonly<Record<ChecklistItemId, ItemTick>>;
  readonly signedIn: Readonly<Record<MemberId, { readonly at: string }>>;
  readonly sceneMap: Readonly<Record<SceneId, string>>;
  readonly prizesOnHand: Readonly<Record<PrizeId, number>>;
  readonly safeScenePolicy: SafeScenePolicy;
  /** Scenes that were proven on program at least once: the walk through every scene. */
  readonly walkedScenes: Readonly<Record<SceneId, true>>;
  /** What a scene is meant to look like, and how the switcher showed it when somebody looked. */
  readonly sceneStills: Readonly<
    Record<SceneId, { readonly reference: KeptStill | null; readonly evidence: KeptStill | null }>
  >;
  /** A supervisor's override holds for the next live start only, and only for what blocked it then (`blockerKey`). */
  readonly override: {
    readonly reason: string;
    readonly by: Actor;
    readonly at: string;
    readonly covers: readonly string[];
  } | null;
};

export type KeptStill = { readonly evidenceId: string; readonly by: Actor; readonly at: string };
export type Signature = { readonly by: Actor; readonly at: string };
export type ItemTick =
  | { readonly status: 'halfSigned'; readonly first: Signature; readonly note: string }
  | {
      readonly status: 'done' | 'failed';
      readonly first: Signature;
      readonly second: Signature | null;
      readonly value: number | null;
      readonly evidenceId: string | null;
      readonly note: string;
    };

/** What was asked of the switcher and what it showed. The two are kept apart on purpose. */
export type OutputState = {
  readonly desired: {
    readonly requestId: RequestId;
    readonly sceneId: SceneId;
    readonly source: 'cue' | EventOf<'scene.requested'>['payload']['source'];
    readonly at: StudioMs;
  } | null;
  readonly program: {
    readonly sceneId: SceneId | null;
    readonly obsSceneName: string;
    /** Who put it there. While it is `obs`, a person's hand is on the switcher. */
    readonly source: EventOf<'scene.switched'>['payload']['source'];
    readonly at: StudioMs;
  } | null;
  /**
   * A scene that a person at the desk asked for in vain, because the switcher was away: the last one, and only
   * as long as nothing else was asked for or shown.
   */
  readonly owed: { readonly sceneId: SceneId; readonly at: StudioMs } | null;
  readonly preview: SceneId | null;
  readonly failure: {
    readonly sceneId: SceneId;
    readonly code: string;
    readonly params: ErrorParams;
    readonly at: StudioMs;
  } | null;
  readonly mutedDesired: boolean;
  readonly muteRequest: RequestId | null;
  readonly muteFailure: { readonly code: string; readonly params: ErrorParams } | null;
  readonly outputs: Readonly<Record<OutputName, OutputRun>>;
  /** Requests for single inputs that are under way or failed; a proven one leaves. */
  readonly inputs: Readonly<Record<string, InputRequest>>;
  /** `wasMuted`: all sound was off before, `mutedInputs`: these were; a release leaves them so. */
  readonly panic: {
    readonly fromSceneId: SceneId | null;
    readonly wasMuted: boolean;
    readonly mutedInputs: readonly string[];
    readonly at: StudioMs;
  } | null;
};

/** An output as it was last proven, and what was asked of it since. */
export type OutputRun = {
  readonly mode: OutputMode;
  readonly changedAt: string | null;
  /** What the switcher last wrote. */
  readonly file: string | null;
  readonly pending: { readonly requestId: RequestId; readonly action: OutputAction } | null;
  readonly failure: {
    readonly action: OutputAction;
    readonly code: string;
    readonly params: ErrorParams;
  } | null;
};
export type InputRequest = {
  readonly requestId: RequestId;
  readonly failure: { readonly code: string; readonly params: ErrorParams } | null;
};
export type Alarm = {
  readonly finding: string;
  readonly params: ErrorParams;
  readonly at: StudioMs;
  readonly isAcknowledged: boolean;
};

export type CueRun =
  | { readonly status: 'armed' }
  | { readonly status: 'requested'; readonly requestId: RequestId; readonly at: StudioMs }
  | { readonly status: 'confirmed'; readonly at: StudioMs; readonly tookMs: number }
  | {
      readonly status: 'failed' | 'expired';
      readonly at: StudioMs;
      readonly code: string;
      readonly params: ErrorParams;
    };

export type SegmentRun = {
  readonly segmentId: SegmentId;
  readonly planned: PlannedSegment;
  /** What it was made of during the run; null for one of the plan. */
  readonly inserted: InsertedSource | null;
  readonly adjustMs: number;
  readonly status: 'pending' | 'current' | 'done' | 'skipped';
  readonly reason: string | null;
  /** On the show clock, ms; of the last visit. */
  readonly enteredMs: number | null;
  readonly leftMs: number | null;
  /** What became of its cues; those nothing happened to are not in it, see `cueRun`. */
  readonly cues: Readonly<Record<CueId, CueRun>>;
};

/** Where the reader is: a mark from which every station computes the same motion. */
export type PrompterState = {
  readonly segmentId: SegmentId;
  readonly scriptMs: number;
  readonly at: StudioMs;
  readonly running: boolean;
  readonly charsPerMinute: number;
};

export type Message = {
  readonly messageId: MessageId;
  readonly kind: EventOf<'message.sent'>['payload']['kind'];
  readonly text: string;
  readonly sentAt: StudioMs;
  readonly from: Actor;
  readonly acknowledged: { readonly at: StudioMs; readonly by: 'person' | 'timeout' } | null;
};

export type RunNote = {
  readonly at: string;
  readonly offsetMs: number | null;
  readonly by: Actor;
  readonly segmentId: SegmentId | null;
};
export type IssueNote = RunNote & { readonly area: string; readonly text: string };
export type ClipNote = RunNote & {
  readonly label: string;
  readonly preSec: number;
  readonly postSec: number;
  readonly itemId: ItemId | null;
};
export type QuestionNote = RunNote & { readonly text: string };

export type EnterCause = EventOf<'segment.entered'>['payload']['cause'];

export type RunState = {
  readonly runId: RunId;
  readonly mode: 'live' | 'rehearsal';
  readonly speed: number;
  readonly advance: 'manual' | 'auto';
  readonly phase: 'on' | 'ended';
  readonly startedAt: StudioMs;
  readonly startedWall: string;
  /** Show time since the start; never stops while the run is on. */
  readonly showClock: TimingVector;
  readonly segments: readonly SegmentRun[];
  readonly currentIndex: number;
  /** Time played of the current segment; velocity 0 while held. */
  readonly segmentClock: TimingVector;
  readonly takenAt: StudioMs;
  readonly card: { readonly itemId: ItemId; readonly priceShown: boolean } | null;
  readonly prompter: PrompterState;
  readonly undo: {
    readonly takenAt: StudioMs;
    readonly takenBy: EnterCause;
    readonly before: Undoable;
  } | null;
  readonly incident: {
    readonly contingencyId: ContingencyId;
    readonly fromSceneId: SceneId | null;
    readonly openedAt: StudioMs;
  } | null;
  /** The fault that is being practised, in a rehearsal. */
  readonly drill: {
    readonly fault: DrillFault;
    readonly sceneId: SceneId | null;
    readonly startedAt: StudioMs;
    readonly endsAt: StudioMs;
  } | null;
  readonly alarms: Readonly<Partial<Record<AlarmKind, Alarm>>>;
  readonly messages: readonly Message[];
  readonly questions: readonly QuestionNote[];
  readonly issues: readonly IssueNote[];
  readonly clips: readonly ClipNote[];
};

/** What a take changes and its undo gives back. */
export type Undoable = Pick<RunState, 'segments' | 'currentIndex' | 'segmentClock' | 'card' | 'prompter'> & {
  readonly programSceneId: SceneId | null;
};

const UNKNOWN_OUTPUT: OutputRun = {
  mode: 'unknown',
  changedAt: null,
  file: null,
  pending: null,
  failure: null,
};

export const EMPTY_STATE: StudioState = {
  plan: null,
  prep: {
    checklist: {},
    signedIn: {},
    sceneMap: {},
    prizesOnHand: {},
    safeScenePolicy: { afterLoss: 'stay', missingScene: 'stay' },
    walkedScenes: {},
    sceneStills: {},
    override: null,
  },
  output: {
    desired: null,
    program: null,
    owed: null,
    preview: null,
    failure: null,
    mutedDesired: false,
    muteRequest: null,
    muteFailure: null,
    outputs: { stream: UNKNOWN_OUTPUT, record: UNKNOWN_OUTPUT, replay: UNKNOWN_OUTPUT },
    inputs: {},
    panic: null,
  },
  run: null,
};

/** The run, when one is on. */
export function runOn(state: StudioState): RunState | null {
  return state.run?.phase === 'on' ? state.run : null;
}

export function currentSegment(run: RunState): SegmentRun {
  const segment = run.segments[run.currentIndex];
  if (segment === undefined) throw new RangeError(`run has no segment ${run.currentIndex}`);
  return segment;
}

/** The current segment as the plan has it: texts, products, notes. */
export function plannedSegment(state: StudioState): Segment | null {
  if (state.run === null || state.plan === null) return null;
  return segmentContent(state.plan, currentSegment(state.run));
}

/** Where a segment stands, or -1. Looked for from the current one on: it is nearly always there or next. */
export function segmentIndex({ segments, currentIndex }: RunState, segmentId: SegmentId): number {
  const isIt = (each: SegmentRun): boolean => each.segmentId === segmentId;
  const ahead = segments.slice(currentIndex).findIndex(isIt);
  return ahead === -1 ? segments.findIndex(isIt) : currentIndex + ahead;
}

/** When the plan wanted the run to end, show ms; what was inserted is no part of the plan. */
export function plannedEndMs(run: RunState): number {
  return run.segments.reduce(
    (end, { planned, inserted }) =>
      inserted === null ? Math.max(end, planned.startMs + planned.durationMs) : end,
    0,
  );
}

export const durationMs = (segment: SegmentRun): number => segment.planned.durationMs + segment.adjustMs;
export const isHeld = (run: RunState): boolean => run.segmentClock.velocity === 0;

/** The index of the next segment that will run, or null at the end. */
export function nextIndex(run: RunState): number | null {
  const offset = run.segments
    .slice(run.currentIndex + 1)
    .findIndex((segment) => segment.status === 'pending');
  return offset === -1 ? null : run.currentIndex + 1 + offset;
}

/** The last segment before the current one that was not skipped. */
export function previousIndex(run: RunState): number | null {
  const index = run.segments
    .slice(0, run.currentIndex)
    .findLastIndex((segment) => segment.status !== 'skipped');
  return index === -1 ? null : index;
}

/** The state of a cue of this segment; one that nothing happened to is armed. */
export function cueRun(segment: SegmentRun, cueId: CueId): CueRun {
  return segment.cues[cueId] ?? { status: 'armed' };
}

/** The cues of the current segment that nothing happened to yet, in their order. */
export function armedCues(run: RunState): readonly PlannedCue[] {
  const segment = currentSegment(run);
  return segment.planned.cues.filter(({ cueId }) => cueRun(segment, cueId).status === 'armed');
}

/** The next armed automatic cue of the current segment, for the clock to wait for. */
export const nextAutoCue = (run: RunState): PlannedCue | null =>
  armedCues(run).find(({ mode }) => mode === 'auto') ?? null;

/** What a scene of the plan is called in the switcher, a re-mapping included. */
export function switcherSceneName(state: StudioState, sceneId: SceneId): string | null {
  const scene = state.plan?.scenes.find((each) => each.id === sceneId);
  return scene === undefined ? null : (state.prep.sceneMap[sceneId] ?? scene.obsSceneName);
}

/** The scene of the plan that carries this name in the switcher. */
export function sceneByName(state: StudioState, obsSceneName: string): SceneId | null {
  return (
    state.plan?.scenes.find((scene) => (state.prep.sceneMap[scene.id] ?? scene.obsSceneName) === obsSceneName)
      ?.id ?? null
  );
}
