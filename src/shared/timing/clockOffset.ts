/** One question to the core about its clock: when it was asked, what it said, when the answer came; all ms. */
export type ClockPing = {
  readonly sentAtMs: number;
  readonly studioMs: number;
  readonly receivedAtMs: number;
};

/**
 * Studio clock minus the station's own monotonic clock, from the quickest of several pings: the one with
 * the least delay has the least room for error. Null without pings.
 */
export function estimateClockOffset(
  pings: readonly ClockPing[],
): { readonly offsetMs: number; readonly roundTripMs: number } | null {
  const best = pings.toSorted((a, b) => a.receivedAtMs - a.sentAtMs - (b.receivedAtMs - b.sentAtMs))[0];
  if (best === undefined) return null;
  const roundTripMs = best.receivedAtMs - best.sentAtMs;
  return { offsetMs: best.studioMs - (best.sentAtMs + roundTripMs / 2), roundTripMs };
}
