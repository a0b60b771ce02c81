import type { MeterFrame } from '#shared/model/outputs';

/** Faster than this no eye follows, and every frame goes to every screen that shows meters. */
const FRAME_EVERY_MS = 100;
const FLOOR_DB = -100;

/** Levels as they come, put together into fewer frames that each hold the loudest since the last. */
export class MeterWindow {
  readonly #listeners = new Set<(frame: MeterFrame) => void>();
  readonly #loudest = new Map<string, number>();
  readonly #onInterest: (isWanted: boolean) => void;
  #toldAtMs = -Infinity;

  constructor(onInterest: (isWanted: boolean) => void) {
    this.#onInterest = onInterest;
  }

  get isWanted(): boolean {
    return this.#listeners.size > 0;
  }

  listen(listener: (frame: MeterFrame) => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#onInterest(true);
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#onInterest(false);
    };
  }

  /** `peakDb` of each input, in dB under full scale. */
  take(levels: MeterFrame, nowMs: number): void {
    for (const { name, peakDb } of levels)
      this.#loudest.set(name, Math.max(this.#loudest.get(name) ?? FLOOR_DB, peakDb));
    if (nowMs - this.#toldAtMs < FRAME_EVERY_MS) return;
    this.#toldAtMs = nowMs;
    const frame = [...this.#loudest].map(([name, peakDb]) => ({
      name,
      peakDb: Math.round(peakDb * 10) / 10,
    }));
    this.#loudest.clear();
    for (const listener of this.#listeners) listener(frame);
  }
}

/** A factor of full scale in dB. */
export const decibels = (factor: number): number => Math.max(FLOOR_DB, 20 * Math.log10(factor));
