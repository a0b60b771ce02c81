import { z } from '#shared/zod';

import type { OutputAction, OutputFigures, OutputMode, OutputName } from '#shared/model/outputs';
import { isRunning, OUTPUT_NAMES } from '#shared/model/outputs';

import { floating, wordsOf } from '../floating.ts';
import { OutputControl, type OutputRequest } from '../outputControl.ts';
import type { ControlOutcome, SwitcherStatus } from '../port.ts';
import {
  type ObsConnection,
  ObsGarbled,
  ObsGone,
  ObsRefused,
  type ObsRequest,
  ObsTimeout,
  readReply,
} from './obsConnection.ts';
import type { ObsEvent } from './obsEvents.ts';
import { modeOfEvent, outputMode } from './obsSnapshot.ts';

export type ObsOutputsOptions = {
  readonly commands: () => ObsConnection | null;
  readonly requestWithinMs: number;
  readonly status: () => SwitcherStatus;
  readonly show: (patch: Partial<SwitcherStatus>) => void;
  readonly onOddity: (what: string) => void;
};

const FIGURES_EVERY_MS = 1_000;
const DOUBT_MS = 2_000;
const SAVE_WITHIN_MS = 10_000;

const REQUESTS = {
  stream: { start: 'StartStream', stop: 'StopStream', pause: null, resume: null, read: 'GetStreamStatus' },
  record: {
    start: 'StartRecord',
    stop: 'StopRecord',
    pause: 'PauseRecord',
    resume: 'ResumeRecord',
    read: 'GetRecordStatus',
  },
  replay: {
    start: 'StartReplayBuffer',
    stop: 'StopReplayBuffer',
    pause: null,
    resume: null,
    read: 'GetReplayBufferStatus',
  },
} as const satisfies Record<
  OutputName,
  Record<OutputRequest, ObsRequest['type'] | null> & { readonly read: ObsRequest['type'] }
>;

const figuresSchema = z.object({
  outputDuration: z.number(), // milliseconds
  outputBytes: z.number(),
  outputSkippedFrames: z.number().nullable().default(null),
  outputTotalFrames: z.number().nullable().default(null),
  outputCongestion: z.number().nullable().default(null),
});

/** Stream, recording and replay buffer of one OBS. */
export class ObsOutputs {
  readonly #options: ObsOutputsOptions;
  readonly #controls: Readonly<Record<OutputName, OutputControl>>;
  readonly #bytes = new Map<OutputName, { readonly bytes: number; readonly atMs: number }>();
  readonly #savers = new Set<(file: string | null) => void>();
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ObsOutputsOptions) {
    this.#options = options;
    const control = (output: OutputName): OutputControl =>
      new OutputControl({
        send: (request) => this.#send(output, request),
        read: () => this.#read(output),
      });
    this.#controls = { stream: control('stream'), record: control('record'), replay: control('replay') };
  }

  async control(output: OutputName, action: OutputAction): Promise<ControlOutcome> {
    if (action === 'save') return this.#save();
    if (REQUESTS[output][action] === null)
      return { result: 'failed', code: 'OUTPUT_UNAVAILABLE', params: {} };
    const outcome = await this.#controls[output].ask(action);
    const { recordFile } = this.#options.status();
    return outcome.result === 'confirmed' && output === 'record' && action === 'stop'
      ? { ...outcome, file: recordFile }
      : outcome;
  }

  /** What a resync read; nothing is `starting` or `stopping` in it, OBS does not tell that when asked. */
  resynced(modes: Readonly<Record<OutputName, OutputMode>>): void {
    this.#options.show(modes);
    for (const output of OUTPUT_NAMES) this.#controls[output].observe(modes[output]);
    this.#watchFigures();
  }

  onEvent(
    event: ObsEvent & {
      readonly type:
        | 'StreamStateChanged'
        | 'RecordStateChanged'
        | 'ReplayBufferStateChanged'
        | 'ReplayBufferSaved';
    },
  ): void {
    switch (event.type) {
      case 'StreamStateChanged':
        return this.#changed('stream', event.outputState, {});
      case 'RecordStateChanged':
        return this.#changed(
          'record',
          event.outputState,
          event.outputPath === null ? {} : { recordFile: event.outputPath },
        );
      case 'ReplayBufferStateChanged':
        return this.#changed('replay', event.outputState, {});
      case 'ReplayBufferSaved':
        this.#options.show({ replayFile: event.savedReplayPath });
        for (const saved of this.#savers) saved(event.savedReplayPath);
        return;
    }
  }

  linkLost(): void {
    this.#options.show({ stream: 'unknown', record: 'unknown', replay: 'unknown', figures: {} });
    for (const output of OUTPUT_NAMES) this.#controls[output].linkLost();
    for (const saved of this.#savers) saved(null);
    this.#watchFigures();
  }

  close(): void {
    for (const output of OUTPUT_NAMES) this.#controls[output].close();
    for (const saved of this.#savers) saved(null);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #changed(output: OutputName, eventState: string, files: Partial<SwitcherStatus>): void {
    const mode = modeOfEvent(eventState);
    this.#options.show({ [output]: mode, ...files });
    this.#controls[output].observe(mode);
    this.#watchFigures();
    // Events come out of order now and then: one that says "on its way" is not believed for ever.
    if (mode === 'starting' || mode === 'stopping')
      setTimeout(() => this.#float(this.#doubt(output, mode)), DOUBT_MS).unref();
  }

  async #doubt(output: OutputName, mode: OutputMode): Promise<void> {
    if (this.#options.status()[output] !== mode) return;
    const read = await this.#read(output);
    if (read !== null && read !== mode) this.#controls[output].observe(read);
  }

  async #send(output: OutputName, request: OutputRequest): ReturnType<OutputControlSend> {
    const commands = this.#options.commands();
    const type = REQUESTS[output][request];
    if (commands === null || type === null) return { answer: 'unanswered' };
    try {
      await commands.call(type, {}, z.unknown(), this.#options.requestWithinMs);
      return { answer: 'taken' };
    } catch (error) {
      if (error instanceof ObsRefused)
        return { answer: 'refused', params: { obsCode: error.code, comment: error.message } };
      this.#tell(error);
      return { answer: 'unanswered' };
    }
  }

  async #read(output: OutputName): Promise<OutputMode | null> {
    const commands = this.#options.commands();
    if (commands === null) return null;
    try {
      const results = await commands.serialBatch(
        [{ type: REQUESTS[output].read }],
        this.#options.requestWithinMs,
      );
      const mode = outputMode(output, results[0]);
      const shown = this.#options.status()[output];
      // Asked, OBS does not tell of being on the way: what its event said holds until the next one.
      const isOnItsWay =
        (shown === 'starting' && mode === 'stopped') || (shown === 'stopping' && isRunning(mode));
      if (isOnItsWay) return shown;
      this.#options.show({ [output]: mode });
      return mode;
    } catch (error) {
      this.#tell(error);
      return null;
    }
  }

  /** Proven by OBS naming the file it wrote. */
  async #save(): Promise<ControlOutcome> {
    const failed = (code: 'SWITCHER_OFFLINE' | 'OUTPUT_NOT_RUNNING' | 'NOT_CONFIRMED'): ControlOutcome => ({
      result: 'failed',
      code,
      params: {},
    });
    const commands = this.#options.commands();
    if (commands === null) return failed('SWITCHER_OFFLINE');
    if (this.#options.status().replay !== 'active') return failed('OUTPUT_NOT_RUNNING');
    const { promise: written, resolve } = Promise.withResolvers<string | null>();
    const timer = setTimeout(() => resolve(null), SAVE_WITHIN_MS);
    this.#savers.add(resolve);
    try {
      await commands.call('SaveReplayBuffer', {}, z.unknown(), this.#options.requestWithinMs);
      const file = await written;
      return file === null ? failed('NOT_CONFIRMED') : { result: 'confirmed', file };
    } catch (error) {
      if (error instanceof ObsRefused)
        return {
          result: 'failed',
          code: 'SWITCHER_REFUSED',
          params: { obsCode: error.code, comment: error.message },
        };
      this.#tell(error);
      return failed('NOT_CONFIRMED');
    } finally {
      clearTimeout(timer);
      this.#savers.delete(resolve);
    }
  }

  /** Figures are read only while something runs. */
  #watchFigures(): void {
    const status = this.#options.status();
    const running = OUTPUT_NAMES.some((output) => isRunning(status[output]));
    if (running) this.#timer ??= setTimeout(() => this.#float(this.#readFigures()), FIGURES_EVERY_MS);
    else if (Object.keys(status.figures).length > 0) this.#options.show({ figures: {} });
  }

  async #readFigures(): Promise<void> {
    const { commands, requestWithinMs, status, show } = this.#options;
    const outputs = (['stream', 'record'] as const).filter((output) => isRunning(status()[output]));
    const connection = commands();
    try {
      if (connection !== null && outputs.length > 0) {
        const results = await connection.serialBatch(
          outputs.map((output) => ({ type: REQUESTS[output].read })),
          requestWithinMs,
        );
        const figures: Partial<Record<OutputName, OutputFigures>> = {};
        outputs.forEach((output, index) => {
          const result = results[index];
          if (result?.ok === true) figures[output] = this.#figures(output, result.data);
        });
        show({ figures });
        // OBS tells of a lost far end by an event, too; this is the second witness.
        const stream = outputs.includes('stream') ? outputMode('stream', results[0]) : null;
        if (stream === 'reconnecting' && status().stream === 'active') {
          show({ stream });
          this.#controls.stream.observe(stream);
        }
      }
    } catch (error) {
      // The heartbeat notices a link that is in trouble; figures just come later.
      this.#tell(error);
    } finally {
      this.#timer = null;
      this.#watchFigures();
    }
  }

  #float(work: Promise<unknown>): void {
    floating(work, this.#options.onOddity);
  }

  /** That no answer came is known by the link; all else is for the log. */
  #tell(error: unknown): void {
    if (error instanceof ObsGarbled) this.#options.onOddity(error.message);
    else if (!(error instanceof ObsTimeout || error instanceof ObsGone))
      this.#options.onOddity(wordsOf(error));
  }

  #figures(output: OutputName, data: unknown): OutputFigures {
    const { outputDuration, outputBytes, outputSkippedFrames, outputTotalFrames, outputCongestion } =
      readReply(data, figuresSchema);
    const before = this.#bytes.get(output);
    const now = { bytes: outputBytes, atMs: performance.now() };
    this.#bytes.set(output, now);
    const grew = before === undefined ? -1 : now.bytes - before.bytes;
    return {
      durationMs: outputDuration,
      // Bits per millisecond are kilobits per second. A new session counts from zero.
      kbitPerSec: grew < 0 || before === undefined ? null : Math.round((grew * 8) / (now.atMs - before.atMs)),
      droppedFrames: outputSkippedFrames,
      totalFrames: outputTotalFrames,
      congestion: outputCongestion,
    };
  }
}

type OutputControlSend = ConstructorParameters<typeof OutputControl>[0]['send'];
