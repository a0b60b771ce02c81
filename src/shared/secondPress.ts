/**
 * What a press does on a button or key that has to be pressed twice: `armedAtMs` is when the first press came, null
 * without one. Sooner than `bounceMs` after it the finger or the switch bounced; later than `withinMs` it is
 * a first press again.
 */
export function secondPress(
  armedAtMs: number | null,
  nowMs: number,
  { withinMs, bounceMs }: { readonly withinMs: number; readonly bounceMs: number },
): 'arm' | 'bounce' | 'go' {
  if (armedAtMs === null || nowMs - armedAtMs > withinMs) return 'arm';
  return nowMs - armedAtMs < bounceMs ? 'bounce' : 'go';
}
