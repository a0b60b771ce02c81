import type { LaidOutLine } from './scrollPath.ts';

/** UTF-16 index of every code point of `text`, and of its end. */
function codePointIndexes(text: string): readonly number[] {
  const indexes: number[] = [];
  let at = 0;
  for (const char of text) {
    indexes.push(at);
    at += char.length;
  }
  indexes.push(at);
  return indexes;
}

/**
 * The lines in which the browser shows a text node, by asking for the boxes of its characters.
 * `toLayerY` turns a box into the vertical place of its middle within the layer; `lineHeightPx` is the
 * height of a line box. An empty text has one line, as high as `emptyY` says.
 */
export function measureLines(
  node: Text,
  lineHeightPx: number,
  toLayerY: (box: DOMRect) => number,
  emptyY: number,
): readonly LaidOutLine[] {
  const indexes = codePointIndexes(node.data);
  const length = indexes.length - 1;
  const range = document.createRange();
  const middleOf = (offset: number): number | null => {
    range.setStart(node, indexes[offset] ?? 0);
    range.setEnd(node, indexes[offset + 1] ?? node.data.length);
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
  while (start < length) {
    const middle = middleFrom(start);
    if (middle === Infinity) break;
    lines.push({ startOffset: start, y: middle - lineHeightPx / 2 });
    // The first code point whose middle is more than half a line further down begins the next line.
    let low = start + 1;
    let high = length;
    while (low < high) {
      const probe = Math.floor((low + high) / 2);
      if (middleFrom(probe) > middle + lineHeightPx / 2) high = probe;
      else low = probe + 1;
    }
    start = low;
  }
  return lines.length === 0 ? [{ startOffset: 0, y: emptyY }] : lines;
}
