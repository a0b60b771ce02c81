import type { MenuItemConstructorOptions } from 'electron';
import type { ShellFolder } from '../shared/desktopShell.ts';
import { STATION_KINDS } from '../shared/model/station.ts';
import type { StationKind } from '../shared/model/station.ts';
import type { Words } from './words.ts';

export type MenuDeeds = {
  readonly open: (station: StationKind) => void;
  readonly importShow: () => void;
  readonly exportShow: () => void;
  readonly openFolder: (folder: ShellFolder) => void;
};

/**
 * The application menu: the stations, shows in and out, what a window can do, and where things are. No reload
 * and no developer tools: a key pressed by accident must not blank a screen during a show.
 */
export function applicationMenu(
  words: Words,
  deeds: MenuDeeds,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const { menu, stations } = words;
  const isMac = platform === 'darwin';
  return [
    // macOS puts the first menu under the program's own name, whatever it is.
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: menu.stations,
      submenu: [
        ...STATION_KINDS.map((station, index): MenuItemConstructorOptions => ({
          label: stations[station],
          accelerator: `CmdOrCtrl+Alt+${index + 1}`,
          click: () => deeds.open(station),
        })),
        ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'quit', label: menu.quit } as const]),
      ],
    },
    {
      label: menu.shows,
      submenu: [
        { label: menu.importShow, click: () => deeds.importShow() },
        { label: menu.exportShow, click: () => deeds.exportShow() },
      ],
    },
    // Without an edit menu, macOS gives a text field no copy and paste.
    { role: 'editMenu', label: menu.edit },
    {
      label: menu.view,
      submenu: [
        { role: 'togglefullscreen', label: menu.fullScreen },
        { role: 'zoomIn', label: menu.zoomIn },
        { role: 'zoomOut', label: menu.zoomOut },
        { role: 'resetZoom', label: menu.zoomReset },
      ],
    },
    {
      role: 'help',
      label: menu.help,
      submenu: [
        { label: menu.openData, click: () => deeds.openFolder('data') },
        { label: menu.openLogs, click: () => deeds.openFolder('logs') },
        { type: 'separator' },
        { role: 'about', label: menu.about },
      ],
    },
  ];
}
