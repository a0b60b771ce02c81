import type { Executor } from './run/index.ts';

/** Long enough for what a take sets off to be over, short enough that the next one finds the room empty. */
const AFTER_A_COMMIT_MS = 50;

/**
 * V8 clears the young heap when it is full, which is within a take as often as anywhere, and a take waits for a
 * millisecond then. Done soon after each commit, when nobody waits, that moment hardly ever comes. Needs
 * `--expose-gc`; without it V8 is left to itself. Returns the function that ends it.
 */
export function collectWhenQuiet(executor: Executor): () => void {
  let due: NodeJS.Timeout | null = null;
  const unsubscribe = executor.onCommitted(() => {
    due ??= setTimeout(() => {
      due = null;
      globalThis.gc?.({ type: 'minor' });
    }, AFTER_A_COMMIT_MS);
  });
  return () => {
    unsubscribe();
    if (due !== null) clearTimeout(due);
  };
}
