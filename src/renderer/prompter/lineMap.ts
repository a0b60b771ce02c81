import type { LaidOutLine } from './scrollPath.ts';

/** A code point of the shown text: its text node, and where in it. */
type Place = { readonly node: Text; readonly from: number; readonly to: number };

function placesOf(nodes: readonly Text[]): readonly Place[] {
  const places: Place[] = [];
  for (const node of nodes) {
    let from = 0;
    for (const char of node.data) {
      places.push({ node, from, to: from + char.length });
      from += char.length;
    }
  }
  return places;
}

/**
 * To ask for the box of one character the browser goes through all lines of its text node: in one node a text
 * of 20,000 字 would take minutes. Breaking it up changes neither lines nor shapes.
 */
const LONGEST_NODE = 256;

/** The text in nodes short enough to be measured; an ordinary paragraph is one node, an empty text too. */
export function textNodes(text: string): readonly Text[] {
  const chars = Array.from(text);
  const count = Math.max(1, Math.ceil(chars.length / LONGEST_NODE));
  return Array.from({ length: count }, (_, index) =>
    document.createTextNode(chars.slice(index * LONGEST_NODE, (index + 1) * LONGEST_NODE).join('')),
  );
}

/**
 * The lines in which the browser shows a text, by asking for the boxes of its characters.
 * `toLayerY` turns a box into the vertical place of its middle within the layer; `lineHeightPx` is the
 * height of a line box. An empty text has one line, as high as `emptyY` says.
 */
export function measureLines(
  nodes: readonly Text[],
  lineHeightPx: number,
  toLayerY: (box: DOMRect) => number,
  emptyY: number,
): readonly LaidOutLine[] {
  const places = placesOf(nodes);
  const { length } = places;
  const range = document.createRange();
  const middleOf = (offset: number): number | null => {
    const place = places[offset];
    if (place === undefined) return null;
    range.setStart(place.node, place.from);
    range.setEnd(place.node, place.to);
    // A character at a soft break may have an empty box on both lines: the last one is where it is shown.
    const box = Array.from(range.getClientRects()).at(-1);
    return box === undefined ? null : toLayerY(box);
  };
  /** Of the character itself or, where it has no box (a line feed), of the next that has one. */
  const middleFrom = (offset: number): number => {
    for (let each = offset; each < length; each += 1) {
      const middle = middleOf(each);
      if (middle !== null) return middle;
    }
    return Infinity;
  };

  const lines: LaidOutLine[] = [];
  let start = 0;
  let lineLength = 16;
  while (start < length) {
    const middle = middleFrom(start);
    if (middle === Infinity) break;
    lines.push({ startOffset: start, y: middle - lineHeightPx / 2 });
    // The first code point whose middle is more than half a line further down begins the next line. It is
    // looked for about where the line before it ended.
    const isBelow = (offset: number): boolean => middleFrom(offset) > middle + lineHeightPx / 2;
    let low = start + 1;
    let high = Math.min(length, start + lineLength);
    for (let reach = lineLength; high < length && !isBelow(high); reach *= 2) {
      low = high + 1;
      high = Math.min(length, high + reach);
    }
    while (low < high) {
      const probe = Math.floor((low + high) / 2);
      if (isBelow(probe)) high = probe;
      else low = probe + 1;
    }
    lineLength = Math.max(1, low - start);
    start = low;
  }
  return lines.length === 0 ? [{ startOffset: 0, y: emptyY }] : lines;
}
