import { withChange, type LiveChange, type LiveStatus, type PresentStation } from '#shared/model/station';
import type { Switcher, SwitcherStatus } from '../switcher/index.ts';

/** Figures that change all the time are told this often; changes of state at once. */
const STATS_EVERY_MS = 5000;
const FIGURES_EVERY_MS = 3000;

type Listener = (changed: LiveChange) => void;
type Observed = Pick<Switcher, 'status' | 'onStatus'>;

/** What is observed right now, and who is here. Tells listeners only what changed. */
export class LiveStatusBoard {
  readonly #listeners = new Set<Listener>();
  readonly #stations = new Map<object, PresentStation>();
  #status: LiveStatus;
  #unwatch: () => void = () => undefined;
  #statsToldAt = 0;
  #figuresToldAt = 0;

  constructor(
    initial: Pick<
      LiveStatus,
      'obsUrl' | 'obsSpare' | 'overlayUrl' | 'rehearsalSpeed' | 'storage' | 'recovery'
    >,
    switcher: Observed,
  ) {
    this.#status = {
      ...initial,
      switcher: told(switcher.status),
      figures: switcher.status.figures,
      stations: [],
    };
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
  watch(switcher: Observed): void {
    this.#unwatch();
    this.#unwatch = switcher.onStatus((status) => {
      this.#takeIn(told(status));
      this.#takeFigures(status.figures);
    });
    this.change({ switcher: told(switcher.status), figures: switcher.status.figures });
  }

  close(): void {
    this.#unwatch();
    this.#listeners.clear();
  }

  change(changed: LiveChange): void {
    this.#status = withChange(this.#status, changed);
    for (const listener of this.#listeners) listener(changed);
  }

  arrive(connection: object, station: PresentStation): void {
    this.#stations.set(connection, station);
    this.change({ stations: [...this.#stations.values()] });
  }

  leave(connection: object): void {
    if (this.#stations.delete(connection)) this.change({ stations: [...this.#stations.values()] });
  }

  #takeFigures(figures: LiveStatus['figures']): void {
    const before = this.#status.figures;
    const sameOutputs = Object.keys(before).join() === Object.keys(figures).join();
    const now = performance.now();
    if (sameOutputs && (Object.keys(figures).length === 0 || now - this.#figuresToldAt < FIGURES_EVERY_MS))
      return;
    this.#figuresToldAt = now;
    this.change({ figures });
  }

  #takeIn(switcher: LiveStatus['switcher']): void {
    const before = this.#status.switcher;
    // Nearly every look at OBS brings other figures; that there are none any more is said at once.
    const isTimeForStats =
      switcher.stats === null ||
      before.stats === null ||
      performance.now() - this.#statsToldAt >= STATS_EVERY_MS;
    const changed = differences(before, isTimeForStats ? switcher : { ...switcher, stats: before.stats });
    if (Object.keys(changed).length === 0) return;
    if (changed.stats !== undefined) this.#statsToldAt = performance.now();
    this.change({ switcher: changed });
  }
}

/** The fields of `after` that are not as they were. */
function differences<T extends object>(before: T, after: T): Partial<T> {
  const changed: Partial<T> = {};
  for (const name in after)
    if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) changed[name] = after[name];
  return changed;
}

function told({
  stats,
  figures: _figures,
  recordFile: _record,
  replayFile: _replay,
  ...status
}: SwitcherStatus): LiveStatus['switcher'] {
  return {
    ...status,
    stats:
      stats === null
        ? null
        : {
            fps: stats.fps === null ? null : Math.round(stats.fps),
            skippedFrames: stats.renderSkippedFrames + stats.outputSkippedFrames,
            freeDiskMb: stats.freeDiskMb === null ? null : Math.round(stats.freeDiskMb / 100) * 100,
          },
  };
}
