import type { MeterFrame, OutputAction, OutputName } from '#shared/model/outputs';

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
import { StatusBoard } from '../statusBoard.ts';
import { QUEUE_LIMITS, type QueueLimits, stillWanted, type Wish } from '../switchQueue.ts';
import { SwitchRunner } from '../switchRunner.ts';
import { RehearsalOutputs } from './rehearsalOutputs.ts';
import { RehearsalSound } from './rehearsalSound.ts';

/** What can go wrong on purpose. Everything else works meanwhile. */
export type RehearsalFault =
  | 'none'
  | 'offline' // the link is down until the fault is lifted
  | 'refuse' // every switch is answered with an error
  | 'neverConfirm' // switches are accepted, program never changes
  | 'stalled' // switches are accepted, no frame is drawn
  | 'streamDropped' // the stream tries to get through again
  | { readonly sceneMissing: string }; // the scene of that name is gone

export type RehearsalOptions = {
  /** The scenes it begins with; the first one is on program. */
  readonly scenes: readonly string[];
  readonly replyAfterMs?: number;
  readonly fps?: number;
  /** Length of the transition used when a request names none. */
  readonly defaultTransitionMs?: number;
  readonly limits?: Partial<QueueLimits>;
};

const FRAMES_OF_PROOF = 2;

/**
 * A switcher without hardware or OBS, so that a whole show can be run anywhere: virtual scenes in real
 * time, with the queue and the rules of the real one. It draws no pictures: `still` gives null and the
 * station shows the scene's name.
 */
export class RehearsalSwitcher implements Switcher {
  readonly #board = new StatusBoard('rehearsal');
  readonly #outputs: RehearsalOutputs;
  readonly #sound = new RehearsalSound((patch) => this.#board.show(patch));
  readonly #runner: SwitchRunner;
  readonly #replyAfterMs: number;
  readonly #frameMs: number;
  readonly #defaultTransitionMs: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #transition: NodeJS.Timeout | null = null;
  #scenes: string[];
  #program: string;
  /** Where the virtual mixer is heading, as `program` after its transition. */
  #intent: string;
  #fault: RehearsalFault = 'none';
  #life: 'new' | 'on' | 'closed' = 'new';

  constructor({ scenes, replyAfterMs = 5, fps = 30, defaultTransitionMs = 300, limits }: RehearsalOptions) {
    this.#scenes = scenes.length === 0 ? ['空场景'] : [...scenes];
    this.#program = this.#scenes[0] ?? '';
    this.#intent = this.#program;
    this.#replyAfterMs = replyAfterMs;
    this.#frameMs = 1_000 / fps;
    this.#defaultTransitionMs = defaultTransitionMs;
    this.#outputs = new RehearsalOutputs({ replyAfterMs, show: (patch) => this.#board.show(patch) });
    this.#runner = new SwitchRunner(
      {
        send: (wish) => this.#send(wish),
        countFrames: (proofNo, sceneName) => this.#countFrames(proofNo, sceneName),
        readIntent: () => this.#later(this.#replyAfterMs, () => this.#tellIntent()),
        announce: (change) => this.#board.announce(change),
        renderStalled: () => this.#fault === 'stalled',
        stepped: (state) => this.#board.show({ programScene: state.program }),
      },
      { ...QUEUE_LIMITS, ...limits },
    );
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
    if (this.#life !== 'new') return;
    this.#life = 'on';
    this.#board.show({ link: 'connecting' });
    this.#later(this.#replyAfterMs, () => this.#connect());
  }

  async close(): Promise<void> {
    this.#life = 'closed';
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#runner.close();
    this.#outputs.close();
    this.#sound.close();
    this.#board.show({ link: 'off', problem: null });
  }

  switchTo(request: SwitchRequest): Promise<SwitchOutcome> {
    return this.#runner.ask(request);
  }

  async preview(sceneName: string): Promise<SwitchOutcome> {
    if (!this.#linkUp) return { result: 'failed', code: 'SWITCHER_OFFLINE', params: { sceneName } };
    if (!this.#known.includes(sceneName))
      return { result: 'failed', code: 'SCENE_NOT_FOUND', params: { sceneName } };
    this.#board.show({ previewScene: sceneName });
    return { result: 'confirmed', tookMs: 0 };
  }

  async setMuted(muted: boolean, keepMuted: readonly string[] = []): Promise<MuteOutcome> {
    if (!this.#linkUp) return { result: 'failed', code: 'SWITCHER_OFFLINE', params: {} };
    this.#sound.muteAll(muted, keepMuted);
    return { result: 'confirmed' };
  }

  controlOutput(output: OutputName, action: OutputAction): Promise<ControlOutcome> {
    return this.#outputs.control(output, action);
  }

  async changeInput(input: string, change: InputChange): Promise<ControlOutcome> {
    return this.#sound.change(input, change);
  }

  onMeters(listener: (frame: MeterFrame) => void): () => void {
    return this.#sound.listen(listener);
  }

  /** The far end of the stream: there, away for a while, or not taking it at all. */
  setFarEnd(state: 'there' | 'away' | 'dead'): void {
    this.#outputs.setFarEnd(state);
  }

  setSilent(isSilent: boolean): void {
    this.#sound.setSilent(isSilent);
  }

  async createPlaceholderScenes(
    scenes: readonly { readonly name: string; readonly label: string }[],
  ): Promise<{ readonly created: readonly string[]; readonly failed: readonly string[] }> {
    const missing = [...new Set(scenes.map((scene) => scene.name))].filter(
      (name) => !this.#known.includes(name),
    );
    if (this.#fault === 'offline' || this.#life === 'closed') return { created: [], failed: missing };
    if (this.#missing !== null && missing.includes(this.#missing)) this.#fault = 'none';
    this.#showScenes([...new Set([...this.#scenes, ...missing])]);
    return { created: missing, failed: [] };
  }

  async still(_sceneName: string, _widthPx: number): Promise<Uint8Array | null> {
    return null;
  }

  /** Breaks or mends it. Breaking never reaches a transition that is under way. */
  setFault(fault: RehearsalFault): void {
    const before = this.#fault;
    if (fault === before) return;
    this.#fault = fault;
    if (this.#life !== 'on') return;
    if (this.#linkUp) this.#board.show({ scenes: this.#known });
    if (fault === 'streamDropped' || before === 'streamDropped')
      this.#outputs.setStreamDropped(fault === 'streamDropped');
    if (fault === 'offline') {
      this.#board.show({ link: 'down', problem: { code: 'SWITCHER_OFFLINE', params: {} } });
      this.#outputs.linkLost();
      this.#sound.setLink(false);
      this.#runner.feed({ type: 'linkLost' });
    } else if (before === 'offline') {
      this.#connect();
    } else {
      this.#showHealth();
      // Once frames are drawn again, a switch that was taken meanwhile takes place.
      if (before === 'stalled' && this.#intent !== this.#program) this.#mix(this.#intent, this.#frameMs);
    }
  }

  /** What a person at the switcher would do: a cut to another scene. */
  operatorSwitch(sceneName: string): void {
    if (this.#scenes.includes(sceneName)) this.#mix(sceneName, this.#frameMs);
  }

  operatorRename(from: string, to: string): void {
    if (this.#program === from) this.#program = to;
    if (this.#intent === from) this.#intent = to;
    if (this.#linkUp) this.#runner.feed({ type: 'sceneRenamed', from, to });
    this.#showScenes(this.#scenes.map((name) => (name === from ? to : name)));
    this.#board.renamed({ from, to });
  }

  get #missing(): string | null {
    return typeof this.#fault === 'object' ? this.#fault.sceneMissing : null;
  }

  get #known(): readonly string[] {
    return this.#scenes.filter((name) => name !== this.#missing);
  }

  get #linkUp(): boolean {
    return this.#life === 'on' && this.#runner.state.linkUp;
  }

  #connect(): void {
    if (this.#fault === 'offline') {
      this.#board.show({ link: 'down', problem: { code: 'SWITCHER_OFFLINE', params: {} } });
      return;
    }
    this.#board.show({ scenes: this.#known });
    this.#sound.setLink(true);
    this.#outputs.linkUp();
    this.#runner.feed({ type: 'resynced', program: this.#intent });
    this.#showHealth();
  }

  #showHealth(): void {
    if (this.#fault === 'stalled') {
      this.#board.show({ link: 'renderStalled', problem: { code: 'RENDER_STALLED', params: {} } });
    } else {
      this.#board.show({ link: 'ready', problem: null });
    }
  }

  #showScenes(scenes: string[]): void {
    this.#scenes = scenes;
    if (this.#linkUp) this.#board.show({ scenes: this.#known });
  }

  #send({ id, sceneName, transition }: Wish): void {
    this.#later(this.#replyAfterMs, () => {
      if (!this.#linkUp) return;
      if (!stillWanted(this.#runner.state, id, performance.now()))
        return this.#runner.feed({ type: 'notSent', id });
      const params = { sceneName };
      if (this.#fault === 'refuse') {
        const refusal = { obsCode: 700, comment: 'rehearsed fault' };
        return this.#runner.feed({ type: 'refused', id, code: 'SWITCHER_REFUSED', params: refusal });
      }
      if (!this.#known.includes(sceneName)) {
        return this.#runner.feed({ type: 'refused', id, code: 'SCENE_NOT_FOUND', params });
      }
      this.#runner.feed({ type: 'dispatched', id });
      this.#runner.feed({ type: 'accepted', id });
      if (this.#fault !== 'neverConfirm') this.#mix(sceneName, this.#transitionMs(transition));
    });
  }

  #transitionMs(transition: Wish['transition']): number {
    if (transition === null) return this.#defaultTransitionMs;
    return transition.kind === 'Cut' ? this.#frameMs : transition.durationMs;
  }

  /** Like OBS: the scene already shown gives no event, an interrupted transition only the last one's. */
  #mix(sceneName: string, durationMs: number): void {
    if (sceneName === this.#program && this.#transition === null) return;
    this.#intent = sceneName;
    if (this.#transition !== null) this.#cancel(this.#transition);
    if (this.#fault === 'stalled') return;
    this.#transition = this.#later(durationMs, () => {
      this.#transition = null;
      this.#program = sceneName;
      if (this.#linkUp) this.#runner.feed({ type: 'programChanged', sceneName });
    });
  }

  #tellIntent(): void {
    const transitionRuns = this.#transition !== null;
    if (this.#linkUp) this.#runner.feed({ type: 'intentRead', sceneName: this.#intent, transitionRuns });
  }

  #countFrames(proofNo: number, sceneName: string): void {
    this.#later(FRAMES_OF_PROOF * this.#frameMs, () => {
      if (this.#runner.state.sent?.proofNo !== proofNo) return;
      const shown = this.#fault !== 'stalled' && this.#intent === sceneName && this.#transition === null;
      if (shown) this.#runner.feed({ type: 'framesDrawn', proofNo });
      else this.#countFrames(proofNo, sceneName);
    });
  }

  #later(ms: number, work: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
