/** The second press has to come within this time. */
export const PANIC_WITHIN_MS = 1500;

/**
 * A press that must be repeated to count: what the press at `nowMs` does, after the first at `armedAtMs`.
 * `armedAtMs` null: there was none.
 */
export function press(armedAtMs: number | null, nowMs: number, withinMs: number): 'arm' | 'go' {
  return armedAtMs !== null && nowMs - armedAtMs <= withinMs ? 'go' : 'arm';
}
