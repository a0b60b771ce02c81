import type { OutputAction, OutputFigures, OutputMode, OutputName } from '#shared/model/outputs';
import { isRunning, OUTPUT_NAMES } from '#shared/model/outputs';

import { OutputControl, type OutputRequest } from '../outputControl.ts';
import type { ControlOutcome, SwitcherStatus } from '../port.ts';

export type RehearsalOutputsOptions = {
  readonly replyAfterMs: number;
  readonly show: (patch: Partial<SwitcherStatus>) => void;
};

const STARTS_IN_MS = 150;
const STOPS_IN_MS = 150;
const FIGURES_EVERY_MS = 1_000;
const STREAM_KBIT = 6_000;
const RECORD_KBIT = 12_000;
const FPS = 30;

/** Outputs that go nowhere, with the manners of OBS: a stop before a start has taken effect is refused. */
export class RehearsalOutputs {
  readonly #options: RehearsalOutputsOptions;
  readonly #controls: Readonly<Record<OutputName, OutputControl>>;
  readonly #modes: Record<OutputName, OutputMode> = {
    stream: 'stopped',
    record: 'stopped',
    replay: 'stopped',
  };
  readonly #since = new Map<OutputName, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #ticker: NodeJS.Timeout | null = null;
  #linkUp = false;
  #files = 0;
  #farEndIsDead = false;
  #farEndIsAway = false;
  #beforeDrop: OutputMode | null = null;

  constructor(options: RehearsalOutputsOptions) {
    this.#options = options;
    const control = (output: OutputName): OutputControl =>
      new OutputControl({
        send: (request) => this.#take(output, request),
        read: async () => (this.#linkUp ? this.#modes[output] : null),
      });
    this.#controls = { stream: control('stream'), record: control('record'), replay: control('replay') };
  }

  async control(output: OutputName, action: OutputAction): Promise<ControlOutcome> {
    if (action !== 'save') {
      const outcome = await this.#controls[output].ask(action);
      return outcome.result === 'confirmed' && output === 'record' && action === 'stop'
        ? { ...outcome, file: this.#file('recording') }
        : outcome;
    }
    if (!this.#linkUp) return { result: 'failed', code: 'SWITCHER_OFFLINE', params: {} };
    if (this.#modes.replay !== 'active') return { result: 'failed', code: 'OUTPUT_NOT_RUNNING', params: {} };
    this.#files += 1;
    const file = this.#file('replay');
    this.#options.show({ replayFile: file });
    return { result: 'confirmed', file };
  }

  /** A stream to a dead far end begins and ends at once; one whose far end goes away reconnects until it is back. */
  setFarEnd(state: 'there' | 'away' | 'dead'): void {
    this.#farEndIsDead = state === 'dead';
    this.#farEndIsAway = state === 'away';
    if (this.#modes.stream === 'active' && state === 'away') this.#become('stream', 'reconnecting');
    if (this.#modes.stream === 'reconnecting' && state === 'there') this.#become('stream', 'active');
    if (isRunning(this.#modes.stream) && state === 'dead') this.#become('stream', 'stopped');
  }

  /** For a drill: a stream, running or not, that tries to get through again until the drill is over. */
  setStreamDropped(isDropped: boolean): void {
    if (isDropped) {
      this.#beforeDrop = this.#modes.stream;
      this.#become('stream', 'reconnecting');
    } else if (this.#beforeDrop !== null) {
      this.#become('stream', this.#beforeDrop);
      this.#beforeDrop = null;
    }
  }

  linkUp(): void {
    this.#linkUp = true;
    this.#options.show({ ...this.#modes });
    for (const output of OUTPUT_NAMES) this.#controls[output].observe(this.#modes[output]);
    this.#tick();
  }

  linkLost(): void {
    this.#linkUp = false;
    this.#options.show({ stream: 'unknown', record: 'unknown', replay: 'unknown', figures: {} });
    for (const output of OUTPUT_NAMES) this.#controls[output].linkLost();
  }

  close(): void {
    this.#linkUp = false;
    for (const output of OUTPUT_NAMES) this.#controls[output].close();
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#ticker !== null) clearInterval(this.#ticker);
  }

  async #take(output: OutputName, request: OutputRequest): ReturnType<Send> {
    await new Promise<void>((resolve) => this.#later(this.#options.replyAfterMs, resolve));
    const mode = this.#modes[output];
    const refused = (comment: string) => ({ answer: 'refused', params: { obsCode: 501, comment } }) as const;
    switch (request) {
      case 'start':
        if (mode !== 'stopped') return refused('rehearsal: it runs already');
        this.#become(output, 'starting');
        this.#later(STARTS_IN_MS, () =>
          this.#become(output, output === 'stream' && this.#farEndIsDead ? 'stopped' : this.#begun(output)),
        );
        return { answer: 'taken' };
      case 'stop':
        if (!isRunning(mode)) return refused('rehearsal: it does not run');
        this.#become(output, 'stopping');
        this.#later(STOPS_IN_MS, () => {
          if (output === 'record') {
            this.#files += 1;
            this.#options.show({ recordFile: this.#file('recording') });
          }
          this.#become(output, 'stopped');
        });
        return { answer: 'taken' };
      case 'pause':
      case 'resume':
        if (output !== 'record' || mode !== (request === 'pause' ? 'active' : 'paused'))
          return refused('rehearsal: not possible now');
        this.#later(this.#options.replyAfterMs, () =>
          this.#become(output, request === 'pause' ? 'paused' : 'active'),
        );
        return { answer: 'taken' };
    }
  }

  #begun(output: OutputName): OutputMode {
    return output === 'stream' && this.#farEndIsAway ? 'reconnecting' : 'active';
  }

  #become(output: OutputName, mode: OutputMode): void {
    if (!isRunning(mode)) this.#since.delete(output);
    else if (!isRunning(this.#modes[output])) this.#since.set(output, performance.now());
    this.#modes[output] = mode;
    if (!this.#linkUp) return;
    this.#options.show({ [output]: mode });
    this.#controls[output].observe(mode);
    this.#tick();
  }

  #tick(): void {
    const running = OUTPUT_NAMES.filter((output) => isRunning(this.#modes[output]));
    if (running.length > 0) {
      this.#ticker ??= setInterval(() => this.#tick(), FIGURES_EVERY_MS);
    } else if (this.#ticker !== null) {
      clearInterval(this.#ticker);
      this.#ticker = null;
    }
    if (!this.#linkUp) return;
    const figures: Partial<Record<OutputName, OutputFigures>> = {};
    for (const output of running) {
      if (output === 'replay') continue;
      const durationMs = performance.now() - (this.#since.get(output) ?? performance.now());
      const isCut = this.#modes[output] !== 'active';
      const kbit = output === 'stream' ? STREAM_KBIT : RECORD_KBIT;
      figures[output] = {
        durationMs,
        kbitPerSec: isCut ? 0 : Math.round(kbit * (1 + 0.03 * Math.sin(durationMs / 1_700))),
        droppedFrames: output === 'stream' ? 0 : null,
        totalFrames: output === 'stream' ? Math.round((durationMs / 1_000) * FPS) : null,
        congestion: output === 'stream' ? (isCut ? 1 : 0) : null,
      };
    }
    this.#options.show({ figures });
  }

  #file(kind: 'recording' | 'replay'): string {
    return `rehearsal/${kind}-${this.#files}`;
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

type Send = ConstructorParameters<typeof OutputControl>[0]['send'];
