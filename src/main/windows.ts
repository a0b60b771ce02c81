import type { BrowserWindow, BrowserWindowConstructorOptions, Screen } from 'electron';
import type { StationKind } from '../shared/model/station.ts';
import { placeWindow } from './displays.ts';
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

export type StationWindows = { readonly open: (station: StationKind) => Promise<void> };

/**
 * At most one window per station. Closing one ends nothing but the window: the show is in the core.
 * `origin` gives the core's address; windows stay as they are when the core restarts.
 */
export function createStationWindows({
  BrowserWindow: Window,
  screen,
  titles,
  preload,
  origin,
}: {
  readonly BrowserWindow: typeof BrowserWindow;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>;
  readonly titles: Readonly<Record<StationKind, string>>;
  readonly preload: string;
  readonly origin: () => Promise<string>;
}): StationWindows {
  const windows = new Map<StationKind, BrowserWindow>();
  return {
    open: async (station) => {
      const url = stationUrl(await origin(), station);
      const existing = windows.get(station);
      if (existing !== undefined) {
        if (existing.isMinimized()) existing.restore();
        existing.focus();
        return;
      }
      const { bounds, fullScreen } = placeWindow(
        STATIONS[station],
        screen.getAllDisplays(),
        screen.getPrimaryDisplay(),
      );
      const window = new Window({ ...windowOptions(station, titles[station], preload), ...bounds });
      windows.set(station, window);
      window.on('closed', () => windows.delete(station));
      window.once('ready-to-show', () => {
        if (fullScreen) window.setFullScreen(true);
        window.show();
      });
      await window.loadURL(url);
    },
  };
}
