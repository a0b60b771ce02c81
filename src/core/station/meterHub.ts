import type { Switcher } from '../switcher/index.ts';

/** Levels for the stations that show them: measured only while there is one, and put into words once for all. */
export class MeterHub {
  readonly #listeners = new Set<(message: string) => void>();
  #switcher: Switcher | null = null;
  #unwatch: () => void = () => undefined;

  /** Follows another switcher from now on. */
  watch(switcher: Switcher): void {
    this.#switcher = switcher;
    this.#follow();
  }

  listen(listener: (message: string) => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#follow();
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#follow();
    };
  }

  close(): void {
    this.#listeners.clear();
    this.#follow();
  }

  #follow(): void {
    this.#unwatch();
    this.#unwatch = () => undefined;
    if (this.#listeners.size === 0 || this.#switcher === null) return;
    this.#unwatch = this.#switcher.onMeters((frame) => {
      const message = JSON.stringify({ t: 'meters', frame });
      for (const listener of this.#listeners) listener(message);
    });
  }
}
