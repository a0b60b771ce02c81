import type { BrowserWindow, BrowserWindowConstructorOptions, Screen } from 'electron';
import type { StationKind } from '../shared/model/station.ts';
import { findDisplay, homeOn, placeWindow, reachable, type Placement, type WindowHome } from './displays.ts';
import { STATIONS, stationUrl } from './stations.ts';

/** Every window is as closed as a browser tab; the preload is all it gets on top. */
export function windowOptions(
  station: StationKind,
  title: string,
  preload: string,
): BrowserWindowConstructorOptions {
  return {
    title,
    backgroundColor: station === 'prompter' ? '#000000' : '#0B0D10',
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // A prompter behind another window must keep its pace: it is on a second display, not out of use.
      backgroundThrottling: false,
      // By itself a zoom is that of an origin: a larger director would be a larger prompter.
      zoomMode: 'isolated',
    },
  };
}

export type StationWindows = {
  readonly open: (station: StationKind) => Promise<void>;
  /** Puts every window where it belongs, as far as the displays that are there allow. */
  readonly arrange: () => void;
};

type Open = {
  readonly window: BrowserWindow;
  readonly station: StationKind;
  away: boolean;
  /** We are at it ourselves, in steps: where it is meanwhile is nobody's wish. */
  moving: boolean;
};

/** A plugged display is reported several times, with other figures each; and systems move windows themselves. */
const SETTLED_AFTER_MS = 300;
/** A person drags; what counts is where it ends. Longer than the above: a system's move is no person's. */
const PUT_DOWN_AFTER_MS = 600;
/** Leaving full screen is an animation on some systems, and nothing at all on others. */
const LEFT_FULL_SCREEN_WITHIN_MS = 1_500;
/** A page that ends or can't be loaded is loaded again; one that always ends must not keep the PC busy. */
const LOAD_AGAIN_AFTER_MS = [100, 500, 1_000, 2_000, 5_000] as const;
/** As long as this it was well: what happens then is a first time again. */
const WELL_AFTER_MS = 30_000;
/** Chromium's ERR_ABORTED: another navigation took its place. */
const ABORTED = -3;

/**
 * At most one window per station. Closing one ends nothing but the window: the show is in the core. A window
 * comes back to where a person put it: at the next start, and when its display was unplugged and is back.
 * `origin` gives the core's address; windows stay as they are when the core restarts.
 */
export function createStationWindows({
  BrowserWindow: Window,
  screen,
  title,
  preload,
  origin,
  homes,
  log,
}: {
  readonly BrowserWindow: typeof BrowserWindow;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'getDisplayMatching' | 'on'>;
  readonly title: (station: StationKind) => string;
  readonly preload: string;
  readonly origin: () => Promise<string>;
  readonly homes: {
    readonly of: (station: StationKind) => WindowHome | null;
    readonly keep: (station: StationKind, home: WindowHome) => void;
  };
  readonly log: (line: string) => void;
}): StationWindows {
  const windows = new Map<StationKind, Open>();
  const placementOf = (station: StationKind): Placement =>
    placeWindow(STATIONS[station], homes.of(station), screen.getAllDisplays(), screen.getPrimaryDisplay());
  /** A full-screen place is a home by itself: it is where to go back to after the cable was pulled. */
  const settle = (open: Open, { display, bounds, fullScreen, away }: Placement): void => {
    open.away = away;
    if (fullScreen) homes.keep(open.station, homeOn(display, bounds, true));
  };

  const remember = (open: Open): void => {
    const { window, station } = open;
    if (window.isDestroyed() || window.isMinimized() || open.moving) return;
    const home = homes.of(station);
    const displays = screen.getAllDisplays();
    // A place of its own it gets when there is a second display to have it on.
    if (home === null && STATIONS[station].display === 'second' && displays.length === 1) return;
    const away = home !== null && findDisplay(home.display, displays) === null;
    // Its display has just gone or come: the system has moved it, not a person.
    if (away !== open.away) return;
    // Away from home it is only kept in sight; what is made full screen there is meant to stay.
    if (away && !window.isFullScreen()) return;
    const fullScreen = window.isFullScreen();
    const maximized = !fullScreen && window.isMaximized();
    const bounds = window.getNormalBounds();
    const display = screen.getDisplayMatching(fullScreen || maximized ? window.getBounds() : bounds);
    open.away = false;
    homes.keep(station, {
      ...homeOn(display, fullScreen ? display.bounds : reachable(bounds, [display]), fullScreen),
      maximized,
    });
  };

  const move = async (open: Open, placement: Placement): Promise<void> => {
    const { window } = open;
    settle(open, placement);
    open.moving = true;
    // A full-screen window can't be moved, nor can a maximised one: it has to be a window first.
    if (window.isFullScreen()) await leaveFullScreen(window);
    open.moving = false;
    if (window.isDestroyed()) return;
    if (window.isMaximized()) window.unmaximize();
    window.setBounds(placement.bounds);
    if (placement.fullScreen) window.setFullScreen(true);
    if (placement.maximized) window.maximize();
  };

  const arrange = (): void => {
    const displays = screen.getAllDisplays();
    for (const open of windows.values()) {
      const { window, station } = open;
      const now = screen.getDisplayMatching(window.getBounds());
      const placement = placementOf(station);
      // On its own display a person may just have left full screen: that is theirs to say.
      const mustMove =
        placement.away !== open.away || (placement.fullScreen && placement.display.id !== now.id);
      if (mustMove) move(open, placement).catch((error: unknown) => log(`${station}: ${String(error)}`));
      else if (!window.isFullScreen() && !window.isMaximized() && !window.isMinimized()) {
        const bounds = window.getBounds();
        const corrected = reachable(bounds, displays);
        if (corrected !== bounds) window.setBounds(corrected);
      }
    }
  };
  const arrangeSoon = settled(arrange, SETTLED_AFTER_MS);
  screen.on('display-added', arrangeSoon);
  screen.on('display-removed', arrangeSoon);
  screen.on('display-metrics-changed', arrangeSoon);

  const create = async (station: StationKind): Promise<void> => {
    const placement = placementOf(station);
    const window = new Window({
      ...windowOptions(station, title(station), preload),
      ...placement.bounds,
    });
    const open: Open = { window, station, away: false, moving: false };
    settle(open, placement);
    windows.set(station, open);
    const rememberSoon = settled(() => remember(open), PUT_DOWN_AFTER_MS);
    window.once('ready-to-show', () => {
      if (placement.fullScreen) window.setFullScreen(true);
      if (placement.maximized) window.maximize();
      window.show();
      window.on('move', rememberSoon);
      window.on('resize', rememberSoon);
      window.on('enter-full-screen', rememberSoon);
      window.on('leave-full-screen', rememberSoon);
    });
    window.on('close', () => remember(open));
    window.on('closed', () => {
      windows.delete(station);
    });
    const load = async (): Promise<void> => {
      const address = stationUrl(await origin(), station);
      // What fails is heard of below, too, also when it fails later.
      if (!window.isDestroyed()) await window.loadURL(address).catch(() => undefined);
    };
    const loadAgain = loadingAgain(() => {
      load().catch((error: unknown) => log(`${station}: ${String(error)}`));
    });
    window.on('closed', loadAgain.never);
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      log(`${station}: its page ended (${reason})`);
      // A prompter that went dark in the middle of a sentence comes back by itself.
      if (reason !== 'clean-exit') loadAgain.soon();
    });
    window.webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
      if (!isMainFrame || code === ABORTED) return;
      log(`${station}: its page can't be loaded (${description})`);
      loadAgain.soon();
    });
    await load();
  };

  return {
    arrange,
    open: async (station) => {
      // Not before the core is there: a window made meanwhile by a second call is the one to show.
      await origin();
      const existing = windows.get(station)?.window;
      if (existing === undefined) {
        await create(station);
        return;
      }
      if (existing.isMinimized()) existing.restore();
      // Also one whose page could not be loaded yet.
      existing.show();
      existing.focus();
    },
  };
}

async function leaveFullScreen(window: BrowserWindow): Promise<void> {
  const left = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LEFT_FULL_SCREEN_WITHIN_MS);
    window.once('leave-full-screen', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  window.setFullScreen(false);
  await left;
}

/** Calls `load` after a while that grows with each time, until it was well for long. */
function loadingAgain(load: () => void): { readonly soon: () => void; readonly never: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  let lastMs = -Infinity;
  return {
    soon: () => {
      if (performance.now() - lastMs > WELL_AFTER_MS) tries = 0;
      lastMs = performance.now();
      clearTimeout(timer);
      timer = setTimeout(load, LOAD_AGAIN_AFTER_MS[Math.min(tries, LOAD_AGAIN_AFTER_MS.length - 1)]);
      tries += 1;
    },
    never: () => clearTimeout(timer),
  };
}

/** Calls `act` once nothing has happened for so long. */
function settled(act: () => void, afterMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, afterMs);
  };
}
