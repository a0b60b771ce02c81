import { setTimeout as delay } from 'node:timers/promises';

import { z } from '#shared/zod';

import type { AudioInput, MeterFrame, OutputAction, OutputName } from '#shared/model/outputs';

import { floating, wordsOf } from '../floating.ts';
import type {
  ControlOutcome,
  InputChange,
  MuteOutcome,
  SceneChange,
  SceneRename,
  Switcher,
  SwitcherStatus,
  SwitchOutcome,
  SwitchRequest,
} from '../port.ts';
import { NewestWish } from '../newestWish.ts';
import { StatusBoard } from '../statusBoard.ts';
import { type QueueState, stillWanted, type Wish } from '../switchQueue.ts';
import { SwitchRunner } from '../switchRunner.ts';
import {
  connectObs,
  ObsConnectFailed,
  type ObsConnection,
  ObsGarbled,
  ObsGone,
  ObsRefused,
  ObsTimeout,
} from './obsConnection.ts';
import type { ObsEvent } from './obsEvents.ts';
import { ObsLink } from './obsLink.ts';
import { ObsMeters } from './obsMeters.ts';
import { ObsOutputs } from './obsOutputs.ts';
import { ObsProgram, type ProgramAnswer, type ProgramIntent, refusal } from './obsProgram.ts';
import { type ObsSnapshot, readInputNames, readSnapshot, setMutes } from './obsSnapshot.ts';
import { type ObsTiming, obsTiming } from './obsTiming.ts';
import { createPlaceholders } from './placeholders.ts';

export type ObsSwitcherOptions = {
  /** For instance `ws://127.0.0.1:4455`. */
  readonly url: string;
  readonly password: string | null;
  readonly timing?: Partial<ObsTiming>;
  /** For the log: OBS said something that does not fit the protocol. */
  readonly onOddity?: (what: string) => void;
};

/** Frames that must have been drawn after the proof of a scene, before it counts as seen. */
const FRAMES_OF_PROOF = 2;
const HELD_RETRY_MS = 10;
const SNAPSHOT_TRIES = 5;
const REREAD_PAUSE_MS = 200;
const REMOVAL_MS = 500;
const PREVIEW_POLL_MS = 10;
const STILL_POLL_MS = 15;
/** Volumes are 32-bit factors in OBS; read back they differ a little. */
const VOLUME_STEP_DB = 0.05;

const previewSchema = z.object({ currentPreviewSceneName: z.string() });
const screenshotSchema = z.object({ imageData: z.string() });
const doneSchema = z.unknown();

/** The switcher port over obs-websocket 5 (OBS 28 and later). */
export class ObsSwitcher implements Switcher {
  readonly #options: ObsSwitcherOptions;
  readonly #timing: ObsTiming;
  readonly #board = new StatusBoard('obs');
  readonly #runner: SwitchRunner;
  readonly #link: ObsLink;
  /** By scene name, as last seen. */
  #sceneUuids = new Map<string, string>();
  readonly #outputs: ObsOutputs;
  readonly #meters: ObsMeters;
  #inputs = new Map<string, AudioInput>();
  readonly #sound = new NewestWish();
  readonly #previews = new NewestWish();
  /** Waits for the event that proves a change of an input. */
  readonly #inputProofs = new Set<() => void>();
  /** While the link is up. */
  #program: ObsProgram | null = null;
  #eventsSeen = 0;
  #rereading: Promise<void> | null = null;
  #rereadWanted = false;
  /** Screenshots are large: on a socket of their own they don't hold up a cue. */
  #stills: Promise<ObsConnection> | null = null;
  #lastShot: Promise<unknown> = Promise.resolve();
  #lastOddity: string | null = null;
  #closed = false;

  constructor(options: ObsSwitcherOptions) {
    this.#options = options;
    this.#timing = { ...obsTiming(options.url), ...options.timing };
    this.#outputs = new ObsOutputs({
      commands: () => this.#link.commands,
      requestWithinMs: this.#timing.requestWithinMs,
      status: () => this.#board.status,
      show: (patch) => this.#board.show(patch),
      onOddity: (what) => this.#tellOddity(what),
    });
    this.#meters = new ObsMeters({
      url: options.url,
      password: options.password,
      identifyWithinMs: this.#timing.identifyWithinMs,
      onOddity: (what) => this.#tellOddity(what),
    });
    this.#runner = new SwitchRunner({
      send: (wish) => this.#float(this.#send(wish)),
      countFrames: (proofNo, sceneName) => this.#float(this.#countFrames(proofNo, sceneName)),
      readIntent: () => this.#float(this.#readIntent()),
      announce: (change) => this.#board.announce(change),
      renderStalled: () => this.#link.renderStalled,
      stepped: (state) => {
        const { program, inFlight } = state;
        this.#board.show({ programScene: program });
        this.#link.setRequestOverdue(inFlight?.stage === 'dispatched' && inFlight.overdue);
      },
    });
    this.#link = new ObsLink({
      url: options.url,
      password: options.password,
      timing: this.#timing,
      resync: (commands) => this.#resync(commands),
      onEvent: (event) => this.#onEvent(event),
      onState: (link, problem) => {
        // While it is being retried the last reason stays readable.
        const reason = link === 'connecting' || link === 'resync' ? this.#board.status.problem : problem;
        this.#board.show({ link, problem: reason });
      },
      onStats: (stats) => this.#board.show({ stats }),
      onPaused: () => this.#onPaused(),
      onLost: () => this.#onLost(),
      onOddity: (what) => this.#tellOddity(what),
    });
  }

  get status(): SwitcherStatus {
    return this.#board.status;
  }

  onStatus(listener: (status: SwitcherStatus) => void): () => void {
    return this.#board.onStatus(listener);
  }

  onProgramChange(listener: (change: SceneChange) => void): () => void {
    return this.#board.onProgramChange(listener);
  }

  onSceneRenamed(listener: (rename: SceneRename) => void): () => void {
    return this.#board.onSceneRenamed(listener);
  }

  start(): void {
    if (!this.#closed) this.#link.start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#runner.close();
    this.#outputs.close();
    this.#meters.setLink(false);
    await this.#closeStills();
    await this.#link.close();
  }

  switchTo(request: SwitchRequest): Promise<SwitchOutcome> {
    return this.#runner.ask(request);
  }

  preview(sceneName: string): Promise<SwitchOutcome> {
    const superseded = { result: 'failed', code: 'SUPERSEDED', params: { sceneName } } as const;
    return this.#previews.ask<SwitchOutcome>('preview', () => this.#preview(sceneName), superseded);
  }

  async #preview(sceneName: string): Promise<SwitchOutcome> {
    const startedAtMs = performance.now();
    const commands = this.#link.commands;
    const failed = (code: 'SWITCHER_OFFLINE' | 'NOT_CONFIRMED'): SwitchOutcome => ({
      result: 'failed',
      code,
      params: { sceneName },
    });
    if (commands === null) return failed('SWITCHER_OFFLINE');
    const { requestWithinMs } = this.#timing;
    try {
      if (this.status.studioMode) {
        await commands.call('SetCurrentPreviewScene', { sceneName }, doneSchema, requestWithinMs);
        // OBS answers before it does it.
        for (;;) {
          const now = await commands.call('GetCurrentPreviewScene', {}, previewSchema, requestWithinMs);
          if (now.currentPreviewSceneName === sceneName) break;
          if (performance.now() > startedAtMs + requestWithinMs) return failed('NOT_CONFIRMED');
          await delay(PREVIEW_POLL_MS);
        }
      } else if (!this.status.scenes.includes(sceneName)) {
        return { result: 'failed', code: 'SCENE_NOT_FOUND', params: { sceneName } };
      }
      this.#board.show({ previewScene: sceneName });
      return { result: 'confirmed', tookMs: performance.now() - startedAtMs };
    } catch (error) {
      if (error instanceof ObsRefused) {
        const { code, params } = refusal({ ok: false, code: error.code, comment: error.message }, sceneName);
        return { result: 'failed', code, params };
      }
      if (this.#isTrouble(error)) return failed('NOT_CONFIRMED');
      throw error;
    }
  }

  /** Muting does not go through OBS's user interface: it works, and is sent, also while a switch hangs. */
  setMuted(muted: boolean, keepMuted: readonly string[] = []): Promise<MuteOutcome> {
    return this.#sound.ask<MuteOutcome>(
      'mute',
      () => this.#setMuted(muted, keepMuted),
      { result: 'failed', code: 'SUPERSEDED', params: {} },
      // Those of a single input were asked for before.
      (about) => about.startsWith('mute'),
    );
  }

  async #setMuted(muted: boolean, keepMuted: readonly string[]): Promise<MuteOutcome> {
    const commands = this.#link.commands;
    if (commands === null) return { result: 'failed', code: 'SWITCHER_OFFLINE', params: {} };
    const { requestWithinMs } = this.#timing;
    try {
      const there = await this.#inputNames(commands);
      const inputNames = there.filter((name) => muted || !keepMuted.includes(name));
      const mutes = await setMutes(commands, inputNames, muted, requestWithinMs);
      if (mutes.size === 0 && inputNames.length === there.length)
        return { result: 'failed', code: 'NO_AUDIO_INPUT', params: {} };
      for (const [inputName, is] of mutes) this.#noteInput(inputName, { muted: is });
      const wrong = [...mutes.keys()].filter((inputName) => mutes.get(inputName) !== muted);
      if (wrong.length === 0) return { result: 'confirmed' };
      return { result: 'failed', code: 'NOT_CONFIRMED', params: { inputs: wrong.join(', ') } };
    } catch (error) {
      if (error instanceof ObsTimeout || error instanceof ObsGone) {
        return { result: 'failed', code: 'NOT_CONFIRMED', params: {} };
      }
      if (error instanceof ObsRefused) {
        const params = { obsCode: error.code, comment: error.message };
        return { result: 'failed', code: 'SWITCHER_REFUSED', params };
      }
      throw error;
    }
  }

  controlOutput(output: OutputName, action: OutputAction): Promise<ControlOutcome> {
    return this.#outputs.control(output, action);
  }

  /** Asked anew: an input that was added a moment ago is on air, too. An OBS that is slow to say still mutes those that are known. */
  async #inputNames(commands: ObsConnection): Promise<readonly string[]> {
    try {
      return await readInputNames(commands, this.#timing.requestWithinMs);
    } catch (error) {
      if (!(error instanceof ObsTimeout) || this.#inputs.size === 0) throw error;
      return [...this.#inputs.keys()];
    }
  }

  /** Proven by OBS's own event, or by finding it so already: set to what it is, OBS tells nothing. */
  changeInput(input: string, change: InputChange): Promise<ControlOutcome> {
    return this.#sound.ask<ControlOutcome>(
      `${change.kind} ${input}`,
      () => this.#changeInput(input, change),
      { result: 'failed', code: 'SUPERSEDED', params: { input } },
    );
  }

  async #changeInput(input: string, change: InputChange): Promise<ControlOutcome> {
    const commands = this.#link.commands;
    const failed = (
      code: 'SWITCHER_OFFLINE' | 'INPUT_NOT_FOUND' | 'NOT_CONFIRMED',
      params: Readonly<Record<string, string | number>> = { input },
    ): ControlOutcome => ({ result: 'failed', code, params });
    if (commands === null) return failed('SWITCHER_OFFLINE');
    if (!this.#inputs.has(input)) return failed('INPUT_NOT_FOUND');
    const { requestWithinMs } = this.#timing;
    try {
      if (change.kind === 'mute')
        await commands.call(
          'SetInputMute',
          { inputName: input, inputMuted: change.muted },
          doneSchema,
          requestWithinMs,
        );
      else
        await commands.call(
          'SetInputVolume',
          { inputName: input, inputVolumeDb: change.volumeDb },
          doneSchema,
          requestWithinMs,
        );
      const proven = await this.#inputShows(input, change, requestWithinMs);
      return proven ? { result: 'confirmed', file: null } : failed('NOT_CONFIRMED');
    } catch (error) {
      if (error instanceof ObsTimeout || error instanceof ObsGone) return failed('NOT_CONFIRMED');
      if (error instanceof ObsRefused)
        return {
          result: 'failed',
          code: 'SWITCHER_REFUSED',
          params: { obsCode: error.code, comment: error.message },
        };
      throw error;
    }
  }

  onMeters(listener: (frame: MeterFrame) => void): () => void {
    return this.#meters.listen(listener);
  }

  async createPlaceholderScenes(
    scenes: readonly { readonly name: string; readonly label: string }[],
  ): Promise<{ readonly created: readonly string[]; readonly failed: readonly string[] }> {
    const commands = this.#link.commands;
    const nothing = { created: [], failed: scenes.map((scene) => scene.name) };
    if (commands === null) return nothing;
    try {
      const made = await createPlaceholders(commands, scenes, this.#timing.requestWithinMs);
      await this.#reread();
      return made;
    } catch (error) {
      if (this.#isTrouble(error)) return nothing;
      throw error;
    }
  }

  /** One at a time, and none while a switch is under way: OBS draws a still between the frames of program. */
  still(sceneName: string, widthPx: number): Promise<Uint8Array | null> {
    const shot = this.#lastShot.then(() => this.#shoot(sceneName, widthPx));
    this.#lastShot = shot.catch(() => undefined);
    return shot;
  }

  async #shoot(sceneName: string, widthPx: number): Promise<Uint8Array | null> {
    const giveUpAtMs = performance.now() + this.#timing.requestWithinMs;
    while (isSwitching(this.#runner.state) && performance.now() < giveUpAtMs) await delay(STILL_POLL_MS);
    if (this.#link.commands === null) return null;
    try {
      const stills = await this.#openStills();
      const data = { sourceName: sceneName, imageFormat: 'jpg', imageWidth: widthPx };
      const shot = await stills.call(
        'GetSourceScreenshot',
        data,
        screenshotSchema,
        this.#timing.requestWithinMs,
      );
      return Buffer.from(shot.imageData.slice(shot.imageData.indexOf(',') + 1), 'base64');
    } catch (error) {
      if (this.#isTrouble(error)) return null; // no such scene, or OBS is gone: there is no picture to have
      throw error;
    }
  }

  async #send(wish: Wish): Promise<void> {
    const program = this.#program;
    if (program === null) return; // the queue is told about the loss of the link
    const { id } = wish;
    try {
      // No deadlines here: the queue has its own, and a late reply still tells it that the slot is free.
      const { studioMode, programScene } = this.status;
      const plan = await program.plan(wish, { studioMode, program: programScene });
      if (plan.type === 'held' || plan.type === 'refused') return this.#feedAnswer(id, plan);
      const wanted = stillWanted(this.#runner.state, id, performance.now());
      this.#runner.feed({ type: wanted ? 'dispatched' : 'notSent', id });
      if (!wanted) return;
      const answer = plan.type === 'go' ? await program.carryOut(plan) : ({ type: 'accepted' } as const);
      this.#feedAnswer(id, answer);
    } catch (error) {
      if (error instanceof ObsGone) return; // likewise
      if (!(error instanceof ObsRefused)) this.#tellOddity(wordsOf(error));
      const params = { comment: error instanceof Error ? error.message : String(error) };
      this.#runner.feed({ type: 'refused', id, code: 'SWITCHER_REFUSED', params });
    }
  }

  #feedAnswer(id: number, answer: ProgramAnswer): void {
    this.#runner.feed(
      answer.type === 'held'
        ? { type: 'held', id, retryAtMs: performance.now() + HELD_RETRY_MS }
        : { ...answer, id },
    );
  }

  /** Counts frames that were drawn while OBS heads for the scene and no transition runs any more. */
  async #countFrames(proofNo: number, sceneName: string): Promise<void> {
    let first: number | null = null;
    while (this.#runner.state.sent?.proofNo === proofNo) {
      const intent = await this.#askIntent();
      if (intent?.sceneName !== sceneName || intent.defaultTransitionRuns) {
        first = null;
      } else {
        first ??= intent.framesDrawn;
        if (intent.framesDrawn >= first + FRAMES_OF_PROOF)
          return this.#runner.feed({ type: 'framesDrawn', proofNo });
      }
      await delay(this.#timing.framePollMs);
    }
  }

  async #readIntent(): Promise<void> {
    const intent = await this.#askIntent();
    if (intent === null) return; // the queue's deadline ends the wait
    const { sceneName, transitionRuns } = intent;
    this.#runner.feed({ type: 'intentRead', sceneName, transitionRuns });
  }

  async #askIntent(): Promise<ProgramIntent | null> {
    try {
      return (await this.#program?.intent(this.#timing.requestWithinMs)) ?? null;
    } catch (error) {
      if (!this.#isTrouble(error)) throw error;
      return null;
    }
  }

  async #resync(commands: ObsConnection): Promise<() => void> {
    const snapshot = await this.#steadySnapshot(commands);
    return () => {
      this.#program = new ObsProgram(commands);
      this.#showSnapshot(snapshot);
      const { stream, record, replay } = snapshot;
      this.#outputs.resynced({ stream, record, replay });
      this.#meters.setLink(true);
      this.#runner.feed({ type: 'resynced', program: snapshot.program });
    };
  }

  async #steadySnapshot(commands: ObsConnection): Promise<ObsSnapshot> {
    for (let tries = 1; ; tries += 1) {
      const before = this.#eventsSeen;
      const snapshot = await readSnapshot(commands, this.#timing.requestWithinMs);
      // Something happened meanwhile: read again rather than guess which of the two is newer.
      if (this.#eventsSeen === before || tries === SNAPSHOT_TRIES) return snapshot;
    }
  }

  #showSnapshot(snapshot: ObsSnapshot): void {
    const { version, scenes, stats, studioMode, preview, inputs } = snapshot;
    this.#inputs = new Map(inputs);
    const renames = renamesBetween(this.#sceneUuids, snapshot.sceneUuids);
    this.#sceneUuids = new Map(snapshot.sceneUuids);
    // Without studio mode the preview is a note of our own, kept as long as its scene exists.
    const note = this.status.previewScene;
    const previewScene = studioMode ? preview : note !== null && scenes.includes(note) ? note : null;
    this.#board.show({
      version,
      scenes,
      stats,
      studioMode,
      previewScene,
    });
    this.#showInputs();
    for (const rename of renames) {
      this.#runner.feed({ type: 'sceneRenamed', ...rename });
      this.#board.renamed(rename);
    }
  }

  #showInputs(): void {
    const inputs = [...this.#inputs.values()];
    this.#board.show({ inputs, muted: inputs.length === 0 ? null : inputs.every(({ muted }) => muted) });
    for (const look of this.#inputProofs) look();
  }

  #noteInput(name: string, change: Partial<AudioInput>): void {
    const known = this.#inputs.get(name);
    if (known === undefined) return;
    this.#inputs.set(name, { ...known, ...change });
    this.#showInputs();
  }

  #inputShows(name: string, change: InputChange, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (proven: boolean): void => {
        clearTimeout(timer);
        this.#inputProofs.delete(look);
        resolve(proven);
      };
      const look = (): void => {
        const is = this.#inputs.get(name);
        const fits =
          change.kind === 'mute'
            ? is?.muted === change.muted
            : is !== undefined && Math.abs(is.volumeDb - change.volumeDb) < VOLUME_STEP_DB;
        if (fits) done(true);
      };
      const timer = setTimeout(() => done(false), withinMs);
      this.#inputProofs.add(look);
      look();
    });
  }

  #onEvent(event: ObsEvent): void {
    this.#eventsSeen += 1;
    if (event.type === 'CurrentSceneCollectionChanging') return this.#link.pause();
    if (event.type === 'CurrentSceneCollectionChanged') return this.#link.resume();
    if (this.#link.commands === null) return; // the resync under way reads again
    switch (event.type) {
      case 'CurrentProgramSceneChanged':
        this.#program?.changed();
        return this.#runner.feed({ type: 'programChanged', sceneName: event.sceneName });
      case 'SceneTransitionEnded':
        return this.#program?.transitionEnded();
      case 'CurrentPreviewSceneChanged':
        return this.#board.show({ previewScene: event.sceneName });
      case 'StudioModeStateChanged':
        this.#board.show({ studioMode: event.studioModeEnabled });
        return this.#float(this.#reread());
      case 'SceneNameChanged':
        this.#onRenamed({ from: event.oldSceneName, to: event.sceneName });
        return this.#float(this.#reread());
      case 'SceneListChanged':
      case 'InputCreated':
      case 'InputNameChanged':
        return this.#float(this.#reread());
      case 'InputRemoved':
        // OBS goes on listing it until its last picture is gone.
        this.#inputs.delete(event.inputName);
        this.#showInputs();
        return this.#float(this.#rereadLater());
      case 'InputMuteStateChanged':
        return this.#noteInput(event.inputName, { muted: event.inputMuted });
      case 'InputVolumeChanged':
        return this.#noteInput(event.inputName, { volumeDb: event.inputVolumeDb });
      case 'InputVolumeMeters':
        return; // on a socket of its own
      case 'CurrentProfileChanged':
        return this.#float(this.#outputs.reread());
      case 'StreamStateChanged':
      case 'RecordStateChanged':
      case 'ReplayBufferStateChanged':
      case 'ReplayBufferSaved':
        return this.#outputs.onEvent(event);
    }
  }

  #onRenamed({ from, to }: SceneRename): void {
    const uuid = this.#sceneUuids.get(from);
    if (uuid !== undefined && this.#sceneUuids.delete(from)) this.#sceneUuids.set(to, uuid);
    this.#runner.feed({ type: 'sceneRenamed', from, to });
    this.#board.show({ scenes: this.status.scenes.map((name) => (name === from ? to : name)) });
    this.#board.renamed({ from, to });
  }

  /** Reads lists and mutes again. Events that come meanwhile make it read once more. */
  #reread(): Promise<void> {
    this.#rereadWanted = true;
    this.#rereading ??= this.#rereadWhileWanted().finally(() => {
      this.#rereading = null;
    });
    return this.#rereading;
  }

  async #rereadLater(): Promise<void> {
    await delay(REMOVAL_MS, undefined, { ref: false });
    await this.#reread();
  }

  async #rereadWhileWanted(): Promise<void> {
    while (this.#rereadWanted) {
      this.#rereadWanted = false;
      const commands = this.#link.commands;
      if (commands === null) return;
      try {
        const snapshot = await this.#steadySnapshot(commands);
        if (commands === this.#link.commands) this.#showSnapshot(snapshot);
      } catch (error) {
        // Gone: the next resync reads everything. Slow or not ready: try again. What can't be read now can't be then.
        if (!this.#isTrouble(error)) throw error;
        if (!(error instanceof ObsGone || error instanceof ObsGarbled)) this.#rereadWanted = true;
        await delay(REREAD_PAUSE_MS);
      }
    }
  }

  #onPaused(): void {
    this.#program = null;
    this.#runner.feed({ type: 'linkLost' });
  }

  #onLost(): void {
    this.#onPaused();
    this.#board.show({ stats: null, muted: null });
    this.#outputs.linkLost();
    this.#meters.setLink(false);
    this.#float(this.#closeStills());
  }

  async #openStills(): Promise<ObsConnection> {
    const { url, password } = this.#options;
    this.#stills ??= connectObs({
      url,
      password,
      eventSubscriptions: 0,
      identifyWithinMs: this.#timing.identifyWithinMs,
    });
    const opening = this.#stills;
    try {
      const stills = await opening;
      void stills.ended.then(() => this.#forgetStills(opening));
      return stills;
    } catch (error) {
      this.#forgetStills(opening);
      throw error;
    }
  }

  #forgetStills(which: Promise<ObsConnection>): void {
    if (this.#stills === which) this.#stills = null;
  }

  async #closeStills(): Promise<void> {
    const opening = this.#stills;
    this.#stills = null;
    try {
      await (await opening)?.close();
    } catch (error) {
      if (!this.#isTrouble(error)) throw error; // it never opened
    }
  }

  #float(work: Promise<unknown>): void {
    floating(work, (what) => this.#tellOddity(what));
  }

  /** The same again and again is told once. */
  #tellOddity(what: string): void {
    if (what === this.#lastOddity) return;
    this.#lastOddity = what;
    this.#options.onOddity?.(what);
  }

  #isTrouble(error: unknown): boolean {
    if (error instanceof ObsGarbled) this.#tellOddity(error.message);
    return isLinkTrouble(error);
  }
}

const isSwitching = ({ inFlight, sent }: QueueState): boolean => inFlight !== null || sent !== null;

const isLinkTrouble = (error: unknown): boolean =>
  error instanceof ObsGone ||
  error instanceof ObsTimeout ||
  error instanceof ObsRefused ||
  error instanceof ObsConnectFailed;

/** Scenes of which the name is gone and the uuid is there under another. */
function renamesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly SceneRename[] {
  const names = new Map([...after].map(([name, uuid]) => [uuid, name]));
  return [...before].flatMap(([from, uuid]) => {
    const to = names.get(uuid);
    return to === undefined || after.has(from) ? [] : [{ from, to }];
  });
}
