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
 * height of a line box; `charsPerLine` is a guess. An empty text has one line, as high as `emptyY` says.
 */
export function measureLines(
  nodes: readonly Text[],
  lineHeightPx: number,
  charsPerLine: number,
  toLayerY: (box: DOMRect) => number,
  emptyY: number,
): readonly LaidOutLine[] {
  const places = placesOf(nodes);
  const { length } = places;
  const range = document.createRange();
  const known = new Map<number, number | null>();
  const middleOf = (offset: number): number | null => {
    const before = known.get(offset);
    if (before !== undefined) return before;
    const middle = measuredMiddle(offset);
    known.set(offset, middle);
    return middle;
  };
  const measuredMiddle = (offset: number): number | null => {
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
  let lineLength = charsPerLine;
  for (let start = 0; start < length;) {
    const middle = middleFrom(start);
    if (middle === Infinity) break;
    lines.push({ startOffset: start, y: middle - lineHeightPx / 2 });
    // The first code point whose middle is more than half a line further down begins the next line: most often
    // after as many as in the line before.
    const isBelow = (offset: number): boolean =>
      offset >= length || middleFrom(offset) > middle + lineHeightPx / 2;
    const next = firstFrom(start + 1, Math.min(length, start + lineLength), isBelow);
    lineLength = next - start;
    start = next;
  }
  return lines.length === 0 ? [{ startOffset: 0, y: emptyY }] : lines;
}

/**
 * The first number from `least` on that fits, where all after it fit, too. Asks about `guess` first, then ever
 * further away from it: twice where the guess is right.
 */
function firstFrom(least: number, guess: number, fits: (number: number) => boolean): number {
  let low = least;
  let high = Math.max(least, guess);
  if (fits(high)) {
    for (let step = 1; low < high; step *= 2) {
      const probe = Math.max(low, high - step);
      if (!fits(probe)) {
        low = probe + 1;
        break;
      }
      high = probe;
    }
  } else {
    low = high + 1;
    high = low;
    for (let step = 1; !fits(high); step *= 2) {
      low = high + 1;
      high += step;
    }
  }
  while (low < high) {
    const probe = Math.floor((low + high) / 2);
    if (fits(probe)) high = probe;
    else low = probe + 1;
  }
  return high;
}
