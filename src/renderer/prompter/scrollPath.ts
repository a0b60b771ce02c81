import type { StudioMs } from '#shared/timing/vector';
import { scriptMsAt, type ScriptTimeline, type TimedParagraph } from '#shared/script/scriptTimeline';

/**
 * From text and time to pixels. `y` is measured in the text layer, downwards; scrolled to `y`, the layer has
 * that height at the reading line.
 */

/** A displayed line of a paragraph: the code point it begins with, and the top of its line box. */
export type LaidOutLine = { readonly startOffset: number; readonly y: number };

export type LaidOutParagraph = {
  readonly id: TimedParagraph['id'];
  /** At least one line, top to bottom. */
  readonly lines: readonly LaidOutLine[];
};

/** A corner of the path the text takes: at this script ms the layer is scrolled to `y`. */
export type PathPoint = { readonly scriptMs: number; readonly y: number };

/**
 * The way of the text through the segment. While a line is read its box passes the reading line, so the
 * character being read is always in the line under it. A paragraph's last line goes on at the speed of a
 * full line until the next paragraph's first line has arrived, or that is due: a short last line would
 * otherwise make the text leap.
 *
 * `endY` is where the head of the next segment begins.
 */
export function scrollPath(
  timeline: ScriptTimeline,
  layout: readonly LaidOutParagraph[],
  endY: number,
): readonly PathPoint[] {
  const points: PathPoint[] = [];
  const laidOut = new Map(layout.map((each) => [each.id, each]));
  const firstY = (index: number): number => {
    const paragraph = timeline.paragraphs[index];
    return paragraph === undefined ? endY : (laidOut.get(paragraph.id)?.lines[0]?.y ?? endY);
  };
  for (const [index, paragraph] of timeline.paragraphs.entries()) {
    const lines = laidOut.get(paragraph.id)?.lines ?? [];
    const starts = lines.map(
      (line) =>
        scriptMsAt(timeline, { paragraphId: paragraph.id, charOffset: line.startOffset }) ??
        paragraph.startMs,
    );
    for (const [line, { y }] of lines.entries())
      points.push({ scriptMs: starts[line] ?? paragraph.startMs, y });
    const lastStart = starts.at(-1) ?? paragraph.startMs;
    const lineMs = starts.map((start, line) => (starts[line + 1] ?? paragraph.endMs) - start);
    const settled = Math.min(
      paragraph.windowEndMs,
      Math.max(paragraph.endMs, lastStart + Math.max(0, ...lineMs)),
    );
    points.push({ scriptMs: settled, y: firstY(index + 1) });
  }
  return points;
}

/** Linear between the points, standing still outside them. `points` ascend. */
export function yAt(points: readonly PathPoint[], scriptMs: number): number {
  let before = points[0];
  for (const point of points) {
    if (point.scriptMs > scriptMs) {
      if (before === undefined || point === before || point.scriptMs <= before.scriptMs) return point.y;
      return (
        before.y + ((point.y - before.y) * (scriptMs - before.scriptMs)) / (point.scriptMs - before.scriptMs)
      );
    }
    before = point;
  }
  return before?.y ?? 0;
}

/** The script ms at which the layer is scrolled to `y`: the earliest, and within the path. */
export function scriptMsAtY(points: readonly PathPoint[], y: number): number {
  let before = points[0];
  for (const point of points) {
    if (point.y >= y) {
      if (before === undefined || point === before || point.y <= before.y) return point.scriptMs;
      return before.scriptMs + ((point.scriptMs - before.scriptMs) * (y - before.y)) / (point.y - before.y);
    }
    before = point;
  }
  return before?.scriptMs ?? 0;
}

/** Where the layer is at an instant. */
export type ScrollKnot = { readonly at: StudioMs; readonly y: number };

/**
 * Trajectory and path in one: knots between which the layer moves evenly, so that the compositor can play
 * them by itself.
 */
export function scrollKnots(
  trajectory: readonly { readonly at: StudioMs; readonly scriptMs: number }[],
  path: readonly PathPoint[],
  instant: (at: number) => StudioMs,
): readonly ScrollKnot[] {
  const knots: ScrollKnot[] = [];
  const add = (at: StudioMs, y: number): void => {
    const last = knots.at(-1);
    if (last?.at === at && last.y === y) return;
    knots.push({ at, y });
  };
  let next = 0;
  for (const [index, from] of trajectory.entries()) {
    const to = trajectory[index + 1];
    add(from.at, yAt(path, from.scriptMs));
    if (to === undefined || to.scriptMs <= from.scriptMs) continue;
    while ((path[next]?.scriptMs ?? Infinity) <= from.scriptMs) next += 1;
    for (; (path[next]?.scriptMs ?? Infinity) < to.scriptMs; next += 1) {
      const point = path[next];
      if (point === undefined) break;
      const share = (point.scriptMs - from.scriptMs) / (to.scriptMs - from.scriptMs);
      add(instant(from.at + share * (to.at - from.at)), point.y);
    }
  }
  return knots;
}
