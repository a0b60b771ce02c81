import type { SceneChange, SwitchFailureCode, SwitchOutcome, TransitionSpec } from './port.ts';

/**
 * What was wished, what was sent and what program shows, kept apart. Pure: inputs in, effects out;
 * `SwitchRunner` owns the clock and carries the effects out.
 *
 *   waiting   the newest wish that is not sent yet; a newer one replaces it
 *   inFlight  the one request whose reply is awaited (never two: OBS may run two in reverse)
 *   sent      the newest wish that was sent and is not proven on program yet
 *   program   the scene whose transition the switcher last reported as complete
 *
 * A request without a reply is *unanswered*: it may still take effect, seconds later. It is never
 * repeated blindly. When it surfaces against a newer wish, program is put to the newest wish, unless
 * a person chose a scene in the switcher meanwhile: a person always wins.
 */

/** Limits in milliseconds. */
export type QueueLimits = {
  /** A reply later than this makes a request overdue. */
  readonly replyWithinMs: number;
  /** Proof must come within this after sending, plus the length of the transition. */
  readonly proveWithinMs: number;
  /** While a transition visibly runs, proof may take until here; OBS allows 20 s. */
  readonly longestTransitionMs: number;
  /** How long after a resync an unanswered request of the old connection may still surface. */
  readonly surfaceWithinMs: number;
};

export const QUEUE_LIMITS: QueueLimits = {
  replyWithinMs: 800,
  proveWithinMs: 2_000,
  longestTransitionMs: 25_000,
  surfaceWithinMs: 3_000,
};

export type Wish = {
  readonly id: number;
  /** `reconcile`: made here, nobody waits for its outcome. */
  readonly origin: 'caller' | 'reconcile';
  readonly sceneName: string;
  readonly transition: TransitionSpec | null;
  readonly askedAtMs: number;
  readonly sendByMs: number;
};

type Waiting = Wish & {
  readonly notBeforeMs: number;
  /** It was sent over a connection that is gone: whether it took effect is not known. */
  readonly wasSent: boolean;
};

type Sent = Wish & {
  readonly accepted: boolean;
  /** Program completed a transition to this scene after the request was sent. */
  readonly changed: boolean;
  /** Program completed a transition to another scene after the request was sent. */
  readonly crossed: boolean;
  /** The running count of frames, started once program shows the scene. */
  readonly proofNo: number | null;
  readonly proveByMs: number;
  readonly giveUpMs: number;
};

type InFlight = {
  readonly id: number;
  readonly sceneName: string;
  /** The switch itself is on its way; before that only questions were asked. */
  readonly dispatched: boolean;
  readonly overdueAtMs: number;
  readonly overdue: boolean;
};
type Unanswered = { readonly sceneName: string; readonly untilMs: number };
type Latest = {
  readonly sceneName: string;
  readonly transition: TransitionSpec | null;
  readonly sent: boolean;
};

export type QueueState = {
  readonly linkUp: boolean;
  readonly studioMode: boolean;
  readonly program: string | null;
  /** The scene last told to `onProgramChange`, so that each change is told once. */
  readonly announced: string | null;
  /** When the running transition started; null when none runs. */
  readonly transitionSinceMs: number | null;
  readonly waiting: Waiting | null;
  readonly inFlight: InFlight | null;
  readonly sent: Sent | null;
  readonly unanswered: readonly Unanswered[];
  /** What the crew wished last; null once a person took over or the wish was dropped unsent. */
  readonly latest: Latest | null;
  readonly nextProofNo: number;
  readonly nextReconcileId: number;
};

export const EMPTY_QUEUE: QueueState = {
  linkUp: false,
  studioMode: false,
  program: null,
  announced: null,
  transitionSinceMs: null,
  waiting: null,
  inFlight: null,
  sent: null,
  unanswered: [],
  latest: null,
  nextProofNo: 1,
  nextReconcileId: -1,
};

export type QueueInput =
  | { readonly type: 'asked'; readonly wish: Wish }
  /** The switcher took the request. */
  | { readonly type: 'accepted'; readonly id: number }
  | {
      readonly type: 'refused';
      readonly id: number;
      readonly code: SwitchFailureCode;
      readonly params: Params;
    }
  /** The switcher can't take it now, nothing was changed: try again at `retryAtMs`. */
  | { readonly type: 'held'; readonly id: number; readonly retryAtMs: number }
  /** From here on the request can't be taken back. */
  | { readonly type: 'dispatched'; readonly id: number }
  /** Given up before it was dispatched, see `stillWanted`. */
  | { readonly type: 'notSent'; readonly id: number }
  | { readonly type: 'transitionStarted' }
  | { readonly type: 'transitionEnded' }
  | { readonly type: 'programChanged'; readonly sceneName: string }
  | { readonly type: 'sceneRenamed'; readonly from: string; readonly to: string }
  | { readonly type: 'studioModeChanged'; readonly on: boolean }
  /** The answer to the effect `readIntent`: where the switcher is heading, drawn or not. */
  | { readonly type: 'intentRead'; readonly sceneName: string }
  | { readonly type: 'framesDrawn'; readonly proofNo: number }
  | { readonly type: 'linkLost' }
  | { readonly type: 'resynced'; readonly program: string; readonly studioMode: boolean }
  | { readonly type: 'tick'; readonly renderStalled: boolean };

type Params = Readonly<Record<string, string | number>>;

export type QueueEffect =
  | { readonly type: 'send'; readonly wish: Wish }
  /** Answer with `framesDrawn` and this number once new frames were drawn. */
  | { readonly type: 'countFrames'; readonly proofNo: number }
  | { readonly type: 'readIntent' }
  | { readonly type: 'settle'; readonly id: number; readonly outcome: SwitchOutcome }
  | { readonly type: 'announce'; readonly change: SceneChange };

export type QueueStep = { readonly state: QueueState; readonly effects: readonly QueueEffect[] };

/** One step. `nowMs` is monotonic. */
export function stepQueue(
  state: QueueState,
  input: QueueInput,
  nowMs: number,
  limits: QueueLimits = QUEUE_LIMITS,
): QueueStep {
  const draft: Draft = { ...state, effects: [], nowMs, limits };
  apply(draft, input);
  sendNext(draft);
  const { effects, nowMs: _now, limits: _limits, ...next } = draft;
  return { state: next, effects };
}

/** May the request in flight still be dispatched? Not once its time is over or a newer wish waits. */
export function stillWanted(state: QueueState, id: number, nowMs: number): boolean {
  const { sent, waiting, inFlight } = state;
  return inFlight?.id === id && sent?.id === id && waiting === null && nowMs <= sent.sendByMs;
}

/** The next instant after `nowMs` at which `tick` has something to do, or null. */
export function nextDeadlineMs(state: QueueState, nowMs: number): number | null {
  const { waiting, inFlight, sent } = state;
  const times: number[] = [];
  if (waiting !== null) {
    times.push(waiting.sendByMs);
    if (waiting.notBeforeMs > nowMs) times.push(waiting.notBeforeMs);
  }
  if (inFlight !== null && !inFlight.overdue) times.push(inFlight.overdueAtMs);
  if (sent !== null) {
    const patient = state.transitionSinceMs !== null && sent.proveByMs <= nowMs;
    times.push(patient ? sent.giveUpMs : sent.proveByMs);
  }
  return times.length === 0 ? null : Math.min(...times);
}

type Draft = { -readonly [Key in keyof QueueState]: QueueState[Key] } & {
  effects: QueueEffect[];
  nowMs: number;
  limits: QueueLimits;
};

function apply(draft: Draft, input: QueueInput): void {
  switch (input.type) {
    case 'asked':
      return asked(draft, input.wish);
    case 'accepted':
      return accepted(draft, input.id);
    case 'refused':
      return refused(draft, input.id, input.code, input.params);
    case 'held':
      return held(draft, input.id, input.retryAtMs);
    case 'dispatched':
      return dispatched(draft, input.id);
    case 'notSent':
      return notSent(draft, input.id);
    case 'transitionStarted':
      draft.transitionSinceMs = draft.nowMs;
      return stopProof(draft);
    case 'transitionEnded':
      draft.transitionSinceMs = null;
      return startProof(draft);
    case 'programChanged':
      return programChanged(draft, input.sceneName);
    case 'sceneRenamed':
      if (draft.program === input.from) draft.program = input.to;
      if (draft.announced === input.from) draft.announced = input.to;
      return;
    case 'studioModeChanged':
      draft.studioMode = input.on;
      return;
    case 'intentRead':
      return intentRead(draft, input.sceneName);
    case 'framesDrawn':
      return framesDrawn(draft, input.proofNo);
    case 'linkLost':
      return linkLost(draft);
    case 'resynced':
      draft.studioMode = input.studioMode;
      return resynced(draft, input.program);
    case 'tick':
      return tick(draft, input.renderStalled);
  }
}

function asked(draft: Draft, wish: Wish): void {
  if (draft.waiting !== null) fail(draft, draft.waiting, 'SUPERSEDED');
  draft.waiting = null;
  const latest = { sceneName: wish.sceneName, transition: wish.transition, sent: false };
  if (draft.linkUp) {
    draft.waiting = { ...wish, notBeforeMs: 0, wasSent: false };
    draft.latest = latest;
  } else {
    fail(draft, wish, 'SWITCHER_OFFLINE');
    // Should a lost request of ours surface later, this is still the newest wish to correct it to.
    if (draft.unanswered.length > 0) draft.latest = latest;
  }
}

/** Sends the waiting wish when nothing is in flight. */
function sendNext(draft: Draft): void {
  const { waiting: wish, nowMs, limits } = draft;
  if (wish === null || !draft.linkUp || draft.inFlight !== null) return;
  if (nowMs < wish.notBeforeMs || nowMs > wish.sendByMs) return;
  // In studio mode OBS names the new scene and swallows the switch while a transition runs.
  const transitionRuns =
    draft.transitionSinceMs !== null && nowMs < draft.transitionSinceMs + limits.longestTransitionMs;
  if (draft.studioMode && transitionRuns) return;

  if (draft.sent !== null) fail(draft, draft.sent, 'SUPERSEDED');
  const { id, origin, sceneName, transition, askedAtMs, sendByMs } = wish;
  const plain = { id, origin, sceneName, transition, askedAtMs, sendByMs };
  draft.waiting = null;
  draft.inFlight = {
    id,
    sceneName,
    dispatched: false,
    overdueAtMs: nowMs + limits.replyWithinMs,
    overdue: false,
  };
  draft.sent = {
    ...plain,
    accepted: false,
    changed: false,
    crossed: false,
    proofNo: null,
    proveByMs: nowMs + limits.proveWithinMs + (transition?.durationMs ?? 0),
    giveUpMs: nowMs + limits.longestTransitionMs,
  };
  draft.latest = { sceneName, transition, sent: true };
  draft.effects.push({ type: 'send', wish: plain });
}

/** A reply frees the slot. Returns the wish it belongs to, if that is still the newest one. */
function replied(draft: Draft, id: number): Sent | null {
  const { inFlight } = draft;
  if (inFlight?.id !== id) return null;
  draft.inFlight = null;
  const untilMs = draft.nowMs + draft.limits.surfaceWithinMs;
  draft.unanswered = draft.unanswered.map((each) =>
    each.sceneName === inFlight.sceneName ? { ...each, untilMs } : each,
  );
  return draft.sent?.id === id ? draft.sent : null;
}

function accepted(draft: Draft, id: number): void {
  const sent = replied(draft, id);
  if (sent === null) return;
  draft.sent = { ...sent, accepted: true };
  if (sent.crossed) draft.effects.push({ type: 'readIntent' });
  startProof(draft);
}

function refused(draft: Draft, id: number, code: SwitchFailureCode, params: Params): void {
  const sent = replied(draft, id);
  if (sent === null) return;
  fail(draft, sent, code, params);
  draft.sent = null;
  draft.unanswered = draft.unanswered.filter((each) => each.sceneName !== sent.sceneName);
  if (draft.latest?.sent === true) draft.latest = null;
}

function held(draft: Draft, id: number, retryAtMs: number): void {
  const sent = replied(draft, id);
  if (sent === null) return;
  draft.sent = null;
  requeue(draft, sent, { notBeforeMs: retryAtMs, wasSent: false, sendByMs: sent.sendByMs });
}

function dispatched(draft: Draft, id: number): void {
  const { inFlight } = draft;
  if (inFlight?.id !== id) return;
  draft.inFlight = { ...inFlight, dispatched: true };
  if (inFlight.overdue) addUnanswered(draft, inFlight.sceneName);
}

function notSent(draft: Draft, id: number): void {
  const sent = replied(draft, id);
  if (sent === null) return;
  fail(draft, sent, draft.waiting === null ? 'CUE_EXPIRED' : 'SUPERSEDED');
  draft.sent = null;
  if (draft.waiting === null) draft.latest = null;
}

function startProof(draft: Draft): void {
  const { sent } = draft;
  if (sent === null || sent.proofNo !== null) return;
  if (draft.transitionSinceMs !== null || draft.program !== sent.sceneName) return;
  // Without a reply only a completed transition tells that the request was taken at all.
  if (!sent.accepted && !sent.changed) return;
  draft.sent = { ...sent, proofNo: draft.nextProofNo };
  draft.effects.push({ type: 'countFrames', proofNo: draft.nextProofNo });
  draft.nextProofNo += 1;
}

function stopProof(draft: Draft): void {
  if (draft.sent !== null) draft.sent = { ...draft.sent, proofNo: null };
}

function framesDrawn(draft: Draft, proofNo: number): void {
  const { sent } = draft;
  if (sent === null || sent.proofNo !== proofNo) return;
  draft.sent = null;
  draft.unanswered = draft.unanswered.filter((each) => each.sceneName !== sent.sceneName);
  announce(draft, sent.sceneName, 'ours');
  settle(draft, sent, { result: 'confirmed', tookMs: draft.nowMs - sent.askedAtMs });
}

function programChanged(draft: Draft, sceneName: string): void {
  draft.program = sceneName;
  draft.transitionSinceMs = null;
  const { sent, latest } = draft;
  if (sent === null) {
    if (surfaced(draft, sceneName)) reconcile(draft, sceneName);
    else if (latest?.sent === true && latest.sceneName === sceneName) announce(draft, sceneName, 'ours');
    else takenOver(draft, sceneName);
    return;
  }
  if (sent.sceneName === sceneName) {
    draft.sent = { ...sent, changed: true, proofNo: null };
    startProof(draft);
    return;
  }
  // A person, or a replaced request of ours that completes late. Once our request was taken, the
  // switcher's own intent tells which; before that the question would be answered too early.
  draft.sent = { ...sent, crossed: true, proofNo: null };
  if (sent.accepted) draft.effects.push({ type: 'readIntent' });
}

function intentRead(draft: Draft, intent: string): void {
  const { sent, program } = draft;
  if (sent === null || intent === sent.sceneName || program === null || program === sent.sceneName) return;
  draft.sent = null;
  if (surfaced(draft, intent)) {
    requeue(draft, sent, { notBeforeMs: 0, wasSent: true, sendByMs: sent.proveByMs });
    return;
  }
  fail(draft, sent, 'OPERATOR_TOOK_OVER', { operatorScene: intent });
  takenOver(draft, program);
}

function linkLost(draft: Draft): void {
  if (!draft.linkUp) return;
  draft.linkUp = false;
  draft.transitionSinceMs = null;
  const { inFlight, sent } = draft;
  if (inFlight?.dispatched === true && !inFlight.overdue) addUnanswered(draft, inFlight.sceneName);
  draft.inFlight = null;
  draft.sent = null;
  if (sent === null) return;
  const wasSent = inFlight?.id !== sent.id || inFlight.dispatched;
  requeue(draft, sent, { notBeforeMs: 0, wasSent, sendByMs: wasSent ? sent.proveByMs : sent.sendByMs });
}

function resynced(draft: Draft, program: string): void {
  const { program: before, nowMs, limits } = draft;
  draft.linkUp = true;
  draft.program = program;
  draft.transitionSinceMs = null;
  const untilMs = nowMs + limits.surfaceWithinMs;
  draft.unanswered = draft.unanswered.map((each) => ({ ...each, untilMs: Math.min(each.untilMs, untilMs) }));
  if (before === null) draft.announced = program;
  if (before === null || before === program) return;
  if (surfaced(draft, program)) {
    reconcile(draft, program);
  } else if (draft.latest?.sent === true && draft.latest.sceneName === program) {
    // What we sent before the link broke has arrived; if its caller still waits, proof follows.
    if (draft.waiting === null) announce(draft, program, 'ours');
  } else {
    if (draft.waiting !== null) fail(draft, draft.waiting, 'OPERATOR_TOOK_OVER', { operatorScene: program });
    draft.waiting = null;
    takenOver(draft, program);
  }
}

function tick(draft: Draft, renderStalled: boolean): void {
  const { waiting, inFlight, sent, nowMs } = draft;
  draft.unanswered = draft.unanswered.filter((each) => nowMs < each.untilMs);
  if (inFlight !== null && !inFlight.overdue && nowMs >= inFlight.overdueAtMs) {
    draft.inFlight = { ...inFlight, overdue: true };
    if (inFlight.dispatched) addUnanswered(draft, inFlight.sceneName);
  }
  if (waiting !== null && nowMs >= waiting.sendByMs) {
    fail(draft, waiting, waiting.wasSent ? 'NOT_CONFIRMED' : 'CUE_EXPIRED');
    draft.waiting = null;
    // Kept as the newest wish only while an older request of ours may still surface against it.
    if (!waiting.wasSent && draft.unanswered.length === 0 && draft.inFlight === null) draft.latest = null;
  }
  // A transition that visibly runs may take its time; without frames it runs nowhere.
  const patient = draft.transitionSinceMs !== null && !renderStalled;
  if (sent !== null && nowMs >= (patient ? sent.giveUpMs : sent.proveByMs)) {
    fail(draft, sent, renderStalled || sent.proofNo !== null ? 'RENDER_STALLED' : 'NOT_CONFIRMED');
    draft.sent = null;
    if (draft.program === sent.sceneName) announce(draft, sent.sceneName, 'ours');
  }
}

function addUnanswered(draft: Draft, sceneName: string): void {
  draft.unanswered = [...draft.unanswered, { sceneName, untilMs: Infinity }];
}

/** Was this scene put on by a request of ours that never got its reply? Forgets it if so. */
function surfaced(draft: Draft, sceneName: string): boolean {
  const found = draft.unanswered.some((each) => each.sceneName === sceneName && draft.nowMs < each.untilMs);
  draft.unanswered = draft.unanswered.filter((each) => each.sceneName !== sceneName);
  return found;
}

/** A lost request of ours took effect late: it did reach program, and program goes on to the newest wish. */
function reconcile(draft: Draft, sceneName: string): void {
  if (draft.waiting !== null) return; // that one is the newest wish, and proof of it is told
  announce(draft, sceneName, 'ours');
  const { latest, nowMs, limits } = draft;
  if (latest === null || latest.sceneName === sceneName) return;
  draft.waiting = {
    id: draft.nextReconcileId,
    origin: 'reconcile',
    sceneName: latest.sceneName,
    transition: latest.transition,
    askedAtMs: nowMs,
    sendByMs: nowMs + limits.surfaceWithinMs,
    notBeforeMs: 0,
    wasSent: false,
  };
  draft.nextReconcileId -= 1;
}

function takenOver(draft: Draft, program: string): void {
  draft.unanswered = [];
  // A wish that still waits was made for what comes after: it stays the newest one.
  const { waiting } = draft;
  draft.latest =
    waiting === null ? null : { sceneName: waiting.sceneName, transition: waiting.transition, sent: false };
  announce(draft, program, 'operator');
}

/** Back into the queue, unless a newer wish waits there. */
function requeue(
  draft: Draft,
  wish: Wish,
  { notBeforeMs, wasSent, sendByMs }: { notBeforeMs: number; wasSent: boolean; sendByMs: number },
): void {
  if (draft.waiting !== null) {
    fail(draft, wish, 'SUPERSEDED');
    return;
  }
  const { id, origin, sceneName, transition, askedAtMs } = wish;
  draft.waiting = { id, origin, sceneName, transition, askedAtMs, sendByMs, notBeforeMs, wasSent };
}

function fail(draft: Draft, wish: Wish, code: SwitchFailureCode, params: Params = {}): void {
  settle(draft, wish, { result: 'failed', code, params: { sceneName: wish.sceneName, ...params } });
}

function settle(draft: Draft, wish: Wish, outcome: SwitchOutcome): void {
  if (wish.origin === 'caller') draft.effects.push({ type: 'settle', id: wish.id, outcome });
}

function announce(draft: Draft, sceneName: string, by: SceneChange['by']): void {
  if (draft.announced === sceneName) return;
  draft.announced = sceneName;
  draft.effects.push({ type: 'announce', change: { sceneName, by } });
}
