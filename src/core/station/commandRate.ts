import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';

/**
 * So many commands may come at once, and so many a second in the long run: far more than a crew can press, far fewer
 * than a script gone wild would write into a log that nobody can shorten.
 */
const BURST = 1000;
const PER_SECOND = 200;
/** Whatever came before: this one is always heard. */
const ALWAYS = z.object({ type: z.literal('panic.cut') });

/** The commands of one caller, as a bucket that fills up again. Times are monotonic ms. */
export class CommandRate {
  #left = BURST;
  #atMs = 0;

  /** @throws KaiboError RATE_LIMITED: it is not to be carried out */
  take(command: unknown, nowMs: number): void {
    this.#left = Math.min(BURST, this.#left + ((nowMs - this.#atMs) * PER_SECOND) / 1000);
    this.#atMs = nowMs;
    if (ALWAYS.safeParse(command).success) return;
    if (this.#left < 1)
      throw new KaiboError('RATE_LIMITED', {
        retryAfterMs: Math.ceil(((1 - this.#left) * 1000) / PER_SECOND),
      });
    this.#left -= 1;
  }
}

/** One rate for each token, over HTTP and all its sockets together; there are as many as were given out. */
export class CommandRates {
  readonly #rates = new Map<string, CommandRate>();

  of(token: string): CommandRate {
    const known = this.#rates.get(token) ?? new CommandRate();
    this.#rates.set(token, known);
    return known;
  }
}
