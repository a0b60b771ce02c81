import { withSurfacePage } from './browser.ts';
import { median, p50p95, type Subject } from './figure.ts';
import { evenSegment } from './prompterScript.ts';

const CHARS = 20_000;
const LOADS = 9;

/** From the script in hand until the first frame that shows it is done. */
export const prompterLoad: Subject = {
  name: 'prompter-load',
  needs: ['chromium', 'fonts-noto-cjk'],
  run: () =>
    withSurfacePage(async (page) => {
      const load = async (paragraphChars: number) => {
        const ours: number[] = [];
        const bare: number[] = [];
        for (let index = 0; index < LOADS; index += 1) {
          const tookMs = await page.evaluate(
            async (segment) => {
              const painted = async (): Promise<number> => {
                await new Promise(requestAnimationFrame);
                // After the frame's layout and paint.
                await new Promise((resolve) => setTimeout(resolve));
                return performance.now();
              };
              window.bench.open('load', 1920, 1080);
              await painted();
              const startedMs = performance.now();
              window.bench.show(segment);
              window.bench.start(0, 'running');
              const oursMs = (await painted()) - startedMs;
              window.bench.dispose('load');
              document.body.replaceChildren();

              const host = document.createElement('div');
              host.lang = 'zh-CN';
              host.style.cssText =
                'width:1600px;font-size:72px;line-height:108px;color:#fff;line-break:strict;overflow-wrap:anywhere';
              document.body.append(host);
              await painted();
              const bareMs = performance.now();
              for (const { text } of segment.paragraphs) {
                const block = document.createElement('div');
                block.textContent = text;
                host.append(block);
              }
              const theirsMs = (await painted()) - bareMs;
              document.body.replaceChildren();
              return { oursMs, theirsMs };
            },
            evenSegment(CHARS, paragraphChars, 270),
          );
          // The first one also loads the font.
          if (index === 0) continue;
          ours.push(tookMs.oursMs);
          bare.push(tookMs.theirsMs);
        }
        return { ours, bare };
      };
      const many = await load(143);
      const one = await load(CHARS);
      return [
        {
          what: 'prompter shows 20,000 字 in paragraphs, p50',
          unit: 'ms',
          value: median(many.ours),
          budget: { atMost: 200 },
          baseline: { name: 'bare text in a page', value: median(many.bare) },
          note: `p50 / p95 of ${LOADS - 1}: ${p50p95(many.ours)} ms`,
        },
        {
          what: 'prompter shows 20,000 字 in one paragraph, p50',
          unit: 'ms',
          value: median(one.ours),
          budget: { atMost: 200 },
          baseline: { name: 'bare text in a page', value: median(one.bare) },
          note: `p50 / p95 of ${LOADS - 1}: ${p50p95(one.ours)} ms`,
        },
      ];
    }),
};
