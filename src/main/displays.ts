import type { Rectangle } from 'electron';
import { z } from '#shared/zod';
import type { StationWindow } from './stations.ts';

/**
 * Where windows go, and where they belong. As much of Electron's Display as that needs; `workArea` excludes the
 * task bar; all units are DIP.
 */
export type DisplayFacts = {
  readonly id: number;
  readonly label: string;
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
};

const dip = z.number().int().min(-100_000).max(100_000);
/** The place a person gave a window: a display, and where on it. It stays when the display is unplugged. */
export const windowHomeSchema = z.object({
  display: z.object({ id: z.number(), label: z.string(), width: dip, height: dip }),
  /** From the display's top left corner, so that it holds however the displays are arranged next time. */
  x: dip,
  y: dip,
  width: dip.min(1),
  height: dip.min(1),
  fullScreen: z.boolean(),
  /** Then the bounds are those it has when it no longer is. */
  maximized: z.boolean().default(false),
});
export type WindowHome = z.infer<typeof windowHomeSchema>;

/** `away`: its own display is not there; the window waits for it on another one. */
export type Placement = {
  readonly bounds: Rectangle;
  readonly fullScreen: boolean;
  readonly maximized: boolean;
  readonly display: DisplayFacts;
  readonly away: boolean;
};

/** A window must keep this much of its title bar within a work area, so that it can be taken hold of. */
const GRIP = { width: 120, height: 32 };

/**
 * The display of a home. Some systems give a display another id each time it is plugged in: then its name and
 * size tell, if they tell it from all others.
 */
export function findDisplay<T extends DisplayFacts>(
  { id, label, width, height }: WindowHome['display'],
  displays: readonly T[],
): T | null {
  const sameId = displays.find((display) => display.id === id);
  if (sameId !== undefined) return sameId;
  const alike = displays.filter(
    ({ label: name, bounds }) =>
      label !== '' && name === label && bounds.width === width && bounds.height === height,
  );
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

export function homeOn(display: DisplayFacts, bounds: Rectangle, fullScreen: boolean): WindowHome {
  return {
    display: {
      id: display.id,
      label: display.label,
      width: Math.round(display.bounds.width),
      height: Math.round(display.bounds.height),
    },
    x: Math.round(bounds.x - display.bounds.x),
    y: Math.round(bounds.y - display.bounds.y),
    width: Math.max(1, Math.round(bounds.width)),
    height: Math.max(1, Math.round(bounds.height)),
    fullScreen,
    maximized: false,
  };
}

/**
 * Where a station's window goes now.
 * - It has a home, and its display is there: there, corrected to be reachable.
 * - Its display is not there: a window, never full screen, on the primary display: what is there already (the
 *   director) must stay in sight.
 * - No home yet: a station that prefers the second display fills the leftmost one that is not the primary;
 *   all others are centred on the primary display, no larger than its work area.
 */
export function placeWindow(
  station: StationWindow,
  home: WindowHome | null,
  displays: readonly DisplayFacts[],
  primary: DisplayFacts,
): Placement {
  const centred = (away: boolean): Placement => ({
    bounds: centre(station, primary.workArea),
    fullScreen: false,
    maximized: false,
    display: primary,
    away,
  });
  if (home !== null) {
    const display = findDisplay(home.display, displays);
    if (display === null) return centred(true);
    const { x, y, width, height } = home;
    const bounds = { x: display.bounds.x + x, y: display.bounds.y + y, width, height };
    return home.fullScreen
      ? { bounds: display.bounds, fullScreen: true, maximized: false, display, away: false }
      : {
          bounds: reachable(bounds, [display]),
          fullScreen: false,
          maximized: home.maximized,
          display,
          away: false,
        };
  }
  const [second] = displays
    .filter(({ id }) => id !== primary.id)
    .toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y);
  return station.display === 'second' && second !== undefined
    ? { bounds: second.bounds, fullScreen: true, maximized: false, display: second, away: false }
    : centred(false);
}

/**
 * The same bounds if the window's title bar can be got hold of on some display; else moved, and made smaller if
 * it must be, into the work area that is nearest.
 */
export function reachable(bounds: Rectangle, displays: readonly Pick<DisplayFacts, 'workArea'>[]): Rectangle {
  const grip = { ...bounds, height: Math.min(GRIP.height, bounds.height) };
  const isHeld = displays.some(({ workArea }) => {
    const seen = overlap(grip, workArea);
    return (
      seen.width >= Math.min(GRIP.width, bounds.width) &&
      seen.height >= grip.height &&
      bounds.width <= workArea.width &&
      bounds.height <= workArea.height
    );
  });
  if (isHeld) return bounds;
  const [nearest] = displays
    .map(({ workArea }) => workArea)
    .toSorted((a, b) => distance(bounds, a) - distance(bounds, b));
  if (nearest === undefined) return bounds;
  const width = Math.min(bounds.width, nearest.width);
  const height = Math.min(bounds.height, nearest.height);
  return {
    width,
    height,
    x: Math.min(Math.max(bounds.x, nearest.x), nearest.x + nearest.width - width),
    y: Math.min(Math.max(bounds.y, nearest.y), nearest.y + nearest.height - height),
  };
}

function centre({ widthDip, heightDip }: StationWindow, area: Rectangle): Rectangle {
  const width = Math.min(widthDip, area.width);
  const height = Math.min(heightDip, area.height);
  return {
    width,
    height,
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
  };
}

const overlap = (a: Rectangle, b: Rectangle): { readonly width: number; readonly height: number } => ({
  width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)),
  height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)),
});

const distance = (a: Rectangle, b: Rectangle): number =>
  Math.hypot(a.x + a.width / 2 - (b.x + b.width / 2), a.y + a.height / 2 - (b.y + b.height / 2));
