import type { MeterFrame, OutputAction, OutputName } from '#shared/model/outputs';

import type {
  ControlOutcome,
  InputChange,
  MuteOutcome,
  PairMember,
  SceneChange,
  SceneRename,
  Switcher,
  SwitcherStatus,
  SwitchOutcome,
  SwitchRequest,
} from '../port.ts';
import { StatusBoard } from '../statusBoard.ts';

/** The standby is brought in step at once or not at all: its next chance comes with the next change. */
const FOLLOW_WITHIN_MS = 2_000;

/**
 * Two switchers behind one port: one leads, the other stands by and is kept on the same scene. What is shown,
 * proven and answered is the leader's alone; the standby's health is shown beside it. A standby that fails, or
 * that a person drives by hand, never holds the leader up.
 */
export class PairedSwitcher implements Switcher {
  readonly #members: Readonly<Record<PairMember, Switcher>>;
  readonly #board: StatusBoard;
  #leader: PairMember;
  /** The scene the standby is on its way to. */
  #following: string | null = null;
  /** Which inputs of the leader are muted, as the standby was told last. */
  #toldMutes = '';
  /** Changes that both were asked for and the standby has not answered. */
  #underWay = 0;
  #areReady = false;
  /** Hears that another one leads. */
  readonly #onLead = new Set<() => void>();

  constructor(members: Readonly<Record<PairMember, Switcher>>, leader: PairMember) {
    this.#members = members;
    this.#leader = leader;
    this.#board = new StatusBoard(members[leader].status.kind);
    for (const name of ['main', 'spare'] as const) {
      const member = members[name];
      member.onStatus(() => this.#onStatus());
      member.onProgramChange((change) => {
        if (name !== this.#leader) return;
        this.#board.announce(change);
        this.#bringInStep();
      });
      member.onSceneRenamed((rename) => {
        if (name === this.#leader) this.#board.renamed(rename);
      });
    }
    this.#show();
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
    this.#members.main.start();
    this.#members.spare.start();
  }

  async close(): Promise<void> {
    await Promise.all([this.#members.main.close(), this.#members.spare.close()]);
  }

  /** From now on this one leads; the other follows as soon as it can. */
  lead(leader: PairMember): void {
    if (leader === this.#leader) return;
    const before = this.status.programScene;
    this.#leader = leader;
    this.#following = null;
    this.#toldMutes = '';
    this.#show();
    for (const tell of this.#onLead) tell();
    const { programScene } = this.status;
    if (programScene !== null && programScene !== before)
      this.#board.announce({ sceneName: programScene, by: 'ours' });
    this.#bringInStep();
  }

  /** A leader that is replaced while it is asked proves nothing any more: the new one is asked, with the time that is left. */
  async switchTo(request: SwitchRequest): Promise<SwitchOutcome> {
    const askedAtMs = performance.now();
    for (;;) {
      const waitedMs = performance.now() - askedAtMs;
      const sendWithinMs = Math.max(0, request.sendWithinMs - waitedMs);
      this.#follow(request);
      const outcome = await this.#answerOfLeader({ ...request, sendWithinMs });
      if (outcome === null) continue;
      return outcome.result === 'confirmed' ? { ...outcome, tookMs: outcome.tookMs + waitedMs } : outcome;
    }
  }

  /** Null: another one leads meanwhile. */
  async #answerOfLeader(request: SwitchRequest): Promise<SwitchOutcome | null> {
    let tell = (): void => undefined;
    const replaced = new Promise<null>((resolve) => (tell = () => resolve(null)));
    this.#onLead.add(tell);
    try {
      return await Promise.race([this.#leading.switchTo(request), replaced]);
    } finally {
      this.#onLead.delete(tell);
    }
  }

  preview(sceneName: string): Promise<SwitchOutcome> {
    return this.#leading.preview(sceneName);
  }

  setMuted(muted: boolean, keepMuted: readonly string[] = []): Promise<MuteOutcome> {
    return this.#both((member) => member.setMuted(muted, keepMuted));
  }

  /** The leader’s alone: two streams to one address would throw each other out. */
  controlOutput(output: OutputName, action: OutputAction): Promise<ControlOutcome> {
    return this.#leading.controlOutput(output, action);
  }

  changeInput(input: string, change: InputChange): Promise<ControlOutcome> {
    return this.#both((member) => member.changeInput(input, change));
  }

  onMeters(listener: (frame: MeterFrame) => void): () => void {
    const stops = (['main', 'spare'] as const).map((name) =>
      this.#members[name].onMeters((frame) => {
        if (name === this.#leader) listener(frame);
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }

  createPlaceholderScenes(
    scenes: readonly { readonly name: string; readonly label: string }[],
  ): Promise<{ readonly created: readonly string[]; readonly failed: readonly string[] }> {
    return this.#both((member) => member.createPlaceholderScenes(scenes));
  }

  still(sceneName: string, widthPx: number): Promise<Uint8Array | null> {
    return this.#leading.still(sceneName, widthPx);
  }

  get #leading(): Switcher {
    return this.#members[this.#leader];
  }

  get #standby(): Switcher {
    return this.#members[this.#leader === 'main' ? 'spare' : 'main'];
  }

  /** The leader’s answer is the answer. The standby is asked, too, but nobody waits for it. */
  #both<T>(ask: (member: Switcher) => Promise<T>): Promise<T> {
    this.#underWay += 1;
    ask(this.#standby)
      // What became of it there shows in its status.
      .catch(() => undefined)
      .then(() => {
        this.#underWay -= 1;
        this.#followMutes();
      })
      .catch(() => undefined);
    return ask(this.#leading);
  }

  #onStatus(): void {
    const wereReady = this.#areReady;
    this.#show();
    this.#areReady = this.#leading.status.link === 'ready' && this.#standby.status.link === 'ready';
    if (!this.#areReady) this.#toldMutes = '';
    if (this.#areReady && !wereReady) this.#bringInStep();
    this.#followMutes();
  }

  /** Sound that is off where the picture comes from stays off when the other one takes over. */
  #followMutes(): void {
    if (!this.#areReady || this.#underWay > 0) return;
    const { inputs } = this.#leading.status;
    const mutes = JSON.stringify(inputs.map(({ name, muted }) => [name, muted]));
    if (mutes === this.#toldMutes) return;
    this.#toldMutes = mutes;
    const there = new Map(this.#standby.status.inputs.map(({ name, muted }) => [name, muted]));
    for (const { name, muted } of inputs)
      if (there.has(name) && there.get(name) !== muted)
        this.#standby
          .changeInput(name, { kind: 'mute', muted })
          .then(({ result }) => {
            // Told again with the next look at the two.
            if (result === 'failed') this.#toldMutes = '';
          })
          .catch(() => undefined);
  }

  #show(): void {
    const { link, problem, programScene } = this.#standby.status;
    const pair = { leader: this.#leader, standby: { link, problem, programScene } };
    this.#board.show({ ...this.#leading.status, pair });
  }

  /** Puts the standby on what the leader shows, whoever put it there. */
  #bringInStep(): void {
    const { programScene } = this.#leading.status;
    if (programScene === null || this.#leading.status.link !== 'ready') return;
    if (programScene === (this.#following ?? this.#standby.status.programScene)) return;
    const transition = { kind: 'Cut', durationMs: 0 } as const;
    this.#follow({ sceneName: programScene, transition, sendWithinMs: FOLLOW_WITHIN_MS });
  }

  #follow(request: SwitchRequest): void {
    if (this.#standby.status.link !== 'ready') return;
    const { sceneName } = request;
    this.#following = sceneName;
    // Never rejects. How it ended is seen in the standby's own status.
    void this.#standby.switchTo(request).then((outcome) => {
      const superseded = outcome.result === 'failed' && outcome.code === 'SUPERSEDED';
      if (this.#following === sceneName && !superseded) this.#following = null;
    });
  }
}
