import type { Rectangle } from 'electron';
import type { StationWindow } from './stations.ts';

/**
 * As much of Electron's Display as placing a window needs. `workArea` excludes the task bar; units are DIP.
 */
export type DisplayFacts = { readonly id: number; readonly bounds: Rectangle; readonly workArea: Rectangle };
export type Placement = { readonly bounds: Rectangle; readonly fullScreen: boolean };

/**
 * Where a station's window goes. A station that prefers the second display fills the leftmost display that is
 * not the primary one; without such a display, and for all others, the window is centred on the primary
 * display, no larger than its work area.
 */
export function placeWindow(
  station: StationWindow,
  displays: readonly DisplayFacts[],
  primary: DisplayFacts,
): Placement {
  const [second] = displays
    .filter(({ id }) => id !== primary.id)
    .toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y);
  if (station.display === 'second' && second !== undefined)
    return { bounds: second.bounds, fullScreen: true };

  const { x, y, width, height } = primary.workArea;
  const fitted = { width: Math.min(station.widthDip, width), height: Math.min(station.heightDip, height) };
  return {
    bounds: {
      ...fitted,
      x: x + Math.floor((width - fitted.width) / 2),
      y: y + Math.floor((height - fitted.height) / 2),
    },
    fullScreen: false,
  };
}
