import { setTimeout as delay } from 'node:timers/promises';

import { isRunning, type OutputAction, type OutputMode } from '#shared/model/outputs';

import type { ControlOutcome } from './port.ts';

export type OutputRequest = Exclude<OutputAction, 'save'>;

/** What an adapter does for one output. Nothing of it ever rejects. */
export type OutputDeck = {
  /** Asks the switcher; says whether it took the request. `unanswered`: it may still take effect. */
  readonly send: (
    request: OutputRequest,
  ) => Promise<
    | { readonly answer: 'taken' | 'unanswered' }
    | { readonly answer: 'refused'; readonly params: Readonly<Record<string, string | number>> }
  >;
  /** A fresh reading, or null when it can't be had. */
  readonly read: () => Promise<OutputMode | null>;
};

export type OutputLimits = {
  readonly withinMs: Readonly<Record<OutputRequest, number>>;
  /** A stop that has not shown any effect is sent again after this. */
  readonly stopAgainMs: number;
  /** So is a start, once: OBS 29 takes one that comes right after STOPPED, and does nothing. */
  readonly startAgainMs: number;
  /** For so long after a request was given up, its late effect is still undone by the newest wish. */
  readonly surfaceWithinMs: number;
  /**
   * A running output is left alone for so long after it changed. OBS 29 wedges a recording for good (it stays
   * `stopping` for ever) when it is paused, resumed and stopped before its first frame was encoded.
   */
  readonly restMs: number;
};

/** A stream may take long to reach its far end, a file long to be closed. */
export const OUTPUT_LIMITS: OutputLimits = {
  withinMs: { start: 12_000, stop: 12_000, pause: 3_000, resume: 3_000 },
  stopAgainMs: 2_000,
  startAgainMs: 2_000,
  surfaceWithinMs: 30_000,
  restMs: 300,
};

type Wish = {
  readonly request: OutputRequest;
  /** null: it was given up towards the caller and stands only against late effects. */
  readonly settle: ((outcome: ControlOutcome) => void) | null;
};

/** What to do about a wish, given what the output shows and which request of ours has shown no effect yet. */
export function nextStep(
  request: OutputRequest,
  mode: OutputMode,
  loose: OutputRequest | null,
): 'done' | 'wait' | 'send' | 'notRunning' | 'unavailable' | 'offline' {
  if (mode === 'unavailable') return request === 'stop' ? 'done' : 'unavailable';
  if (mode === 'unknown') return 'offline';
  // On its way somewhere, or about to be: OBS refuses a stop that comes before the start took effect, and
  // the recording would run on (seen on OBS 29).
  if (mode === 'starting' || mode === 'stopping') return 'wait';
  const running = mode !== 'stopped';
  switch (request) {
    case 'start':
      if (loose === 'stop' && running) return 'wait';
      if (!running) return loose === 'start' ? 'wait' : 'send';
      return mode === 'reconnecting' ? 'wait' : 'done';
    case 'stop':
      if (!running) return loose === 'start' ? 'wait' : 'done';
      return loose === 'stop' ? 'wait' : 'send';
    case 'pause':
      if (!running) return loose === 'start' ? 'wait' : 'notRunning';
      if (mode === 'paused') return loose === 'resume' ? 'wait' : 'done';
      return loose === 'pause' ? 'wait' : 'send';
    case 'resume':
      if (!running) return loose === 'start' ? 'wait' : 'notRunning';
      if (mode === 'active') return loose === 'pause' ? 'wait' : 'done';
      return loose === 'resume' ? 'wait' : 'send';
  }
}

/**
 * Brings one output to where the newest wish has it. An answer proves nothing (OBS answers OK to a pause it
 * does not do and to a stream that ends 30 ms later): only the output's own state does. A request of ours
 * whose effect was not seen yet is kept in mind, so that a stop right after a start is sent once the start
 * has taken effect, however late that is.
 */
export class OutputControl {
  readonly #deck: OutputDeck;
  readonly #limits: OutputLimits;
  #mode: OutputMode = 'unknown';
  #wish: Wish | null = null;
  #loose: OutputRequest | null = null;
  #sentAtMs = 0;
  /** A request that was refused, or a start without effect, is sent a second time, no third. */
  #triedAgain = false;
  /** The loose request was seen to begin. */
  #begun = false;
  #deadline: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;
  #rest: NodeJS.Timeout | null = null;
  #changedAtMs = -Infinity;
  #closed = false;

  constructor(deck: OutputDeck, limits: OutputLimits = OUTPUT_LIMITS) {
    this.#deck = deck;
    this.#limits = limits;
  }

  ask(request: OutputRequest): Promise<ControlOutcome> {
    if (this.#closed) return Promise.resolve(failed('SWITCHER_OFFLINE'));
    // The same again, after it came to nothing: then it is sent anew. OBS takes it for one.
    if (this.#wish?.settle == null && this.#loose === request) this.#tidy();
    this.#end(failed('SUPERSEDED'));
    this.#triedAgain = false;
    return new Promise((resolve) => {
      this.#wish = { request, settle: resolve };
      this.#deadline = setTimeout(() => void this.#late(), this.#limits.withinMs[request]);
      if (request === 'start' && isRunning(this.#mode)) void this.#lookFirst();
      else this.#advance();
    });
  }

  /** Shown as running it may have died without a word: then a start is no thing of the past. */
  async #lookFirst(): Promise<void> {
    const wish = this.#wish;
    const mode = await this.#deck.read();
    if (mode !== null && this.#wish === wish && !this.#closed) this.observe(mode);
  }

  /** The output's own word: a state event, or a reading after the link came up. */
  observe(mode: OutputMode): void {
    if (mode !== this.#mode) this.#changedAtMs = performance.now();
    this.#mode = mode;
    if (mode === 'starting' || mode === 'stopping') this.#begun = true;
    const ended = this.#loose === 'start' && this.#begun && mode === 'stopped';
    if (ended || (this.#loose !== null && hasShown(this.#loose, mode))) this.#tidy();
    if (ended && this.#wish?.request === 'start') this.#end(failed('OUTPUT_ENDED_ITSELF'));
    this.#advance();
  }

  /** Whatever was sent is unanswered from here on; `observe` follows once the link is back. */
  linkLost(): void {
    const wasSent = this.#loose !== null;
    this.#mode = 'unknown';
    this.#giveUp(failed(wasSent ? 'NOT_CONFIRMED' : 'SWITCHER_OFFLINE'));
  }

  close(): void {
    this.#closed = true;
    this.#end(failed('SWITCHER_OFFLINE'));
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#tidy();
  }

  #advance(): void {
    const wish = this.#wish;
    if (wish === null || this.#closed) return;
    if (performance.now() - this.#sentAtMs > this.#limits.surfaceWithinMs) this.#tidy();
    const step = nextStep(wish.request, this.#mode, this.#loose);
    const restMs = this.#changedAtMs + this.#limits.restMs - performance.now();
    if (step === 'send' && wish.request !== 'start' && restMs > 0) {
      if (this.#rest !== null) clearTimeout(this.#rest);
      this.#rest = setTimeout(() => this.#advance(), restMs);
      return;
    }
    if (wish.settle === null) {
      // Only what a late effect of ours brought about is corrected, not what a person did since.
      if (step === 'send') void this.#send(wish.request);
      else if (step !== 'wait' && step !== 'offline') this.#end(null);
      return;
    }
    switch (step) {
      case 'done':
        return this.#end({ result: 'confirmed', file: null });
      case 'send':
        return void this.#send(wish.request);
      case 'notRunning':
        return this.#end(failed('OUTPUT_NOT_RUNNING'));
      case 'unavailable':
        return this.#end(failed('OUTPUT_UNAVAILABLE'));
      case 'offline':
        return this.#end(failed('SWITCHER_OFFLINE'));
      case 'wait':
        return;
    }
  }

  async #send(request: OutputRequest): Promise<void> {
    this.#tidy();
    this.#loose = request;
    this.#sentAtMs = performance.now();
    if (request === 'stop') this.#again = setTimeout(() => void this.#lookAgain(), this.#limits.stopAgainMs);
    if (request === 'start' && !this.#triedAgain)
      this.#again = setTimeout(() => void this.#startAgain(), this.#limits.startAgainMs);
    const reply = await this.#deck.send(request);
    if (reply.answer !== 'refused' || this.#loose !== request || this.#closed) return;
    // Refused: nothing of ours is under way. What the output does may still be what was wished.
    this.#tidy();
    // OBS says STOPPED a moment before it would let the output start again, and the other way round.
    await delay(this.#limits.restMs);
    const mode = await this.#deck.read();
    if (this.#closed) return;
    if (mode !== null) this.#mode = mode;
    const wish = this.#wish;
    if (wish?.request !== request) return this.#advance();
    const step = nextStep(request, this.#mode, this.#loose);
    if (step === 'send' && !this.#triedAgain) {
      this.#triedAgain = true;
      void this.#send(request);
    } else if (step === 'send')
      this.#end({ result: 'failed', code: 'SWITCHER_REFUSED', params: reply.params });
    else this.#advance();
  }

  async #lookAgain(): Promise<void> {
    if (this.#loose !== 'stop' || this.#begun) return;
    const mode = await this.#deck.read();
    if (this.#loose !== 'stop' || mode === null || this.#closed) return;
    this.#loose = null;
    this.observe(mode);
  }

  /** Only while it is still wished: under a newer stop, a start of ours that may yet surface has to stay in mind. */
  async #startAgain(): Promise<void> {
    const isDue = (): boolean =>
      !this.#closed && this.#loose === 'start' && !this.#begun && this.#wish?.request === 'start';
    if (!isDue() || (await this.#deck.read()) !== 'stopped' || !isDue()) return;
    this.#triedAgain = true;
    // Had the first one been on its way after all, the second is refused, and what the output shows counts.
    void this.#send('start');
  }

  /** The time for a proof is over. A last look, in case an event was missed. */
  async #late(): Promise<void> {
    const wish = this.#wish;
    const mode = await this.#deck.read();
    if (this.#wish !== wish || this.#closed) return;
    if (mode !== null && mode !== this.#mode) this.observe(mode);
    if (this.#wish === wish) this.#giveUp(failed('NOT_CONFIRMED'));
  }

  /** Answers the caller; the wish stands for a while against a request of ours that surfaces late. */
  #giveUp(outcome: ControlOutcome): void {
    const wish = this.#wish;
    const stands = wish?.request === 'stop' && this.#loose !== null;
    this.#end(outcome);
    if (wish === null || !stands) return;
    this.#wish = { request: wish.request, settle: null };
    this.#deadline = setTimeout(() => this.#end(null), this.#limits.surfaceWithinMs);
  }

  #end(outcome: ControlOutcome | null): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    this.#deadline = null;
    const settle = this.#wish?.settle ?? null;
    this.#wish = null;
    if (outcome !== null) settle?.(outcome);
  }

  #tidy(): void {
    if (this.#again !== null) clearTimeout(this.#again);
    this.#again = null;
    this.#loose = null;
    this.#begun = false;
  }
}

function hasShown(request: OutputRequest, mode: OutputMode): boolean {
  switch (request) {
    case 'start':
    case 'resume':
      return mode === 'active';
    case 'stop':
      return mode === 'stopped';
    case 'pause':
      return mode === 'paused' || mode === 'stopped';
  }
}

const failed = (code: (ControlOutcome & { readonly result: 'failed' })['code']): ControlOutcome => ({
  result: 'failed',
  code,
  params: {},
});
