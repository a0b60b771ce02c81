import { runOn, switcherSceneName, type RunState } from '#shared/run/state';
import type { StudioClock } from '../studioClock.ts';
import { playFault, type RehearsalFault } from '../switcher/index.ts';
import type { Executor } from './executor.ts';
import type { SwitcherDesk } from './switcherDesk.ts';

type Drill = NonNullable<RunState['drill']>;

/**
 * Plays the fault of a drill on the rehearsal switcher, and ends the drill when its time is over. It keeps no
 * state of its own: after every commit, and on every new switcher, it looks at the run anew.
 */
export class DrillRunner {
  readonly #executor: Executor;
  readonly #clock: StudioClock;
  readonly #desk: SwitcherDesk;
  readonly #unsubscribe: () => void;
  #shown: Drill | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(executor: Executor, clock: StudioClock, desk: SwitcherDesk) {
    this.#executor = executor;
    this.#clock = clock;
    this.#desk = desk;
    this.#unsubscribe = executor.onCommitted(() => this.#follow());
    desk.onSwitcher(() => this.#play());
    this.#follow();
  }

  close(): void {
    this.#unsubscribe();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #follow(): void {
    const drill = runOn(this.#executor.state)?.drill ?? null;
    if (drill === this.#shown) return;
    this.#shown = drill;
    this.#play();
    if (this.#timer !== null) clearTimeout(this.#timer);
    const leftMs = drill === null ? 0 : Math.max(0, drill.endsAt - this.#clock.now());
    this.#timer =
      drill === null ? null : setTimeout(() => void this.#executor.record({ type: 'drill.over' }), leftMs);
  }

  #play(): void {
    playFault(this.#desk.switcher, this.#fault());
  }

  #fault(): RehearsalFault {
    switch (this.#shown?.fault) {
      case 'switcherLost':
        return 'offline';
      case 'pictureFrozen':
        return 'stalled';
      case 'streamDropped':
        return 'streamDropped';
      case 'sceneMissing': {
        const { sceneId } = this.#shown;
        const name = sceneId === null ? null : switcherSceneName(this.#executor.state, sceneId);
        return name === null ? 'none' : { sceneMissing: name };
      }
      case undefined:
        return 'none';
    }
  }
}
