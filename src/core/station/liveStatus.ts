import type { LiveStatus, PresentStation } from '#shared/model/station';
import type { Switcher, SwitcherStatus } from '../switcher/index.ts';

/** Figures that change all the time are told this often; changes of state at once. */
const STATS_EVERY_MS = 5000;

type Listener = (changed: Partial<LiveStatus>) => void;

/** What is observed right now, and who is here. Tells listeners only what changed. */
export class LiveStatusBoard {
  readonly #listeners = new Set<Listener>();
  readonly #stations = new Map<object, PresentStation>();
  #status: LiveStatus;
  #unwatch: () => void = () => undefined;
  #statsToldAt = 0;

  constructor(
    initial: Pick<LiveStatus, 'obsUrl' | 'obsSpare' | 'overlayUrl' | 'rehearsalSpeed'>,
    switcher: Switcher,
  ) {
    this.#status = { ...initial, switcher: told(switcher.status), stations: [] };
    this.watch(switcher);
  }

  get status(): LiveStatus {
    return this.#status;
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Follows another switcher from now on. */
  watch(switcher: Switcher): void {
    this.#unwatch();
    this.#unwatch = switcher.onStatus((status) => this.#takeIn(told(status)));
    this.change({ switcher: told(switcher.status) });
  }

  close(): void {
    this.#unwatch();
    this.#listeners.clear();
  }

  change(changed: Partial<LiveStatus>): void {
    this.#status = { ...this.#status, ...changed };
    for (const listener of this.#listeners) listener(changed);
  }

  arrive(connection: object, station: PresentStation): void {
    this.#stations.set(connection, station);
    this.change({ stations: [...this.#stations.values()] });
  }

  leave(connection: object): void {
    if (this.#stations.delete(connection)) this.change({ stations: [...this.#stations.values()] });
  }

  #takeIn(switcher: LiveStatus['switcher']): void {
    const before = this.#status.switcher;
    const sameState =
      JSON.stringify({ ...before, stats: null }) === JSON.stringify({ ...switcher, stats: null });
    const now = performance.now();
    if (
      sameState &&
      (JSON.stringify(before.stats) === JSON.stringify(switcher.stats) ||
        (before.stats !== null && now - this.#statsToldAt < STATS_EVERY_MS))
    )
      return;
    this.#statsToldAt = now;
    this.change({ switcher });
  }
}

function told({ stats, ...status }: SwitcherStatus): LiveStatus['switcher'] {
  return {
    ...status,
    stats:
      stats === null
        ? null
        : {
            fps: Math.round(stats.fps),
            skippedFrames: stats.renderSkippedFrames + stats.outputSkippedFrames,
            freeDiskMb: Math.round(stats.freeDiskMb / 100) * 100,
          },
  };
}
