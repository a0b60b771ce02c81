import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';
import { withSurfacePage } from './browser.ts';
import { median, type Subject } from './figure.ts';
import { PROMPTERS } from './peers.ts';
import { evenSegment } from './prompterScript.ts';

const RUNS = 5;
const RUN_SEC = { short: 12, full: 60 };
const BLOCK_MS = 400;
/** Into the text: by then it fills the screen, as it does for most of a show. */
const FROM_MS = 20_000;
/** Font, 字/min and margins for about 30 px/s at 1920 px: reading speed. */
const LOOK = { fontPx: 72, lineHeight: 1.5, marginPercent: 8 };

type Frames = { readonly droppedPercent: number; readonly longestGapMs: number; readonly frames: number };

/** Compositor frames while the main thread stands still for 400 ms in each second. */
export const prompterFrames: Subject = {
  name: 'prompter-frames',
  needs: ['chromium', 'fonts-noto-cjk'],
  run: ({ full }) =>
    withSurfacePage(async (page, browser) => {
      const seconds = full ? RUN_SEC.full : RUN_SEC.short;
      const ours: Frames[] = [];
      const bare: Frames[] = [];
      const script: Frames[] = [];
      for (let index = 0; index < RUNS; index += 1) {
        await page.evaluate(
          (given) => {
            window.bench.open('frames', 1920, 1080, given.look);
            window.bench.show(given.segment);
            window.bench.start(given.fromMs, 'running');
          },
          { segment: evenSegment(6000, 6000, 270), look: LOOK, fromMs: FROM_MS },
        );
        ours.push(await framesUnderBlocks(browser, page, seconds));
        await startAnew(page);
        // The bare ones tell of the machine: they need not be as long.
        if (index % 2 === 1) continue;
        await page.evaluate(showBareAnimation);
        bare.push(await framesUnderBlocks(browser, page, RUN_SEC.short / 2));
        await page.evaluate(moveByScript);
        script.push(await framesUnderBlocks(browser, page, RUN_SEC.short / 2));
        await startAnew(page);
      }
      const of = (runs: readonly Frames[], figure: keyof Frames) => median(runs.map((run) => run[figure]));
      const told = (figure: keyof Frames, digits: number): string =>
        `runs: ${ours.map((run) => run[figure].toFixed(digits)).join(', ')}; a rAF loop in the same page: ${of(script, figure).toFixed(digits)}`;
      return [
        {
          what: `prompter frames dropped, ${BLOCK_MS} ms blocks each second, median of ${RUNS} × ${seconds} s`,
          unit: '%',
          value: of(ours, 'droppedPercent'),
          budget: { atMost: 0.5 },
          baseline: { name: 'bare animation', value: of(bare, 'droppedPercent') },
          note: `${told('droppedPercent', 2)}; ${of(ours, 'frames')} frames a run`,
        },
        {
          what: `prompter, longest gap between frames, median of ${RUNS} × ${seconds} s`,
          unit: 'ms',
          value: of(ours, 'longestGapMs'),
          budget: { atMost: 50 },
          baseline: { name: 'bare animation', value: of(bare, 'longestGapMs') },
          peer: PROMPTERS.rafLongestGapMs,
          note: told('longestGapMs', 0),
        },
      ];
    }),
};

async function startAnew(page: Page): Promise<void> {
  await page.reload();
  await page.waitForFunction(() => 'bench' in window);
}

/** A page of text on a layer of its own, moved by one animation: what Chromium does on this machine at best. */
function showBareAnimation(): void {
  const host = document.createElement('div');
  host.dataset['bare'] = '';
  host.style.cssText = 'position:absolute;inset:0;overflow:clip;contain:strict;background:#000';
  const layer = document.createElement('div');
  layer.style.cssText =
    'position:absolute;left:8%;right:8%;color:#fff;font-size:72px;line-height:108px;will-change:transform';
  layer.textContent = '春夏秋冬山川湖海风花雪月'.repeat(100);
  host.append(layer);
  document.body.append(host);
  layer.animate([{ transform: 'translate3d(0, 0, 0)' }, { transform: 'translate3d(0, -1800px, 0)' }], {
    duration: 60_000,
  });
}

/** The same text moved by a script in every frame. */
function moveByScript(): void {
  const layer = document.querySelector('[data-bare] > div');
  if (!(layer instanceof HTMLElement)) return;
  for (const animation of layer.getAnimations()) animation.cancel();
  const startedMs = performance.now();
  const move = (): void => {
    layer.style.transform = `translate3d(0, ${(-0.03 * (performance.now() - startedMs)).toFixed(3)}px, 0)`;
    requestAnimationFrame(move);
  };
  move();
}

async function framesUnderBlocks(browser: Browser, page: Page, seconds: number): Promise<Frames> {
  // The first frames hold the main thread's own work: layout and raster.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 800)));
  await browser.startTracing(page, {
    categories: ['cc', 'benchmark', 'blink.user_timing', 'disabled-by-default-devtools.timeline.frame'],
  });
  await page.evaluate(
    async ({ count, blockMs }) => {
      performance.mark('watch-begins');
      for (let index = 0; index < count; index += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1000 - blockMs));
        window.bench.blockMainThread(blockMs);
      }
      performance.mark('watch-ends');
    },
    { count: seconds, blockMs: BLOCK_MS },
  );
  return framesOf(await browser.stopTracing());
}

const traceSchema = z.object({
  traceEvents: z.array(
    z.looseObject({
      name: z.string(),
      ph: z.string(),
      pid: z.number(),
      ts: z.number(),
      id2: z.looseObject({ local: z.string().optional() }).optional(),
      args: z
        .looseObject({
          frame_reporter: z.looseObject({ state: z.string(), affects_smoothness: z.boolean() }).optional(),
        })
        .optional(),
    }),
  ),
});

/**
 * Frames of a Chromium trace (times in µs): a PipelineReporter begins with a frame and ends when that is on
 * screen or given up. Its beginning says what became of it.
 */
function framesOf(buffer: Buffer): Frames {
  const { traceEvents } = traceSchema.parse(JSON.parse(buffer.toString('utf8')));
  const mark = (name: string) => traceEvents.find((each) => each.name === name);
  const [fromUs, toUs] = [mark('watch-begins')?.ts ?? NaN, mark('watch-ends')?.ts ?? NaN];
  const frames: { readonly state: string; readonly affects_smoothness: boolean; readonly endedUs: number }[] =
    [];
  // An id is given anew once its frame is over.
  const open = new Map<string | undefined, (typeof traceEvents)[number]>();
  for (const event of traceEvents.toSorted((a, b) => a.ts - b.ts)) {
    if (event.name !== 'PipelineReporter' || event.pid !== mark('watch-begins')?.pid) continue;
    const begun = open.get(event.id2?.local);
    if (event.ph === 'b') open.set(event.id2?.local, event);
    else open.delete(event.id2?.local);
    const report = begun?.args?.frame_reporter;
    if (event.ph !== 'e' || begun === undefined || report === undefined) continue;
    if (begun.ts >= fromUs && begun.ts <= toUs) frames.push({ ...report, endedUs: event.ts });
  }
  const dropped = frames.filter((each) => each.state === 'STATE_DROPPED' && each.affects_smoothness).length;
  const shown = frames
    .filter((each) => each.state.startsWith('STATE_PRESENTED'))
    .map((each) => each.endedUs)
    .toSorted((a, b) => a - b);
  if (shown.length === 0) throw new Error('the trace holds no frame that was shown');
  // The time before the first and after the last one counts, too.
  const instants = [fromUs, ...shown, Math.max(toUs, shown.at(-1) ?? toUs)];
  const gapsUs = instants.slice(1).map((each, index) => each - (instants[index] ?? each));
  return {
    droppedPercent: (dropped / (dropped + shown.length)) * 100,
    longestGapMs: Math.max(...gapsUs) / 1000,
    frames: dropped + shown.length,
  };
}
