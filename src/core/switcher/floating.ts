/** Work that nobody waits for: what goes wrong in it is told, and ends neither the core nor the show. */
export function floating(work: Promise<unknown>, onFault: (what: string) => void): void {
  work.catch((error: unknown) => onFault(wordsOf(error)));
}

/** An error for the log. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
