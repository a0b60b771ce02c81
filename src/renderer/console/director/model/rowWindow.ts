/** Rows `from` (inclusive) to `to` (exclusive) of a list of equal rows that may be seen; a few more than that. */
export type RowWindow = { readonly from: number; readonly to: number };

const SPARE_ROWS = 6;

/** All heights in px; `topPx` is where the viewport begins, measured from the first row (negative above it). */
export function rowWindow(count: number, rowPx: number, topPx: number, viewportPx: number): RowWindow {
  const clamp = (row: number): number => Math.min(count, Math.max(0, row));
  return {
    from: clamp(Math.floor(topPx / rowPx) - SPARE_ROWS),
    to: clamp(Math.ceil((topPx + viewportPx) / rowPx) + SPARE_ROWS),
  };
}
