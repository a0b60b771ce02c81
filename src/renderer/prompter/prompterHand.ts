import type { CommandResult } from '#shared/model/commandResult';
import { prompterScriptMs } from '#shared/run/prompterPosition';
import { clampCharsPerMinute } from '#shared/script/speech';
import { runOn, type PrompterState } from '#shared/run/state';
import type { StudioClient } from '../common/studioClient.ts';
import { isUntouched, withHand, type Hand } from './hand.ts';

const SEND_EVERY_MS = 50;

type Refusal = Extract<CommandResult, { ok: false }>['error'];
type Part = 'seek' | 'pace' | 'running';
const NOTHING: ReadonlySet<Part> = new Set();
const ALL: ReadonlySet<Part> = new Set(['seek', 'pace', 'running']);

/**
 * Carries out what the host does by hand: at once on this screen, then in the core, at most 20 times a
 * second, the last one winning. While the core is away it is kept; on return it is sent, or dropped if
 * somebody else has moved the text meanwhile.
 */
export class PrompterHand {
  readonly #client: StudioClient;
  readonly #onRefused: (error: Refusal) => void;
  readonly #listeners = new Set<() => void>();
  #hand: Hand | null = null;
  #unsent: ReadonlySet<Part> = NOTHING;
  #inFlight = 0;
  #timer = 0;
  #sentAtMs = -Infinity;

  constructor(client: StudioClient, onRefused: (error: Refusal) => void) {
    this.#client = client;
    this.#onRefused = onRefused;
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly getHand = (): Hand | null => this.#hand;

  /** Puts the text elsewhere in the segment. */
  moveTo(scriptMs: number): void {
    this.#mark(['seek'], () => ({ scriptMs }));
  }

  pauseToggle(): void {
    this.#mark(['running'], ({ running }) => ({ running: !running }));
    this.#flush();
  }

  /** The new pace in 字/min, or null without a run. */
  changePace(deltaPercent: number): number | null {
    const changed = this.#mark(['pace'], ({ charsPerMinute }) => {
      const from = clampCharsPerMinute(charsPerMinute);
      return { charsPerMinute: clampCharsPerMinute(Math.round(from * (1 + deltaPercent / 100))) };
    });
    return changed?.charsPerMinute ?? null;
  }

  /** Follows the studio until the returned function is called. */
  readonly connect = (): (() => void) => {
    const stop = this.#client.subscribe(() => this.#follow());
    return () => {
      stop();
      window.clearTimeout(this.#timer);
    };
  };

  #mark(
    parts: readonly Part[],
    change: (mark: PrompterState) => Partial<PrompterState>,
  ): PrompterState | null {
    const { state } = this.#client.view;
    const run = runOn(state);
    if (run === null) return null;
    const now = this.#client.now();
    const shown = withHand(state, this.#hand);
    const before = runOn(shown)?.prompter ?? run.prompter;
    const mark = { ...before, scriptMs: prompterScriptMs(shown, now), at: now, ...change(before) };
    this.#hand = { over: this.#hand?.over ?? run.prompter, mark };
    // A core that was away knows nothing of what came before: it has to be told all.
    this.#unsent = this.#client.view.link.state === 'live' ? new Set([...this.#unsent, ...parts]) : ALL;
    this.#tell();
    this.#flushSoon();
    return mark;
  }

  #flushSoon(): void {
    window.clearTimeout(this.#timer);
    const waitMs = Math.max(0, this.#sentAtMs + SEND_EVERY_MS - performance.now());
    this.#timer = window.setTimeout(() => this.#flush(), waitMs);
  }

  #flush(): void {
    window.clearTimeout(this.#timer);
    const hand = this.#hand;
    if (hand === null || this.#unsent.size === 0 || this.#client.view.link.state !== 'live') return;
    const parts = this.#unsent;
    this.#unsent = NOTHING;
    this.#sentAtMs = performance.now();
    const { segmentId, charsPerMinute, running } = hand.mark;
    if (parts.has('seek')) {
      const scriptMs = prompterScriptMs(withHand(this.#client.view.state, hand), this.#client.now());
      this.#send(this.#client.send('prompter.seek', { segmentId, scriptMs }));
    }
    if (parts.has('pace')) this.#send(this.#client.send('prompter.pace', { charsPerMinute }));
    if (parts.has('running'))
      this.#send(this.#client.send(running ? 'prompter.resume' : 'prompter.pause', {}));
  }

  #send(answer: Promise<CommandResult>): void {
    this.#inFlight += 1;
    void answer.then((result) => {
      this.#inFlight -= 1;
      // Its event was folded before the answer came: the core's mark is ours by now.
      const mark = runOn(this.#client.view.state)?.prompter;
      if (result.ok && this.#hand !== null && mark !== undefined) this.#hand = { ...this.#hand, over: mark };
      if (!result.ok && result.error.code === 'CORE_OFFLINE') this.#unsent = ALL;
      else if (!result.ok && result.error.code !== 'SEGMENT_CHANGED') this.#onRefused(result.error);
      this.#follow();
    });
  }

  /** The core or the link has changed: is the hand still ahead of it? */
  #follow(): void {
    const hand = this.#hand;
    if (hand === null || this.#inFlight > 0) return;
    const { state, link } = this.#client.view;
    const isOver = runOn(state)?.prompter.segmentId !== hand.mark.segmentId;
    if (isOver || this.#unsent.size === 0) {
      this.#drop();
      return;
    }
    if (link.state !== 'live') return;
    if (isUntouched(state, hand)) this.#flushSoon();
    else this.#drop();
  }

  #drop(): void {
    window.clearTimeout(this.#timer);
    this.#unsent = NOTHING;
    this.#hand = null;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
