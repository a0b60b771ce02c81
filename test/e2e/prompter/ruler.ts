import type { Page } from '@playwright/test';
import type { ScriptTimeline } from '#shared/script/scriptTimeline';
import { scriptMsAt } from '#shared/script/scriptTimeline';

/**
 * Reads from the document, character by character, what stands under the reading line of a prompter page.
 * It asks the boxes of the text and nothing of the program that put them there.
 */
export type Reading = {
  /** Wall clock of the frame, ms: the same for all pages of this machine. */
  readonly at: number;
  readonly paragraphId: string;
  /** Code points with which the line under the reading line and the one after it begin. */
  readonly lineStart: number;
  readonly nextStart: number | null;
  /** How much of the line has passed the reading line, 0 to 1. */
  readonly share: number;
  readonly lineHeightPx: number;
};

/** One reading per frame; a frame in which no text is under the line gives none. */
export async function readFrames(
  page: Page,
  frames: number,
  readingLine = 0.35,
): Promise<readonly Reading[]> {
  return page.evaluate(
    async ([count, lineAt]) => {
      type Line = { readonly start: number; readonly fromTop: number };
      const layouts = new Map<HTMLElement, { readonly key: string; readonly lines: readonly Line[] }>();
      const linesIn = (block: HTMLElement, lineHeightPx: number): readonly Line[] => {
        const top = block.getBoundingClientRect().top;
        const range = document.createRange();
        const lines: Line[] = [];
        let offset = 0;
        for (const node of block.childNodes) {
          if (!(node instanceof Text)) continue;
          let unit = 0;
          for (const char of node.data) {
            range.setStart(node, unit);
            range.setEnd(node, unit + char.length);
            unit += char.length;
            const rect = Array.from(range.getClientRects()).at(-1);
            const fromTop = rect === undefined ? null : rect.top + rect.height / 2 - top;
            const last = lines.at(-1);
            if (
              fromTop !== null &&
              (last === undefined || Math.abs(fromTop - last.fromTop) > lineHeightPx / 2)
            )
              lines.push({ start: offset, fromTop });
            offset += 1;
          }
        }
        return lines;
      };
      const readOnce = (at: number) => {
        const host = document.querySelector('.prompter-text')?.getBoundingClientRect();
        if (host === undefined) return null;
        const isUpsideDown = document.querySelector('.prompter-mirror-vertical') !== null;
        const readingY = isUpsideDown ? host.bottom - lineAt * host.height : host.top + lineAt * host.height;
        for (const block of document.querySelectorAll<HTMLElement>(
          '.prompter-text [data-part="text"] > [data-paragraph]',
        )) {
          const box = block.getBoundingClientRect();
          if (readingY < box.top || readingY >= box.bottom) continue;
          const lineHeightPx = parseFloat(getComputedStyle(block).lineHeight);
          // Where the lines begin changes only with the layout; where they are is asked in every frame.
          const key = `${block.textContent.length} ${box.width} ${box.height} ${lineHeightPx}`;
          let known = layouts.get(block);
          if (known === undefined || known.key !== key) {
            known = { key, lines: linesIn(block, lineHeightPx) };
            layouts.set(block, known);
          }
          const lines = known.lines.map(({ start, fromTop }) => ({ start, middle: box.top + fromTop }));
          const down = isUpsideDown ? -1 : 1;
          const index = lines.findLastIndex(
            (line) => down * (readingY - line.middle) >= -lineHeightPx / 2 - 0.01,
          );
          const line = lines[index];
          if (line === undefined) return null;
          return {
            at: performance.timeOrigin + at,
            paragraphId: block.dataset['paragraph'] ?? '',
            lineStart: line.start,
            nextStart: lines[index + 1]?.start ?? null,
            share: (down * (readingY - line.middle)) / lineHeightPx + 0.5,
            lineHeightPx,
          };
        }
        return null;
      };
      const readings: Reading[] = [];
      for (let index = 0; index < count; index += 1) {
        await new Promise(requestAnimationFrame);
        const [widthPx, heightPx] = [innerWidth, innerHeight];
        // After the frame: layout has settled and this is what was painted. A window that has changed since
        // is measured in its next frame, the first that anybody sees.
        await new Promise((resolve) => setTimeout(resolve));
        if (innerWidth !== widthPx || innerHeight !== heightPx) continue;
        const reading = readOnce(Number(document.timeline.currentTime));
        if (reading !== null) readings.push(reading);
      }
      return readings;
    },
    [frames, readingLine] as const,
  );
}

export type Place = { readonly at: number; readonly scriptMs: number; readonly pxPerMs: number };

/** Readings as places on the script's own timeline; a paragraph's last line is left out, it has no next to measure by. */
export function placesOn(timeline: ScriptTimeline, readings: readonly Reading[]): readonly Place[] {
  return readings.flatMap(({ at, paragraphId, lineStart, nextStart, share, lineHeightPx }) => {
    const paragraph = timeline.paragraphs.find((each) => each.id === paragraphId);
    if (paragraph === undefined || nextStart === null) return [];
    const from = scriptMsAt(timeline, { paragraphId: paragraph.id, charOffset: lineStart });
    const to = scriptMsAt(timeline, { paragraphId: paragraph.id, charOffset: nextStart });
    return from === null || to === null || to <= from
      ? []
      : [{ at, scriptMs: from + (to - from) * share, pxPerMs: lineHeightPx / (to - from) }];
  });
}

/** The worst that a text was off an even motion of `rate` from one frame to the next, px: a visible jump. */
export function worstJumpPx(
  places: readonly Place[],
  rate: { readonly min: number; readonly max: number },
): number {
  return Math.max(
    0,
    ...places.slice(1).map((place, index) => {
      const before = places[index];
      if (before === undefined) return 0;
      const moved = place.scriptMs - before.scriptMs;
      const passed = place.at - before.at;
      const beyond = Math.max(0, moved - rate.max * passed, rate.min * passed - moved);
      return beyond * Math.max(place.pxPerMs, before.pxPerMs);
    }),
  );
}

/** By how many ms of reading two screens differ at worst, at the same instants. */
export function worstApartMs(
  one: readonly Place[],
  other: readonly Place[],
): { readonly worstMs: number; readonly compared: number } {
  const apart = one.flatMap((place) => {
    const after = other.findIndex((each) => each.at >= place.at);
    const [from, to] = [other[after - 1], other[after]];
    if (from === undefined || to === undefined || to.at - from.at > 100) return [];
    const share = to.at === from.at ? 0 : (place.at - from.at) / (to.at - from.at);
    return [Math.abs(from.scriptMs + share * (to.scriptMs - from.scriptMs) - place.scriptMs)];
  });
  return { worstMs: Math.max(0, ...apart), compared: apart.length };
}
