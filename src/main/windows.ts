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
    },
  };
}

export type StationWindows = {
  readonly open: (station: StationKind) => Promise<void>;
  /** Puts every window where it belongs, as far as the displays that are there allow. */
  readonly arrange: () => void;
};

type Open = { readonly window: BrowserWindow; readonly station: StationKind; away: boolean };

/** A plugged display is reported several times, with other figures each; and systems move windows themselves. */
const SETTLED_AFTER_MS = 300;
/** A person drags; what counts is where it ends. Longer than the above: a system's move is no person's. */
const PUT_DOWN_AFTER_MS = 600;
/** Leaving full screen is an animation on some systems, and nothing at all on others. */
const LEFT_FULL_SCREEN_WITHIN_MS = 1_500;

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
    if (window.isDestroyed() || window.isMinimized()) return;
    const home = homes.of(station);
    const displays = screen.getAllDisplays();
    const away = home !== null && findDisplay(home.display, displays) === null;
    // Away from home it is only kept in sight; what is made full screen there is meant to stay.
    if ((away || open.away) && !window.isFullScreen()) return;
    const bounds = window.getNormalBounds();
    const display = screen.getDisplayMatching(window.isFullScreen() ? window.getBounds() : bounds);
    open.away = false;
    homes.keep(
      station,
      homeOn(
        display,
        window.isFullScreen() ? display.bounds : reachable(bounds, [display]),
        window.isFullScreen(),
      ),
    );
  };

  const move = async (open: Open, placement: Placement): Promise<void> => {
    const { window } = open;
    settle(open, placement);
    // A full-screen window can't be moved: it has to be a window first.
    if (window.isFullScreen()) await leaveFullScreen(window);
    if (window.isDestroyed()) return;
    window.setBounds(placement.bounds);
    if (placement.fullScreen) window.setFullScreen(true);
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
      else if (!window.isFullScreen() && !window.isMinimized()) {
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
    const open: Open = { window, station, away: false };
    settle(open, placement);
    windows.set(station, open);
    const rememberSoon = settled(() => remember(open), PUT_DOWN_AFTER_MS);
    window.once('ready-to-show', () => {
      if (placement.fullScreen) window.setFullScreen(true);
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
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      log(`${station}: its page ended (${reason})`);
      // A prompter that went dark in the middle of a sentence comes back by itself.
      if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
    });
    await window.loadURL(stationUrl(await origin(), station));
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

/** Calls `act` once nothing has happened for so long. */
function settled(act: () => void, afterMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, afterMs);
  };
}
