import type { MenuItemConstructorOptions } from 'electron';
import { STATION_KINDS } from '../shared/model/station.ts';
import type { StationKind } from '../shared/model/station.ts';
import type { Words } from './words.ts';

/**
 * The application menu: the stations, and what a window can do. No reload and no developer tools: a key
 * pressed by accident must not blank a screen during a show.
 */
export function applicationMenu(
  words: Words,
  open: (station: StationKind) => void,
): MenuItemConstructorOptions[] {
  const { menu, stations } = words;
  return [
    {
      label: menu.stations,
      submenu: [
        ...STATION_KINDS.map((station, index): MenuItemConstructorOptions => ({
          label: stations[station],
          accelerator: `CmdOrCtrl+Alt+${index + 1}`,
          click: () => open(station),
        })),
        { type: 'separator' },
        { role: 'quit', label: menu.quit },
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
  ];
}
