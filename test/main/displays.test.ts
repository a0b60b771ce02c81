import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDisplay, homeOn, placeWindow, reachable } from '#main/displays';
import type { DisplayFacts } from '#main/displays';
import { STATIONS } from '#main/stations';

const display = (
  id: number,
  x: number,
  width: number,
  height: number,
  { taskBar = 40, label = `display ${id}` } = {},
): DisplayFacts => ({
  id,
  label,
  bounds: { x, y: 0, width, height },
  workArea: { x, y: 0, width, height: height - taskBar },
});
const primary = display(1, 0, 2_560, 1_440);
const second = display(2, 2_560, 1_920, 1_080);

describe('where a station’s window opens for the first time', () => {
  it('XC-07 the prompter fills the second display', () => {
    expect(placeWindow(STATIONS.prompter, null, [primary, second], primary)).toEqual({
      bounds: { x: 2_560, y: 0, width: 1_920, height: 1_080 },
      fullScreen: true,
      maximized: false,
      display: second,
      away: false,
    });
  });

  it('with three displays it takes the leftmost that is not the primary one', () => {
    const left = display(3, -1_920, 1_920, 1_080);
    const displays = [primary, second, left];
    expect(placeWindow(STATIONS.prompter, null, displays, primary).bounds.x).toBe(-1_920);
  });

  it('with one display it is a window like the others', () => {
    const { fullScreen, bounds } = placeWindow(STATIONS.prompter, null, [primary], primary);
    expect(fullScreen).toBe(false);
    expect(bounds).toEqual({ x: 640, y: 340, width: 1_280, height: 720 });
  });

  it('the director stays on the primary display, wherever that is', () => {
    const moved = display(1, 1_920, 2_560, 1_440);
    const other = display(2, 0, 1_920, 1_080);
    expect(placeWindow(STATIONS.director, null, [other, moved], moved).bounds).toEqual({
      x: 2_240,
      y: 160,
      width: 1_920,
      height: 1_080,
    });
  });

  it('no window is larger than the work area', () => {
    const laptop = display(1, 0, 1_366, 768);
    expect(placeWindow(STATIONS.director, null, [laptop], laptop).bounds).toEqual({
      x: 0,
      y: 0,
      width: 1_366,
      height: 728,
    });
  });
});

describe('where a window belongs', () => {
  const home = homeOn(second, { x: 2_700, y: 100, width: 900, height: 600 }, false);

  it('opens where a person put it, however the displays are arranged by then', () => {
    const arranged = { ...second, bounds: { ...second.bounds, x: -1_920 }, workArea: second.bounds };
    const moved = { ...arranged, workArea: { ...arranged.bounds, height: 1_040 } };
    expect(placeWindow(STATIONS.prompter, home, [primary, moved], primary)).toMatchObject({
      bounds: { x: -1_780, y: 100, width: 900, height: 600 },
      fullScreen: false,
      away: false,
    });
  });

  it('a prompter whose cable was pulled is a window on what is left, never full screen over the director', () => {
    const full = homeOn(second, second.bounds, true);
    expect(placeWindow(STATIONS.prompter, full, [primary], primary)).toMatchObject({
      fullScreen: false,
      away: true,
      display: primary,
    });
    // Not over the multiview on a third display either: nobody asked for that.
    const third = display(3, 4_480, 1_920, 1_080);
    expect(placeWindow(STATIONS.prompter, full, [primary, third], primary)).toMatchObject({
      fullScreen: false,
      away: true,
      display: primary,
    });
    expect(placeWindow(STATIONS.prompter, full, [primary, second], primary)).toMatchObject({
      fullScreen: true,
      away: false,
      bounds: second.bounds,
    });
  });

  it.each([
    ['the same id', [display(2, 0, 800, 600)], 2],
    ['another id, the same name and size', [display(9, 0, 1_920, 1_080, { label: 'display 2' })], 9],
    ['the same name but another size', [display(9, 0, 1_280, 720, { label: 'display 2' })], null],
    ['two alike: no guess', [8, 9].map((id) => display(id, 0, 1_920, 1_080, { label: 'display 2' })), null],
    ['another one', [display(9, 0, 1_920, 1_080)], null],
  ] as const)('a display is known again by %s', (_name, displays, id) => {
    expect(findDisplay<DisplayFacts>(home.display, displays)?.id ?? null).toBe(id);
  });

  it('displays without a name are not taken for each other', () => {
    const nameless = homeOn(display(2, 0, 1_920, 1_080, { label: '' }), second.bounds, true);
    expect(findDisplay(nameless.display, [display(9, 0, 1_920, 1_080, { label: '' })])).toBeNull();
  });
});

describe('a window can always be got hold of', () => {
  it('one that can is left alone, also half outside', () => {
    const bounds = { x: 2_300, y: 1_300, width: 800, height: 600 };
    expect(reachable(bounds, [primary])).toBe(bounds);
  });

  it('from any bounds, on any displays, it ends within reach, and a second look moves nothing', () => {
    const rectangle = fc.record({
      x: fc.integer({ min: -20_000, max: 20_000 }),
      y: fc.integer({ min: -20_000, max: 20_000 }),
      width: fc.integer({ min: 200, max: 8_000 }),
      height: fc.integer({ min: 200, max: 8_000 }),
    });
    fc.assert(
      fc.property(rectangle, fc.array(rectangle, { minLength: 1, maxLength: 4 }), (bounds, areas) => {
        const displays = areas.map((workArea) => ({ workArea }));
        const placed = reachable(bounds, displays);
        const inside = areas.some(
          (area) =>
            Math.min(placed.x + placed.width, area.x + area.width) - Math.max(placed.x, area.x) >= 120 &&
            placed.y >= area.y - 0 &&
            placed.y + 32 <= area.y + area.height,
        );
        expect(inside).toBe(true);
        expect(reachable(placed, displays)).toEqual(placed);
      }),
    );
  });
});
