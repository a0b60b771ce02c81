import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paragraphIdSchema } from '#shared/model/ids';
import { scriptTimeline } from '#shared/script/scriptTimeline';
import { studioMsSchema } from '#shared/timing/vector';
import { scriptMsAtY, scrollKnots, scrollPath, yAt } from '../../../src/renderer/prompter/scrollPath.ts';

const id = (name: string) => paragraphIdSchema.parse(name);
const instant = (at: number) => studioMsSchema.parse(at);
/** At 240 字/min one 字 takes 250 ms. */
const timeline = (gapSec: number) =>
  scriptTimeline(
    {
      durationSec: 2 * gapSec,
      script: [
        { id: id('a'), atSec: 0, text: '一二三四五六七八九' },
        { id: id('b'), atSec: gapSec, text: '甲乙丙丁' },
      ],
    },
    240,
  );
/** Lines of four characters, 100 px each, 60 px between paragraphs. */
const layout = [
  {
    id: id('a'),
    lines: [
      { startOffset: 0, y: 0 },
      { startOffset: 4, y: 100 },
      { startOffset: 8, y: 200 },
    ],
  },
  { id: id('b'), lines: [{ startOffset: 0, y: 360 }] },
];

describe('LIVE-02 the path of the text', () => {
  it('a line is read while its box passes the reading line', () => {
    const path = scrollPath(timeline(10), layout, 520);
    expect(yAt(path, 0)).toBe(0);
    expect(yAt(path, 500)).toBe(50);
    expect(yAt(path, 1000)).toBe(100);
    expect(yAt(path, 2000)).toBe(200);
  });

  it('a short last line goes on at the speed of a full one and then stands', () => {
    const path = scrollPath(timeline(10), layout, 520);
    // One character is left (250 ms); a full line takes 1000 ms.
    expect(yAt(path, 2250)).toBe(240);
    expect(yAt(path, 3000)).toBe(360);
    for (const scriptMs of [3500, 7000, 9999, 10_000]) expect(yAt(path, scriptMs)).toBe(360);
    expect(yAt(path, 11_000)).toBe(520);
    expect(yAt(path, 20_000)).toBe(520);
  });

  it('without a wait the next paragraph is there when it is due', () => {
    const path = scrollPath(timeline(2.25), layout, 520);
    expect(yAt(path, 2250)).toBe(360);
  });

  it('a place on the way back is the earliest with that height', () => {
    const path = scrollPath(timeline(10), layout, 520);
    expect(scriptMsAtY(path, 50)).toBe(500);
    expect(scriptMsAtY(path, 360)).toBe(3000);
    expect(scriptMsAtY(path, -10)).toBe(0);
    expect(scriptMsAtY(path, 9999)).toBe(11_000);
  });
});

describe('LIVE-02 keyframes are the trajectory seen through the lines', () => {
  it('they agree with it at every instant, and never go back', () => {
    const increments = fc.array(
      fc.record({ forMs: fc.integer({ min: 1, max: 4000 }), byMs: fc.integer({ min: 0, max: 5000 }) }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(
        increments,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 20 }),
        (steps, shares) => {
          const path = scrollPath(timeline(10), layout, 520);
          const trajectory = [{ at: instant(1000), scriptMs: 0 }];
          for (const { forMs, byMs } of steps) {
            const last = trajectory.at(-1) ?? { at: instant(0), scriptMs: 0 };
            trajectory.push({ at: instant(last.at + forMs), scriptMs: last.scriptMs + byMs });
          }
          const knots = scrollKnots(trajectory, path, instant);
          for (const [index, knot] of knots.entries()) {
            const next = knots[index + 1];
            if (next === undefined) continue;
            expect(next.at).toBeGreaterThanOrEqual(knot.at);
            expect(next.y).toBeGreaterThanOrEqual(knot.y);
          }
          const end = (trajectory.at(-1)?.at ?? 0) - 1000;
          for (const share of shares) {
            const at = 1000 + share * end;
            const as = trajectory.findLastIndex((knot) => knot.at <= at);
            const [from, to] = [trajectory[as], trajectory[as + 1] ?? trajectory[as]];
            if (from === undefined || to === undefined) continue;
            const scriptMs =
              to.at > from.at
                ? from.scriptMs + ((to.scriptMs - from.scriptMs) * (at - from.at)) / (to.at - from.at)
                : from.scriptMs;
            const kf = knots.findLastIndex((knot) => knot.at <= at);
            const [a, b] = [knots[kf], knots[kf + 1] ?? knots[kf]];
            if (a === undefined || b === undefined) continue;
            const y = b.at > a.at ? a.y + ((b.y - a.y) * (at - a.at)) / (b.at - a.at) : a.y;
            expect(Math.abs(y - yAt(path, scriptMs))).toBeLessThan(0.05);
          }
        },
      ),
    );
  });
});
