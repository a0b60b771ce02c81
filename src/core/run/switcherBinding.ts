import type { EventOf, StudioEvent } from '#shared/model/events';
import type { RequestId, SceneId } from '#shared/model/ids';
import type { Fact } from '#shared/run/react';
import { OUTPUT_NAMES } from '#shared/model/outputs';
import { runOn, switcherSceneName } from '#shared/run/state';
import type { StudioClock } from '../studioClock.ts';
import type { LinkState, PairMember, Switcher, TransitionSpec } from '../switcher/index.ts';
import type { Executor } from './executor.ts';

/** A request may wait this long for its turn in the switcher’s queue; later it is dropped, not sent. */
const SEND_WITHIN_MS = 2000;
const FADE_MS = 300;
const SAME_SESSION: ReadonlySet<LinkState> = new Set(['suspect', 'uiBlocked', 'renderStalled']);

/** In these states there is no connection, or it is only being made. */
const GONE: ReadonlySet<LinkState> = new Set(['down', 'busy', 'authFailed', 'connecting']);

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
  /** A switcher that is not back by then will not carry out what a crash left open. */
  #giveUpLeftovers: NodeJS.Timeout | null;
  #wasTroubled = false;
  /** The connection itself was gone since it was last ready. */
  #wasLost = false;
  /** By the switcher's own count, which begins anew with each start of it. */
  #framesDrawn = 0;
  #everReady = false;
  /** A preview is mirrored when it changes in the switcher, not again and again over a newer wish of ours. */
  #previewSeen: string | null = null;
  #leader: PairMember = 'main';

  constructor(executor: Executor, switcher: Switcher, clock: StudioClock, log: (line: string) => void) {
    this.#executor = executor;
    this.#switcher = switcher;
    this.#leader = switcher.status.pair?.leader ?? 'main';
    this.#log = log;
    this.#giveUpLeftovers = setTimeout(() => this.#settleLeftovers(clock), SEND_WITHIN_MS);
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
      switcher.onStatus((status) => {
        // Modes repeat with every other change of the status; only a new one becomes an event.
        for (const output of OUTPUT_NAMES) {
          const file = output === 'record' ? status.recordFile : null;
          executor.record({ type: 'output.seen', output, mode: status[output], file });
        }
        if (status.studioMode && status.previewScene !== null && status.previewScene !== this.#previewSeen) {
          this.#previewSeen = status.previewScene;
          executor.record({ type: 'preview.changed', obsSceneName: status.previewScene });
        }
        const { link, programScene, stats, pair } = status;
        if (pair !== null && pair.leader !== this.#leader) {
          // The other one of the pair: it counts frames of its own, and is asked for what holds; its connection was not lost.
          this.#leader = pair.leader;
          this.#framesDrawn = 0;
          this.#wasLost = false;
          this.#wasReady = false;
        }
        if (GONE.has(link)) this.#wasLost = true;
        const isReady = link === 'ready';
        // Trouble within a connection that passes is no new connection; a press may have run out meanwhile.
        const { owed, panic, muteFailure } = executor.state.output;
        const isOwed = owed !== null || (panic !== null && muteFailure !== null);
        const wasAway = !this.#wasReady || (this.#wasTroubled && isOwed);
        if (isReady && stats !== null) this.#framesDrawn = stats.renderTotalFrames;
        this.#wasTroubled = SAME_SESSION.has(link);
        if (!this.#wasTroubled) this.#wasReady = isReady;
        if (!isReady || !wasAway) return;
        this.#settleLeftovers(clock);
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
    if (this.#giveUpLeftovers !== null) clearTimeout(this.#giveUpLeftovers);
  }

  #isStartedAnew(): boolean {
    const { stats } = this.#switcher.status;
    return stats !== null && stats.renderTotalFrames < this.#framesDrawn;
  }

  /** Requests that a crash left open: one of this moment is sent again, of older ones nobody knows what became. */
  #settleLeftovers(clock: StudioClock): void {
    if (this.#giveUpLeftovers === null) return;
    clearTimeout(this.#giveUpLeftovers);
    this.#giveUpLeftovers = null;
    const { desired, muteRequest, mutedDesired } = this.#executor.state.output;
    const run = runOn(this.#executor.state);
    const open = new Set<RequestId>(desired === null ? [] : [desired.requestId]);
    for (const { cues } of run?.segments ?? [])
      for (const cue of Object.values(cues)) if (cue.status === 'requested') open.add(cue.requestId);
    const recentlyDesired = desired !== null && clock.now() - desired.at < SEND_WITHIN_MS;
    for (const requestId of open) {
      if (recentlyDesired && requestId === desired.requestId)
        this.#carryOutSwitch(requestId, desired.sceneId, null);
      else this.#executor.record({ type: 'switch.failed', requestId, code: 'CUE_EXPIRED', params: {} });
    }
    for (const output of OUTPUT_NAMES) {
      // A crash in between: what became of it shows in the output's own mode.
      const pending = this.#executor.state.output.outputs[output].pending;
      if (pending !== null)
        this.#executor.record({
          type: 'output.settled',
          output,
          ...pending,
          file: null,
          failure: { code: 'NOT_CONFIRMED', params: {} },
        });
    }
    for (const [input, request] of Object.entries(this.#executor.state.output.inputs))
      if (request.failure === null)
        this.#executor.record({
          type: 'input.settled',
          requestId: request.requestId,
          input,
          failure: { code: 'NOT_CONFIRMED', params: { input } },
        });
    if (muteRequest !== null) this.#carryOutMute(muteRequest, mutedDesired);
  }

  #act(event: StudioEvent): void {
    switch (event.type) {
      case 'scene.requested': {
        const { requestId, sceneId, transition } = event.payload;
        const how = transition === 'planned' ? this.#plannedTransition(sceneId) : spec(transition);
        this.#carryOutSwitch(requestId, sceneId, how);
        break;
      }
      case 'cue.requested':
        if (event.payload.kind === 'scene') {
          const sceneId = this.#executor.state.plan?.scenes.find(
            (scene) => scene.id === event.payload.targetId,
          )?.id;
          if (sceneId !== undefined)
            this.#carryOutSwitch(event.payload.requestId, sceneId, this.#plannedTransition(sceneId));
        }
        break;
      case 'scene.previewed': {
        const name = switcherSceneName(this.#executor.state, event.payload.sceneId);
        if (name !== null) this.#carryOut(this.#preview(name));
        break;
      }
      case 'audio.requested':
        this.#carryOutMute(event.payload.requestId, event.payload.muted, event.payload.keepMuted);
        break;
      case 'output.requested':
        this.#carryOut(this.#controlOutput(event.payload));
        break;
      case 'input.requested':
        this.#carryOut(this.#changeInput(event.payload));
        break;
      case 'scene.createRequested':
        this.#carryOut(this.#createScenes(event.payload.sceneIds));
        break;
      default:
    }
  }

  /** A switcher answers with failures; an exception is a fault of ours, and must neither end the show nor leave a request open. */
  #carryOut(work: Promise<unknown>, failed?: (comment: string) => Fact): void {
    work.catch((error: unknown) => {
      this.#log(`switcher: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (failed !== undefined)
        this.#executor.record(failed(error instanceof Error ? error.message : String(error)));
    });
  }

  #carryOutSwitch(requestId: RequestId, sceneId: SceneId, transition: TransitionSpec | null): void {
    this.#carryOut(this.#switchTo(requestId, sceneId, transition), (comment) => ({
      type: 'switch.failed',
      requestId,
      code: 'SWITCHER_REFUSED',
      params: { comment },
    }));
  }

  #carryOutMute(requestId: RequestId, muted: boolean, keepMuted: readonly string[] = []): void {
    this.#carryOut(this.#setMuted(requestId, muted, keepMuted), (comment) => ({
      type: 'mute.settled',
      requestId,
      muted,
      failure: { code: 'SWITCHER_REFUSED', params: { comment } },
    }));
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
    // Nothing is under way any more: what was not told because of it is.
    const { link, programScene } = this.#switcher.status;
    const isIdle = this.#executor.state.output.desired === null;
    if (outcome.result === 'failed' && link === 'ready' && programScene !== null && isIdle)
      this.#executor.record({ type: 'program.changed', obsSceneName: programScene, by: 'found' });
  }

  /** A preview that was refused is not in the switcher: what is there is shown again. */
  async #preview(sceneName: string): Promise<void> {
    const outcome = await this.#switcher.preview(sceneName);
    const { previewScene } = this.#switcher.status;
    if (outcome.result === 'failed' && outcome.code !== 'SUPERSEDED' && previewScene !== null)
      this.#executor.record({ type: 'preview.changed', obsSceneName: previewScene });
  }

  async #setMuted(requestId: RequestId, muted: boolean, keepMuted: readonly string[]): Promise<void> {
    const outcome = await this.#switcher.setMuted(muted, keepMuted);
    this.#executor.record({
      type: 'mute.settled',
      requestId,
      muted,
      failure: outcome.result === 'confirmed' ? null : { code: outcome.code, params: outcome.params },
    });
  }

  async #controlOutput({ requestId, output, action }: EventOf<'output.requested'>['payload']): Promise<void> {
    const outcome = await this.#switcher.controlOutput(output, action);
    const confirmed = outcome.result === 'confirmed';
    this.#executor.record({
      type: 'output.settled',
      requestId,
      output,
      action,
      file: confirmed ? outcome.file : null,
      failure: confirmed ? null : { code: outcome.code, params: outcome.params },
    });
  }

  async #changeInput({ requestId, input, change }: EventOf<'input.requested'>['payload']): Promise<void> {
    const outcome = await this.#switcher.changeInput(input, change);
    const failure = outcome.result === 'confirmed' ? null : { code: outcome.code, params: outcome.params };
    this.#executor.record({ type: 'input.settled', requestId, input, failure });
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
