import { withSurfacePage } from './browser.ts';
import type { Subject } from './figure.ts';
import { PROMPTERS } from './peers.ts';
import { evenSegment } from './prompterScript.ts';

/** Font, 字/min and 字 in a line that make the speed: 1.5 × font / (字 per line × 60 / 字 per min). */
const SPEEDS = [
  { pxPerSec: 10, fontPx: 40, charsPerMinute: 200, perLine: 20 },
  { pxPerSec: 30, fontPx: 60, charsPerMinute: 200, perLine: 10 },
  { pxPerSec: 90, fontPx: 90, charsPerMinute: 280, perLine: 7 },
  { pxPerSec: 150, fontPx: 100, charsPerMinute: 300, perLine: 5 },
  { pxPerSec: 300, fontPx: 120, charsPerMinute: 400, perLine: 4 },
] as const;
const FRAMES = { short: 120, full: 600 };
const LINES = 60;

/** Where the browser has the text in a frame, against where it has to be by then. */
export const prompterAccuracy: Subject = {
  name: 'prompter-accuracy',
  needs: ['chromium', 'fonts-noto-cjk'],
  run: ({ full }) =>
    withSurfacePage(async (page) => {
      const errors: number[] = [];
      const offsets: number[] = [];
      const told: string[] = [];
      for (const { pxPerSec, fontPx, charsPerMinute, perLine } of SPEEDS) {
        const { tops, offPx } = await page.evaluate(
          async ({ segment, look, widthPx, frames }) => {
            window.bench.open('speed', widthPx, 900, look);
            window.bench.show(segment);
            window.bench.start(2000, 'running');
            await window.bench.watch(10);
            const text = document.querySelector('[data-screen="speed"] [data-part="text"]');
            const seen: { atMs: number; top: number }[] = [];
            for (let index = 0; index < frames; index += 1) {
              await new Promise(requestAnimationFrame);
              seen.push({
                atMs: Number(document.timeline.currentTime),
                top: text?.getBoundingClientRect().top ?? NaN,
              });
            }
            const samples = await window.bench.watch(frames / 2);
            window.bench.dispose('speed');
            document.body.replaceChildren();
            return { tops: seen, offPx: samples.map((sample) => Math.abs(sample.offPx)) };
          },
          {
            segment: evenSegment(perLine * LINES, perLine * LINES, charsPerMinute),
            look: { fontPx, lineHeight: 1.5, marginPercent: 0 },
            // The text's own margin is 0.43 em; half a character more, so that exactly `perLine` fit.
            widthPx: Math.ceil((perLine + 0.93) * fontPx),
            frames: full ? FRAMES.full : FRAMES.short,
          },
        );
        const shown = slope(tops.map(({ atMs, top }) => [atMs / 1000, -top] as const));
        const errorPercent = (Math.abs(shown - pxPerSec) / pxPerSec) * 100;
        errors.push(errorPercent);
        offsets.push(...offPx);
        told.push(`${shown.toFixed(3)} at ${pxPerSec} px/s`);
      }
      return [
        {
          what: 'prompter speed error, 10 to 300 px/s, worst',
          unit: '%',
          value: Math.max(...errors),
          budget: { atMost: 0.1 },
          peer: PROMPTERS.integerSpeedErrorPercent,
          note: told.join(', '),
        },
        {
          what: 'prompter position error, worst',
          unit: 'px',
          value: Math.max(...offsets),
          budget: { atMost: 0.5 },
          note: `${offsets.length} frames`,
        },
      ];
    }),
};

/** Of the straight line through the points, by least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, each) => sum + each, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
