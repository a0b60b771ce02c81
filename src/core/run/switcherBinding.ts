import type { StudioEvent } from '#shared/model/events';
import type { RequestId, SceneId } from '#shared/model/ids';
import { runOn, switcherSceneName } from '#shared/run/state';
import type { StudioClock } from '../studioClock.ts';
import type { PairMember, Switcher, SwitcherStatus, TransitionSpec } from '../switcher/index.ts';
import type { Executor } from './executor.ts';

/** A request may wait this long for its turn in the switcher’s queue; later it is dropped, not sent. */
const SEND_WITHIN_MS = 2000;
const FADE_MS = 300;

/** In these states there is no connection, or it is only being made. */
const GONE: ReadonlySet<SwitcherStatus['link']> = new Set(['down', 'busy', 'authFailed', 'connecting']);

/**
 * Between the log and the switcher: what was requested is done, what was proven is recorded. Nothing here
 * decides anything.
 */
export class SwitcherBinding {
  readonly #executor: Executor;
  readonly #switcher: Switcher;
  readonly #unsubscribe: readonly (() => void)[];
  readonly #log: (line: string) => void;
  #wasReady = false;
  #wasSuspect = false;
  /** The connection itself was gone since it was last ready. */
  #wasLost = false;
  /** By the switcher's own count, which begins anew with each start of it. */
  #framesDrawn = 0;
  #everReady = false;
  #leader: PairMember = 'main';
  #leftoversSettled = false;

  constructor(executor: Executor, switcher: Switcher, clock: StudioClock, log: (line: string) => void) {
    this.#executor = executor;
    this.#switcher = switcher;
    this.#leader = switcher.status.pair?.leader ?? 'main';
    this.#log = log;
    this.#unsubscribe = [
      executor.onCommitted(({ events }) => {
        for (const event of events) this.#act(event);
      }),
      switcher.onProgramChange(({ sceneName, by }) => {
        // A switcher that was started anew begins with some scene: nobody chose it.
        if (by === 'operator' && !this.#isStartedAnew())
          executor.record({ type: 'program.changed', obsSceneName: sceneName, by });
        // Ours with nothing requested is an old request of ours that surfaced late: it is on program all the same.
        else if (by === 'operator' || executor.state.output.desired === null)
          executor.record({ type: 'program.changed', obsSceneName: sceneName, by: 'found' });
      }),
      switcher.onSceneRenamed(({ from, to }) => {
        executor.record({ type: 'scene.renamed', from, to });
      }),
      switcher.onStatus(({ link, programScene, stats, pair }) => {
        if (pair !== null && pair.leader !== this.#leader) {
          // The other one of the pair: it counts frames of its own, and its connection was not lost.
          this.#leader = pair.leader;
          this.#framesDrawn = 0;
          this.#wasLost = false;
        }
        if (GONE.has(link)) this.#wasLost = true;
        const isReady = link === 'ready';
        const wasAway = !this.#wasReady || (this.#wasSuspect && executor.state.output.owed !== null);
        if (isReady && stats !== null) this.#framesDrawn = stats.renderTotalFrames;
        // A heartbeat that is missed and comes after all is no new connection; a press may have run out meanwhile.
        this.#wasSuspect = link === 'suspect';
        if (!this.#wasSuspect) this.#wasReady = isReady;
        if (!isReady || !wasAway) return;
        if (!this.#leftoversSettled) this.#settleLeftovers(clock);
        this.#leftoversSettled = true;
        // What is on program now, whoever put it there; and a panic cut holds for a new connection, too.
        if (programScene !== null && executor.state.output.desired === null)
          executor.record({ type: 'program.changed', obsSceneName: programScene, by: 'found' });
        const afterLoss = this.#wasLost && this.#everReady;
        this.#wasLost = false;
        this.#everReady = true;
        executor.record({ type: 'switcher.ready', afterLoss });
      }),
    ];
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #isStartedAnew(): boolean {
    const { stats } = this.#switcher.status;
    return stats !== null && stats.renderTotalFrames < this.#framesDrawn;
  }

  /** Requests that a crash left open: one of this moment is sent again, of older ones nobody knows what became. */
  #settleLeftovers(clock: StudioClock): void {
    const { desired, muteRequest, mutedDesired } = this.#executor.state.output;
    const run = runOn(this.#executor.state);
    const open = new Set<RequestId>(desired === null ? [] : [desired.requestId]);
    for (const cue of Object.values(run?.cues ?? {})) if (cue.status === 'requested') open.add(cue.requestId);
    const recentlyDesired = desired !== null && clock.now() - desired.at < SEND_WITHIN_MS;
    for (const requestId of open) {
      if (recentlyDesired && requestId === desired.requestId)
        this.#carryOut(this.#switchTo(requestId, desired.sceneId, null));
      else this.#executor.record({ type: 'switch.failed', requestId, code: 'CUE_EXPIRED', params: {} });
    }
    if (muteRequest !== null) this.#carryOut(this.#setMuted(muteRequest, mutedDesired));
  }

  #act(event: StudioEvent): void {
    switch (event.type) {
      case 'scene.requested': {
        const { requestId, sceneId, transition } = event.payload;
        const how = transition === 'planned' ? this.#plannedTransition(sceneId) : spec(transition);
        this.#carryOut(this.#switchTo(requestId, sceneId, how));
        break;
      }
      case 'cue.requested':
        if (event.payload.kind === 'scene') {
          const sceneId = this.#executor.state.plan?.scenes.find(
            (scene) => scene.id === event.payload.targetId,
          )?.id;
          if (sceneId !== undefined)
            this.#carryOut(
              this.#switchTo(event.payload.requestId, sceneId, this.#plannedTransition(sceneId)),
            );
        }
        break;
      case 'scene.previewed': {
        const name = switcherSceneName(this.#executor.state, event.payload.sceneId);
        if (name !== null) this.#carryOut(this.#switcher.preview(name));
        break;
      }
      case 'audio.requested':
        this.#carryOut(this.#setMuted(event.payload.requestId, event.payload.muted));
        break;
      case 'scene.createRequested':
        this.#carryOut(this.#createScenes(event.payload.sceneIds));
        break;
      default:
    }
  }

  /** A switcher answers with failures; an exception is a fault of ours, and must not end the show. */
  #carryOut(work: Promise<unknown>): void {
    work.catch((error: unknown) =>
      this.#log(`switcher: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    );
  }

  async #switchTo(requestId: RequestId, sceneId: SceneId, transition: TransitionSpec | null): Promise<void> {
    const obsSceneName = switcherSceneName(this.#executor.state, sceneId);
    if (obsSceneName === null) {
      this.#executor.record({ type: 'switch.failed', requestId, code: 'UNKNOWN_SCENE', params: { sceneId } });
      return;
    }
    const outcome = await this.#switcher.switchTo({
      sceneName: obsSceneName,
      transition,
      sendWithinMs: SEND_WITHIN_MS,
    });
    this.#executor.record(
      outcome.result === 'confirmed'
        ? { type: 'switch.confirmed', requestId, obsSceneName, tookMs: outcome.tookMs }
        : { type: 'switch.failed', requestId, code: outcome.code, params: outcome.params },
    );
  }

  async #setMuted(requestId: RequestId, muted: boolean): Promise<void> {
    const outcome = await this.#switcher.setMuted(muted);
    this.#executor.record({
      type: 'mute.settled',
      requestId,
      muted,
      failure: outcome.result === 'confirmed' ? null : { code: outcome.code, params: outcome.params },
    });
  }

  async #createScenes(sceneIds: readonly SceneId[]): Promise<void> {
    const scenes = sceneIds.flatMap((sceneId) => {
      const scene = this.#executor.state.plan?.scenes.find((each) => each.id === sceneId);
      const name = switcherSceneName(this.#executor.state, sceneId);
      return scene === undefined || name === null ? [] : [{ name, label: scene.label }];
    });
    const { created, failed } = await this.#switcher.createPlaceholderScenes(scenes);
    this.#executor.record({ type: 'scenes.created', created, failed });
  }

  #plannedTransition(sceneId: SceneId): TransitionSpec | null {
    const scene = this.#executor.state.plan?.scenes.find((each) => each.id === sceneId);
    return scene === undefined ? null : spec(scene.transition, scene.transitionMs);
  }
}

const spec = (kind: 'Cut' | 'Fade', durationMs = kind === 'Cut' ? 0 : FADE_MS): TransitionSpec => ({
  kind,
  durationMs,
});
