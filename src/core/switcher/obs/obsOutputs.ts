import { z } from '#shared/zod';

import type { OutputAction, OutputFigures, OutputMode, OutputName } from '#shared/model/outputs';
import { isRunning, OUTPUT_NAMES } from '#shared/model/outputs';

import { floating, wordsOf } from '../floating.ts';
import { OUTPUT_LIMITS, OutputControl, type OutputRequest } from '../outputControl.ts';
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

const LOOK_EVERY_MS = 1_000;
const DOUBT_MS = 2_000;
/** OBS tells of an end some milliseconds before it says the same when asked. */
const END_SHOWS_MS = 300;
/** How long an output may be on its way to its start, before a second reading that it is not running counts. */
const STARTS_WITHIN_MS: Readonly<Record<OutputName, number>> = {
  stream: OUTPUT_LIMITS.withinMs.start, // the far end may be slow
  record: DOUBT_MS,
  replay: DOUBT_MS,
};
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
  /** Of an output whose event is not believed for ever, or not yet: when it is asked. */
  readonly #doubts = new Map<OutputName, NodeJS.Timeout>();
  /** What the last look read of a running output, where that is not what is shown. */
  readonly #differing = new Map<OutputName, OutputMode>();
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
    for (const output of OUTPUT_NAMES) this.#shows(output, modes[output]);
  }

  /** Reads all of them anew: with another profile there are other outputs. */
  async reread(): Promise<void> {
    for (const output of OUTPUT_NAMES) {
      const shown = this.#options.status()[output];
      const read = await this.#ask(output);
      const isNews = read !== null && read !== shown && !isOnItsWay(shown, read);
      if (isNews && this.#options.status()[output] === shown) this.#shows(output, read);
    }
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
    for (const output of OUTPUT_NAMES) {
      this.#forget(output);
      this.#controls[output].linkLost();
    }
    for (const saved of this.#savers) saved(null);
    this.#watch();
  }

  close(): void {
    for (const output of OUTPUT_NAMES) {
      this.#forget(output);
      this.#controls[output].close();
    }
    for (const saved of this.#savers) saved(null);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #changed(output: OutputName, eventState: string, files: Partial<SwitcherStatus>): void {
    const mode = modeOfEvent(eventState);
    // The STOPPED of a recording that died comes when somebody closes OBS's dialog about it, maybe into the next
    // recording: an end without a STOPPING before it counts once OBS says so when asked.
    if (mode === 'stopped' && isRunning(this.#options.status()[output])) {
      this.#options.show(files);
      return this.#doubtIn(END_SHOWS_MS, output, mode, null);
    }
    this.#shows(output, mode, files);
    // Events come out of order now and then: one that says "on its way" is not believed for ever.
    if (mode === 'starting' || mode === 'stopping') this.#doubtIn(DOUBT_MS, output, mode, null);
  }

  /** The output's own word. */
  #shows(output: OutputName, mode: OutputMode, files: Partial<SwitcherStatus> = {}): void {
    this.#forget(output);
    this.#options.show({ [output]: mode, ...files });
    this.#controls[output].observe(mode);
    this.#watch();
  }

  /** What was noted against an older word of this output. */
  #forget(output: OutputName): void {
    clearTimeout(this.#doubts.get(output));
    this.#doubts.delete(output);
    this.#differing.delete(output);
  }

  #doubtIn(ms: number, output: OutputName, mode: OutputMode, before: OutputMode | null): void {
    const look = async (): Promise<void> => {
      const read = await this.#ask(output);
      if (this.#doubts.get(output) !== doubt) return; // it has spoken meanwhile
      if (read === null) return this.#doubtIn(DOUBT_MS, output, mode, before);
      const isBelieved = !isOnItsWay(mode, read) || (mode === 'starting' && read === before);
      if (isBelieved) this.#shows(output, read);
      else this.#doubtIn(mode === 'starting' ? STARTS_WITHIN_MS[output] : DOUBT_MS, output, mode, read);
    };
    clearTimeout(this.#doubts.get(output));
    const doubt = setTimeout(() => this.#float(look()), ms).unref();
    this.#doubts.set(output, doubt);
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

  /** For the output's control: as it is shown from here on. */
  async #read(output: OutputName): Promise<OutputMode | null> {
    const mode = await this.#ask(output);
    const shown = this.#options.status()[output];
    if (mode === null || mode === shown) return mode;
    if (isOnItsWay(shown, mode)) return shown;
    this.#forget(output);
    this.#options.show({ [output]: mode });
    this.#watch();
    return mode;
  }

  /** What OBS answers just now, or null where it does not. */
  async #ask(output: OutputName): Promise<OutputMode | null> {
    const commands = this.#options.commands();
    if (commands === null) return null;
    try {
      const results = await commands.serialBatch(
        [{ type: REQUESTS[output].read }],
        this.#options.requestWithinMs,
      );
      const mode = outputMode(output, results[0]);
      return mode === 'unknown' ? null : mode;
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

  /** Looked at only while something runs. */
  #watch(): void {
    const status = this.#options.status();
    const running = OUTPUT_NAMES.some((output) => isRunning(status[output]));
    if (running) this.#timer ??= setTimeout(() => this.#float(this.#look()), LOOK_EVERY_MS);
    else if (Object.keys(status.figures).length > 0) this.#options.show({ figures: {} });
  }

  /** Reads the figures of what runs, and whether it does: an event of OBS may be late, lost or held up by a dialog. */
  async #look(): Promise<void> {
    const { commands, requestWithinMs, status, show } = this.#options;
    const before = status();
    const outputs = OUTPUT_NAMES.filter((output) => isRunning(before[output]));
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
          if (result?.ok === true && output !== 'replay')
            figures[output] = this.#figures(output, result.data);
        });
        show({ figures });
        outputs.forEach((output, index) => {
          // An event that came meanwhile is newer than the reading.
          if (status()[output] === before[output]) this.#compare(output, outputMode(output, results[index]));
        });
      }
    } catch (error) {
      // The heartbeat notices a link that is in trouble; the next look comes all the same.
      this.#tell(error);
    } finally {
      this.#timer = null;
      this.#watch();
    }
  }

  /** One reading may be of the moment around a change; two in a row against what is shown are believed. */
  #compare(output: OutputName, read: OutputMode): void {
    const shown = this.#options.status()[output];
    if (read === shown || read === 'unknown') this.#differing.delete(output);
    // OBS tells of a lost far end by an event, too; this is the second witness.
    else if (read === 'reconnecting' || this.#differing.get(output) === read) this.#shows(output, read);
    else this.#differing.set(output, read);
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

/** Asked, OBS does not tell of being on the way: what its event said holds until the next one. */
const isOnItsWay = (shown: OutputMode, read: OutputMode): boolean =>
  (shown === 'starting' && read === 'stopped') || (shown === 'stopping' && isRunning(read));

type OutputControlSend = ConstructorParameters<typeof OutputControl>[0]['send'];
