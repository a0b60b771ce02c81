import type { SceneChange, SwitchFailureCode, SwitchOutcome, TransitionSpec } from './port.ts';

/**
 * What was wished, what was sent and what program shows, kept apart. Pure: inputs in, effects out;
 * `SwitchRunner` owns the clock and carries the effects out.
 *
 *   waiting   the newest wish that is not sent yet; a newer one replaces it
 *   inFlight  the one request that is being prepared or whose reply is awaited (never two: OBS may run
 *             two in reverse)
 *   sent      the newest wish that was dispatched and is not proven on program yet
 *   program   the scene whose transition the switcher last reported as complete
 *
 * OBS delivers events out of order now and then, so no decision rests on a transition's start or end:
 * only on completed changes of program and on what the switcher answers when it is asked.
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
  /** While a transition still runs, proof may take until here; OBS allows 20 s. */
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
  /** Proof is late, and the switcher was asked whether its transition still runs. */
  readonly asked: boolean;
};

type InFlight =
  /** Only questions were asked so far. `wish` is null once it was given up. */
  | { readonly stage: 'preparing'; readonly id: number; readonly wish: Waiting | null }
  /** The switch is on its way and can't be taken back. */
  | {
      readonly stage: 'dispatched';
      readonly id: number;
      readonly sceneName: string;
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
  readonly program: string | null;
  /** The scene last told to `onProgramChange`, so that each change is told once. */
  readonly announced: string | null;
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
  program: null,
  announced: null,
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
  | { readonly type: 'programChanged'; readonly sceneName: string }
  | { readonly type: 'sceneRenamed'; readonly from: string; readonly to: string }
  /** The answer to the effect `readIntent`: where the switcher is heading, drawn or not. */
  | { readonly type: 'intentRead'; readonly sceneName: string; readonly transitionRuns: boolean }
  | { readonly type: 'framesDrawn'; readonly proofNo: number }
  | { readonly type: 'linkLost' }
  | { readonly type: 'resynced'; readonly program: string }
  | { readonly type: 'tick'; readonly renderStalled: boolean };

type Params = Readonly<Record<string, string | number>>;

export type QueueEffect =
  | { readonly type: 'send'; readonly wish: Wish }
  /**
   * Answer with `framesDrawn` and this number once new frames were drawn while the switcher heads for
   * this scene and no transition runs.
   */
  | { readonly type: 'countFrames'; readonly proofNo: number; readonly sceneName: string }
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

/** May the request being prepared be dispatched? Not once its time is over or a newer wish waits. */
export function stillWanted({ inFlight }: QueueState, id: number, nowMs: number): boolean {
  return (
    inFlight?.id === id && inFlight.stage === 'preparing' && nowMs <= (inFlight.wish?.sendByMs ?? -Infinity)
  );
}

/** The next instant after `nowMs` at which `tick` has something to do, or null. */
export function nextDeadlineMs(state: QueueState, nowMs: number): number | null {
  const { waiting, inFlight, sent } = state;
  const times: number[] = [];
  if (waiting !== null) {
    times.push(waiting.sendByMs);
    if (waiting.notBeforeMs > nowMs) times.push(waiting.notBeforeMs);
  }
  if (inFlight?.stage === 'preparing' && inFlight.wish !== null) times.push(inFlight.wish.sendByMs);
  if (inFlight?.stage === 'dispatched' && !inFlight.overdue) times.push(inFlight.overdueAtMs);
  if (sent !== null) times.push(sent.proveByMs);
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
    case 'programChanged':
      return programChanged(draft, input.sceneName);
    case 'sceneRenamed':
      return sceneRenamed(draft, input.from, input.to);
    case 'intentRead':
      return intentRead(draft, input.sceneName, input.transitionRuns);
    case 'framesDrawn':
      return framesDrawn(draft, input.proofNo);
    case 'linkLost':
      return linkLost(draft);
    case 'resynced':
      return resynced(draft, input.program);
    case 'tick':
      return tick(draft, input.renderStalled);
  }
}

function asked(draft: Draft, wish: Wish): void {
  giveUpUnsent(draft, 'SUPERSEDED');
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

/** Hands the waiting wish over when nothing is in flight. */
function sendNext(draft: Draft): void {
  const { waiting: wish, nowMs } = draft;
  if (wish === null || !draft.linkUp || draft.inFlight !== null) return;
  if (nowMs < wish.notBeforeMs || nowMs > wish.sendByMs) return;
  draft.waiting = null;
  draft.inFlight = { stage: 'preparing', id: wish.id, wish };
  draft.effects.push({ type: 'send', wish: plain(wish) });
}

function dispatched(draft: Draft, id: number): void {
  const { inFlight, nowMs, limits } = draft;
  if (inFlight?.id !== id || inFlight.stage !== 'preparing' || inFlight.wish === null) return;
  const { wish } = inFlight;
  if (draft.sent !== null) fail(draft, draft.sent, 'SUPERSEDED');
  const { sceneName, transition } = wish;
  draft.inFlight = {
    stage: 'dispatched',
    id,
    sceneName,
    overdueAtMs: nowMs + limits.replyWithinMs,
    overdue: false,
  };
  draft.sent = {
    ...plain(wish),
    accepted: false,
    changed: false,
    crossed: false,
    proofNo: null,
    proveByMs: nowMs + limits.proveWithinMs + (transition?.durationMs ?? 0),
    giveUpMs: nowMs + limits.longestTransitionMs,
    asked: false,
  };
  draft.latest = { sceneName, transition, sent: true };
}

/** A reply frees the slot. Returns the wish it belongs to, unless that was given up or replaced. */
function replied(draft: Draft, id: number): Wish | null {
  const { inFlight, sent } = draft;
  if (inFlight?.id !== id) return null;
  draft.inFlight = null;
  if (inFlight.stage === 'preparing') return inFlight.wish;
  const untilMs = draft.nowMs + draft.limits.surfaceWithinMs;
  draft.unanswered = draft.unanswered.map((each) =>
    each.sceneName === inFlight.sceneName ? { ...each, untilMs } : each,
  );
  return sent?.id === id ? sent : null;
}

function accepted(draft: Draft, id: number): void {
  if (replied(draft, id) === null || draft.sent === null) return;
  draft.sent = { ...draft.sent, accepted: true };
  if (draft.sent.crossed) draft.effects.push({ type: 'readIntent' });
  startProof(draft);
}

function refused(draft: Draft, id: number, code: SwitchFailureCode, params: Params): void {
  const wish = replied(draft, id);
  if (wish === null) return;
  fail(draft, wish, code, params);
  if (draft.sent?.id === id) draft.sent = null;
  draft.unanswered = draft.unanswered.filter((each) => each.sceneName !== wish.sceneName);
  if (draft.waiting === null) draft.latest = standing(draft.sent);
  tellCrossing(draft);
}

function held(draft: Draft, id: number, retryAtMs: number): void {
  const wish = replied(draft, id);
  if (wish === null) return;
  if (draft.sent?.id === id) draft.sent = null;
  requeue(draft, wish, { notBeforeMs: retryAtMs, wasSent: false, sendByMs: wish.sendByMs });
}

function notSent(draft: Draft, id: number): void {
  const wish = replied(draft, id);
  if (wish === null) return;
  fail(draft, wish, 'CUE_EXPIRED');
  draft.latest = standing(draft.sent);
}

function startProof(draft: Draft): void {
  const { sent } = draft;
  if (sent === null || sent.proofNo !== null || draft.program !== sent.sceneName) return;
  // Without a reply only a completed transition tells that the request was taken at all.
  if (!sent.accepted && !sent.changed) return;
  draft.sent = { ...sent, proofNo: draft.nextProofNo };
  draft.effects.push({ type: 'countFrames', proofNo: draft.nextProofNo, sceneName: sent.sceneName });
  draft.nextProofNo += 1;
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
  const { sent } = draft;
  if (sent === null) return attribute(draft, sceneName);
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

/** Program came to a scene without a switch of ours under way: whose doing was it? */
function attribute(draft: Draft, sceneName: string): void {
  const { latest } = draft;
  if (surfaced(draft, sceneName)) reconcile(draft, sceneName);
  else if (latest?.sent === true && latest.sceneName === sceneName) announce(draft, sceneName, 'ours');
  else takenOver(draft, sceneName);
}

/** Whose a change was that crossed a switch of ours is not asked any more once that one came to nothing. */
function tellCrossing(draft: Draft): void {
  const { sent, program, announced } = draft;
  if (sent === null && program !== null && program !== announced) attribute(draft, program);
}

/** What a scene shows is the same under its new name, and so is whatever was wished of it. */
function sceneRenamed(draft: Draft, from: string, to: string): void {
  const name = (now: string): string => (now === from ? to : now);
  const named = <T extends { readonly sceneName: string }>(item: T): T => ({
    ...item,
    sceneName: name(item.sceneName),
  });
  const { program, announced, waiting, inFlight, sent, latest } = draft;
  draft.program = program === null ? null : name(program);
  draft.announced = announced === null ? null : name(announced);
  draft.waiting = waiting === null ? null : named(waiting);
  draft.latest = latest === null ? null : named(latest);
  draft.unanswered = draft.unanswered.map(named);
  if (inFlight?.stage === 'dispatched') draft.inFlight = named(inFlight);
  else if (inFlight !== null && inFlight.wish !== null)
    draft.inFlight = { ...inFlight, wish: named(inFlight.wish) };
  if (sent === null || sent.sceneName !== from) return;
  // Its frames are being counted under the old name.
  draft.sent = { ...named(sent), proofNo: null };
  startProof(draft);
}

function intentRead(draft: Draft, intent: string, transitionRuns: boolean): void {
  const { sent, program, nowMs, limits } = draft;
  if (sent === null || program === null) return;
  if (intent === sent.sceneName) {
    if (!sent.asked) return;
    if (transitionRuns) draft.sent = { ...sent, asked: false, proveByMs: nowMs + limits.replyWithinMs };
    else giveUpSent(draft, sent, sent.proofNo === null ? 'NOT_CONFIRMED' : 'RENDER_STALLED');
    return;
  }
  if (program === sent.sceneName && !sent.asked) return; // ours is on; the next change will tell
  if (program === intent && !sent.crossed) {
    // Nothing has moved at all.
    if (sent.asked) giveUpSent(draft, sent, 'NOT_CONFIRMED');
    return;
  }
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
  const { inFlight, sent } = draft;
  draft.inFlight = null;
  draft.sent = null;
  // The newest first: it takes the place in the queue.
  if (inFlight?.stage === 'preparing' && inFlight.wish !== null) {
    const { sendByMs, wasSent } = inFlight.wish;
    requeue(draft, inFlight.wish, { notBeforeMs: 0, wasSent, sendByMs });
  }
  if (inFlight?.stage === 'dispatched' && !inFlight.overdue) addUnanswered(draft, inFlight.sceneName);
  if (sent !== null) requeue(draft, sent, { notBeforeMs: 0, wasSent: true, sendByMs: sent.proveByMs });
}

function resynced(draft: Draft, program: string): void {
  const { program: before, nowMs, limits } = draft;
  draft.linkUp = true;
  draft.program = program;
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
  const { inFlight, sent, nowMs, limits } = draft;
  draft.unanswered = draft.unanswered.filter((each) => nowMs < each.untilMs);
  if (inFlight?.stage === 'dispatched' && !inFlight.overdue && nowMs >= inFlight.overdueAtMs) {
    draft.inFlight = { ...inFlight, overdue: true };
    addUnanswered(draft, inFlight.sceneName);
  }
  const next = unsent(draft);
  if (next !== null && nowMs >= next.sendByMs) {
    giveUpUnsent(draft, next.wasSent ? 'NOT_CONFIRMED' : 'CUE_EXPIRED');
    // Kept as the newest wish only while an older request of ours may still surface against it.
    const mayStillSurface = draft.unanswered.length > 0 || draft.inFlight?.stage === 'dispatched';
    if (!next.wasSent && !mayStillSurface) draft.latest = standing(sent);
  }
  if (sent === null || nowMs < sent.proveByMs) return;
  if (renderStalled) {
    giveUpSent(draft, sent, 'RENDER_STALLED');
  } else if (sent.asked || nowMs >= sent.giveUpMs) {
    giveUpSent(draft, sent, sent.proofNo === null ? 'NOT_CONFIRMED' : 'RENDER_STALLED');
  } else {
    draft.sent = { ...sent, asked: true, proveByMs: nowMs + limits.replyWithinMs };
    draft.effects.push({ type: 'readIntent' });
  }
}

function giveUpSent(draft: Draft, sent: Sent, code: 'NOT_CONFIRMED' | 'RENDER_STALLED'): void {
  fail(draft, sent, code);
  draft.sent = null;
  if (draft.program === sent.sceneName) announce(draft, sent.sceneName, 'ours');
  else tellCrossing(draft);
}

/** The newest wish, as long as it was not dispatched. */
function unsent({ waiting, inFlight }: Draft): Waiting | null {
  return waiting ?? (inFlight?.stage === 'preparing' ? inFlight.wish : null);
}

/** Gives the newest wish up, unless it was dispatched. */
function giveUpUnsent(draft: Draft, code: 'SUPERSEDED' | 'CUE_EXPIRED' | 'NOT_CONFIRMED'): void {
  const { waiting, inFlight } = draft;
  if (waiting !== null) fail(draft, waiting, code);
  draft.waiting = null;
  if (inFlight?.stage !== 'preparing' || inFlight.wish === null) return;
  fail(draft, inFlight.wish, code);
  draft.inFlight = { ...inFlight, wish: null };
}

const standing = (sent: Sent | null): Latest | null =>
  sent === null ? null : { sceneName: sent.sceneName, transition: sent.transition, sent: true };

const plain = ({ id, origin, sceneName, transition, askedAtMs, sendByMs }: Wish): Wish => ({
  id,
  origin,
  sceneName,
  transition,
  askedAtMs,
  sendByMs,
});

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
  if (unsent(draft) !== null) return; // that one is the newest wish, and proof of it is told
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
  const next = unsent(draft);
  draft.latest =
    next === null ? null : { sceneName: next.sceneName, transition: next.transition, sent: false };
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
  draft.waiting = { ...plain(wish), sendByMs, notBeforeMs, wasSent };
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
