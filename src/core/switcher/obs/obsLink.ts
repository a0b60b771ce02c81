import { setTimeout as delay } from 'node:timers/promises';

import type { ErrorBody } from '#shared/errors';

import { wordsOf } from '../floating.ts';
import type { LinkState, SwitcherStatus } from '../port.ts';
import {
  connectObs,
  ObsConnectFailed,
  type ObsConnection,
  ObsGarbled,
  ObsGone,
  ObsRefused,
  ObsTimeout,
} from './obsConnection.ts';
import { EVENT_SUBSCRIPTIONS, type ObsEvent } from './obsEvents.ts';
import { statsSchema } from './obsSnapshot.ts';
import { type ObsTiming, retryDelayMs } from './obsTiming.ts';

export type ObsLinkOptions = {
  readonly url: string;
  readonly password: string | null;
  readonly timing: ObsTiming;
  /** Reads the state of OBS over a fresh session. What it returns is called once the link is ready. */
  readonly resync: (commands: ObsConnection) => Promise<() => void>;
  readonly onEvent: (event: ObsEvent) => void;
  readonly onState: (link: LinkState, problem: ErrorBody | null) => void;
  readonly onStats: (stats: NonNullable<SwitcherStatus['stats']>) => void;
  /** OBS loads another scene collection: nothing can be asked of it until the next resync. */
  readonly onPaused: () => void;
  /** The session is over; whatever was in flight gets no answer any more. */
  readonly onLost: () => void;
  readonly onOddity: (what: string) => void;
};

// obs-websocket protocol, RequestStatus.NotReady
const NOT_READY = 207;
const SETTLE_POLL_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Keeps a session with OBS up: two sockets, because a response queues behind the events of its own
 * socket (42 ms instead of 1.4 ms on loopback), a heartbeat, and reconnecting with jittered pauses.
 */
export class ObsLink {
  readonly #options: ObsLinkOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #commands: ObsConnection | null = null;
  #attempt = 0;
  #everReady = false;
  #ready = false;
  /** While paused: ends the pause. */
  #resume: (() => void) | null = null;
  /** Within a session: reads the state of OBS again once the promise is kept. */
  #resync: (resumed: Promise<void>) => void = () => undefined;
  #missed = 0;
  #requestOverdue = false;
  #stalled = false;
  #lastFrames: number | null = null;

  constructor(options: ObsLinkOptions) {
    this.#options = options;
  }

  /** The command socket while the link is up. */
  get commands(): ObsConnection | null {
    return this.#ready ? this.#commands : null;
  }

  get renderStalled(): boolean {
    return this.#stalled;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#options.onState('off', null);
  }

  /** A mutating request has been waiting too long for its reply, or got it at last. */
  setRequestOverdue(overdue: boolean): void {
    if (this.#requestOverdue === overdue) return;
    this.#requestOverdue = overdue;
    this.#showHealth();
  }

  /** OBS began to load another scene collection; `resume` says that it is done. */
  pause(): void {
    if (!this.#ready) return; // the resync under way waits until OBS is ready
    this.#ready = false;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#resume = resolve;
    this.#options.onPaused();
    this.#options.onState('resync', null);
    this.#resync(promise);
  }

  resume(): void {
    this.#resume?.();
  }

  async #run(): Promise<void> {
    const { timing, onState } = this.#options;
    const { signal } = this.#stop;
    onState('connecting', null);
    while (!signal.aborted) {
      const problem = await this.#session().catch((error: unknown) => this.#problemOf(error));
      if (signal.aborted) return;
      if (problem.code === 'OBS_WRONG_PASSWORD') {
        onState('authFailed', problem);
        return;
      }
      const busy = problem.code === 'OBS_BUSY';
      onState(busy ? 'busy' : 'down', problem);
      const pauseMs = busy ? timing.busyRetryMs : retryDelayMs(this.#attempt, timing, Math.random);
      this.#attempt += 1;
      await delay(pauseMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
    }
  }

  /** One session from connecting to its end. Resolves with why it ended; throws what `#problemOf` knows. */
  async #session(): Promise<ErrorBody> {
    const { url, password, timing, onEvent, onState, onOddity, onLost } = this.#options;
    const over = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, over.signal]);
    const common = { url, password, identifyWithinMs: timing.identifyWithinMs, onOddity, signal };
    let commands: ObsConnection | null = null;
    let events: ObsConnection | null = null;
    try {
      commands = await connectObs({ ...common, eventSubscriptions: 0 });
      events = await connectObs({ ...common, eventSubscriptions: EVENT_SUBSCRIPTIONS, onEvent });
      this.#commands = commands;
      onState('resync', null);
      const ended = Promise.race([commands.ended, events.ended, stopped(signal)]);
      const settled = await Promise.race([ended, this.#settle(commands, signal)]);
      if (typeof settled !== 'function') return settled;
      this.#attempt = 0;
      this.#everReady = true;
      const up = commands;
      const unsettled = Promise.withResolvers<never>();
      this.#resync = (resumed) => {
        this.#resyncOnceResumed(up, signal, resumed).catch(unsettled.reject);
      };
      this.#becomeReady(settled);
      return await Promise.race([ended, this.#heartbeat(commands, signal), unsettled.promise]);
    } finally {
      over.abort();
      this.#ready = false;
      this.#commands = null;
      this.#missed = 0;
      this.#requestOverdue = false;
      this.#stalled = false;
      this.#lastFrames = null;
      onLost();
      await Promise.all([commands?.close(), events?.close()]);
    }
  }

  /** Resyncs, waiting a while for an OBS that says it is not ready. */
  async #settle(commands: ObsConnection, signal: AbortSignal): Promise<() => void> {
    const until = performance.now() + this.#options.timing.settleWithinMs;
    for (;;) {
      try {
        return await this.#options.resync(commands);
      } catch (error) {
        if (!(error instanceof ObsRefused && error.code === NOT_READY) || performance.now() > until)
          throw error;
      }
      await delay(SETTLE_POLL_MS, undefined, { signal });
    }
  }

  async #resyncOnceResumed(
    commands: ObsConnection,
    signal: AbortSignal,
    resumed: Promise<void>,
  ): Promise<void> {
    // Should OBS never say that it is done, its state is read all the same.
    await Promise.race([resumed, delay(LONGEST_PAUSE_MS, undefined, { signal, ref: false })]);
    const settled = await this.#settle(commands, signal);
    if (!signal.aborted) this.#becomeReady(settled);
  }

  #becomeReady(settled: () => void): void {
    this.#ready = true;
    settled();
    this.#showHealth();
  }

  async #heartbeat(commands: ObsConnection, signal: AbortSignal): Promise<ErrorBody> {
    const { timing } = this.#options;
    while (this.#missed < timing.missesUntilDown) {
      if (this.#missed === 0) await delay(timing.heartbeatEveryMs, undefined, { signal });
      try {
        const stats = await commands.call('GetStats', {}, statsSchema, timing.heartbeatWithinMs);
        this.#missed = 0;
        this.#stalled = stats.renderTotalFrames === this.#lastFrames;
        this.#lastFrames = stats.renderTotalFrames;
        this.#options.onStats(stats);
      } catch (error) {
        if (!(error instanceof ObsTimeout)) throw error;
        if (error instanceof ObsGarbled) this.#options.onOddity(error.message);
        this.#missed += 1;
      }
      if (this.#missed < timing.missesUntilDown) this.#showHealth();
    }
    return { code: 'OBS_HUNG', params: {} };
  }

  #showHealth(): void {
    if (!this.#ready) return;
    const { onState } = this.#options;
    if (this.#missed > 0) onState('suspect', { code: 'OBS_HUNG', params: {} });
    else if (this.#requestOverdue) onState('uiBlocked', { code: 'OBS_UI_BLOCKED', params: {} });
    else if (this.#stalled) onState('renderStalled', { code: 'RENDER_STALLED', params: {} });
    else onState('ready', null);
  }

  #problemOf(error: unknown): ErrorBody {
    if (error instanceof ObsConnectFailed) {
      // A peer we know as OBS has stopped answering; it is not some silent stranger.
      const silent = error.problem.code === 'OBS_SILENT';
      return silent && this.#everReady ? { code: 'OBS_HUNG', params: {} } : error.problem;
    }
    if (error instanceof ObsGarbled) {
      this.#options.onOddity(error.message);
      return { code: 'NOT_OBS', params: { url: this.#options.url } };
    }
    if (error instanceof ObsTimeout) return { code: 'OBS_HUNG', params: {} };
    if (error instanceof ObsGone) return { code: 'OBS_CLOSED', params: {} };
    if (error instanceof ObsRefused) return { code: 'SWITCHER_REFUSED', params: { comment: error.message } };
    // Whatever it was, the link is tried again. Stopped by us, nothing was wrong.
    if (!(error instanceof Error && error.name === 'AbortError')) this.#options.onOddity(wordsOf(error));
    return { code: 'OBS_CLOSED', params: {} };
  }
}

function stopped(signal: AbortSignal): Promise<ErrorBody> {
  return new Promise((resolve) => {
    const stop = () => resolve({ code: 'OBS_CLOSED', params: {} });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
