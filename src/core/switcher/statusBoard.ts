import type { SceneChange, SceneRename, SwitcherStatus } from './port.ts';

/** The observed status and those who listen to it. */
export class StatusBoard {
  readonly #statusListeners = new Set<(status: SwitcherStatus) => void>();
  readonly #changeListeners = new Set<(change: SceneChange) => void>();
  readonly #renameListeners = new Set<(rename: SceneRename) => void>();
  #status: SwitcherStatus;

  constructor(kind: SwitcherStatus['kind']) {
    this.#status = {
      kind,
      link: 'off',
      problem: null,
      programScene: null,
      previewScene: null,
      studioMode: false,
      scenes: [],
      muted: null,
      inputs: [],
      stream: 'unknown',
      record: 'unknown',
      replay: 'unknown',
      recordFile: null,
      replayFile: null,
      figures: {},
      stats: null,
      version: null,
      pair: null,
    };
  }

  get status(): SwitcherStatus {
    return this.#status;
  }

  /** Tells the listeners, unless nothing differs. */
  show(patch: Partial<SwitcherStatus>): void {
    const next = { ...this.#status, ...patch };
    if (isSame(this.#status, next)) return;
    this.#status = next;
    for (const listener of this.#statusListeners) tell(listener, next);
  }

  announce(change: SceneChange): void {
    for (const listener of this.#changeListeners) tell(listener, change);
  }

  renamed(rename: SceneRename): void {
    for (const listener of this.#renameListeners) tell(listener, rename);
  }

  onSceneRenamed(listener: (rename: SceneRename) => void): () => void {
    this.#renameListeners.add(listener);
    return () => void this.#renameListeners.delete(listener);
  }

  onStatus(listener: (status: SwitcherStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => void this.#statusListeners.delete(listener);
  }

  onProgramChange(listener: (change: SceneChange) => void): () => void {
    this.#changeListeners.add(listener);
    return () => void this.#changeListeners.delete(listener);
  }
}

const isSame = (a: SwitcherStatus, b: SwitcherStatus): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A listener's defect must not cut off the others or the switch under way, nor be hidden. */
function tell<T>(listener: (value: T) => void, value: T): void {
  try {
    listener(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
