import { describe, expect, it } from 'vitest';
import { placeWindow } from '#main/displays';
import type { DisplayFacts } from '#main/displays';
import { STATIONS } from '#main/stations';

const display = (id: number, x: number, width: number, height: number, taskBar = 40): DisplayFacts => ({
  id,
  bounds: { x, y: 0, width, height },
  workArea: { x, y: 0, width, height: height - taskBar },
});

describe('where a station’s window opens', () => {
  const primary = display(1, 0, 2_560, 1_440);

  it('XC-07 the prompter fills the second display', () => {
    const second = display(2, 2_560, 1_920, 1_080);
    expect(placeWindow(STATIONS.prompter, [primary, second], primary)).toEqual({
      bounds: { x: 2_560, y: 0, width: 1_920, height: 1_080 },
      fullScreen: true,
    });
  });

  it('with three displays it takes the leftmost that is not the primary one', () => {
    const left = display(3, -1_920, 1_920, 1_080);
    const right = display(2, 2_560, 1_920, 1_080);
    expect(placeWindow(STATIONS.prompter, [primary, right, left], primary).bounds.x).toBe(-1_920);
  });

  it('with one display it is a window like the others', () => {
    const { fullScreen, bounds } = placeWindow(STATIONS.prompter, [primary], primary);
    expect(fullScreen).toBe(false);
    expect(bounds).toEqual({ x: 640, y: 340, width: 1_280, height: 720 });
  });

  it('the director stays on the primary display, wherever that is', () => {
    const moved = display(1, 1_920, 2_560, 1_440);
    const other = display(2, 0, 1_920, 1_080);
    expect(placeWindow(STATIONS.director, [other, moved], moved)).toEqual({
      bounds: { x: 2_240, y: 160, width: 1_920, height: 1_080 },
      fullScreen: false,
    });
  });

  it('no window is larger than the work area', () => {
    const laptop = display(1, 0, 1_366, 768);
    expect(placeWindow(STATIONS.director, [laptop], laptop).bounds).toEqual({
      x: 0,
      y: 0,
      width: 1_366,
      height: 728,
    });
  });
});
