import type { StudioEvent } from '#shared/model/events';
import type { RequestId, SceneId } from '#shared/model/ids';
import { runOn, switcherSceneName } from '#shared/run/state';
import type { StudioClock } from '../studioClock.ts';
import type { Switcher, TransitionSpec } from '../switcher/index.ts';
import type { Executor } from './executor.ts';

/** A request may wait this long for its turn in the switcher’s queue; later it is dropped, not sent. */
const SEND_WITHIN_MS = 2000;
const FADE_MS = 300;

/**
 * Between the log and the switcher: what was requested is done, what was proven is recorded. Nothing here
 * decides anything.
 */
export class SwitcherBinding {
  readonly #executor: Executor;
  readonly #switcher: Switcher;
  readonly #unsubscribe: readonly (() => void)[];

  constructor(executor: Executor, switcher: Switcher, clock: StudioClock) {
    this.#executor = executor;
    this.#switcher = switcher;
    this.#unsubscribe = [
      executor.onCommitted(({ events }) => {
        for (const event of events) this.#act(event);
      }),
      switcher.onProgramChange(({ sceneName, by }) => {
        if (by === 'operator') executor.record({ type: 'program.changed', obsSceneName: sceneName });
      }),
      switcher.onStatus(({ link, programScene }) => {
        // After a (re)connection: what is on program now, whoever put it there.
        const { desired } = executor.state.output;
        if (link === 'ready' && programScene !== null && desired === null)
          executor.record({ type: 'program.changed', obsSceneName: programScene });
      }),
    ];
    this.#settleLeftovers(clock);
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /** Requests that a crash left open: nobody knows what became of them, so they count as not shown. */
  #settleLeftovers(clock: StudioClock): void {
    const { desired, muteRequest, mutedDesired } = this.#executor.state.output;
    const run = runOn(this.#executor.state);
    const open = new Set<RequestId>(desired === null ? [] : [desired.requestId]);
    for (const cue of Object.values(run?.cues ?? {})) if (cue.status === 'requested') open.add(cue.requestId);
    const recentlyDesired = desired !== null && clock.now() - desired.at < SEND_WITHIN_MS;
    for (const requestId of open) {
      if (recentlyDesired && requestId === desired.requestId)
        void this.#switchTo(requestId, desired.sceneId, null);
      else this.#executor.record({ type: 'switch.failed', requestId, code: 'CUE_EXPIRED', params: {} });
    }
    if (muteRequest !== null) void this.#setMuted(muteRequest, mutedDesired);
  }

  #act(event: StudioEvent): void {
    switch (event.type) {
      case 'scene.requested': {
        const { requestId, sceneId, transition } = event.payload;
        void this.#switchTo(
          requestId,
          sceneId,
          transition === 'planned' ? this.#plannedTransition(sceneId) : spec(transition),
        );
        break;
      }
      case 'cue.requested':
        if (event.payload.kind === 'scene') {
          const sceneId = this.#executor.state.plan?.scenes.find(
            (scene) => scene.id === event.payload.targetId,
          )?.id;
          if (sceneId !== undefined)
            void this.#switchTo(event.payload.requestId, sceneId, this.#plannedTransition(sceneId));
        }
        break;
      case 'scene.previewed': {
        const name = switcherSceneName(this.#executor.state, event.payload.sceneId);
        if (name !== null) void this.#switcher.preview(name);
        break;
      }
      case 'audio.requested':
        void this.#setMuted(event.payload.requestId, event.payload.muted);
        break;
      case 'scene.createRequested':
        void this.#createScenes(event.payload.sceneIds);
        break;
      default:
    }
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
