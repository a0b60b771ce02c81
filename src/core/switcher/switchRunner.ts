import type { SceneChange, SwitchOutcome, SwitchRequest } from './port.ts';
import {
  EMPTY_QUEUE,
  nextDeadlineMs,
  QUEUE_LIMITS,
  type QueueEffect,
  type QueueInput,
  type QueueLimits,
  type QueueState,
  stepQueue,
  type Wish,
} from './switchQueue.ts';

/** What an adapter does for the queue. Each call answers later through `SwitchRunner.feed`. */
export type SwitchDeck = {
  readonly send: (wish: Wish) => void;
  readonly countFrames: (proofNo: number, sceneName: string) => void;
  readonly readIntent: () => void;
  readonly announce: (change: SceneChange) => void;
  readonly renderStalled: () => boolean;
  /** Called after every step, so that the adapter can show what follows from the queue's state. */
  readonly stepped: (state: QueueState) => void;
};

/** Runs the queue in real time: one timer, one promise per wish. */
export class SwitchRunner {
  readonly #deck: SwitchDeck;
  readonly #limits: QueueLimits;
  readonly #callers = new Map<number, (outcome: SwitchOutcome) => void>();
  #state: QueueState = EMPTY_QUEUE;
  #nextId = 1;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;
  readonly #inputs: QueueInput[] = [];
  #stepping = false;
  #steppedAtMs = 0;

  constructor(deck: SwitchDeck, limits: QueueLimits = QUEUE_LIMITS) {
    this.#deck = deck;
    this.#limits = limits;
  }

  get state(): QueueState {
    return this.#state;
  }

  ask({ sceneName, transition, sendWithinMs }: SwitchRequest): Promise<SwitchOutcome> {
    if (this.#closed) return Promise.resolve(offline(sceneName));
    const askedAtMs = performance.now();
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      this.#callers.set(id, resolve);
      const wish: Wish = {
        id,
        origin: 'caller',
        sceneName,
        transition,
        askedAtMs,
        sendByMs: askedAtMs + sendWithinMs,
      };
      this.feed({ type: 'asked', wish });
    });
  }

  /** Inputs fed while a step is carried out (a listener may ask for the next scene) wait for their turn. */
  feed(input: QueueInput): void {
    if (this.#closed) return;
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) this.#step(next);
    } finally {
      this.#stepping = false;
    }
    this.#setTimer();
  }

  #step(input: QueueInput): void {
    this.#steppedAtMs = performance.now();
    const step = stepQueue(this.#state, input, this.#steppedAtMs, this.#limits);
    this.#state = step.state;
    this.#deck.stepped(step.state);
    for (const effect of step.effects) this.#carryOut(effect);
  }

  #carryOut(effect: QueueEffect): void {
    switch (effect.type) {
      case 'send':
        return this.#deck.send(effect.wish);
      case 'countFrames':
        return this.#deck.countFrames(effect.proofNo, effect.sceneName);
      case 'readIntent':
        return this.#deck.readIntent();
      case 'announce':
        return this.#deck.announce(effect.change);
      case 'settle':
        this.#callers.get(effect.id)?.(effect.outcome);
        this.#callers.delete(effect.id);
        return;
    }
  }

  /** Settles what is pending as offline. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const settle of this.#callers.values()) settle(offline(null));
    this.#callers.clear();
  }

  #setTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#closed) return; // a listener closed us during the step
    // As of the last step: what fell due since then must still get its tick.
    const deadline = nextDeadlineMs(this.#state, this.#steppedAtMs);
    if (deadline !== null)
      this.#timer = setTimeout(() => this.#tick(), Math.max(0, Math.ceil(deadline - performance.now())));
  }

  #tick(): void {
    this.feed({ type: 'tick', renderStalled: this.#deck.renderStalled() });
  }
}

const offline = (sceneName: string | null): SwitchOutcome => ({
  result: 'failed',
  code: 'SWITCHER_OFFLINE',
  params: sceneName === null ? {} : { sceneName },
});
