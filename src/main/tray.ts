import type { MenuItemConstructorOptions, Tray as ElectronTray } from 'electron';
import type { CoreState } from '../core/supervisor.ts';
import { STATION_KINDS, type StationKind } from '../shared/model/station.ts';
import type { DeskReport } from '../shared/run/deskReport.ts';
import type { Words } from './words.ts';

/** How the studio is, in one line: for the tray's tooltip and the first line of its menu. */
export function trayLine(words: Words, phase: CoreState['phase'], report: DeskReport | null): string {
  const { tray } = words;
  if (phase !== 'ready') return phase === 'starting' ? tray.starting : tray.down;
  if (report === null) return tray.idle;
  const state = { none: tray.idle, rehearsal: tray.rehearsal, live: tray.live }[report.run];
  const needs = report.needs.length === 0 ? '' : ` · ${tray.needsYou}`;
  return `${state}${needs}${report.showTitle === null ? '' : ` · ${report.showTitle}`}`;
}

export function trayMenu(
  words: Words,
  line: string,
  { open, quit }: { readonly open: (station: StationKind) => void; readonly quit: () => void },
): MenuItemConstructorOptions[] {
  return [
    { label: line, enabled: false },
    { type: 'separator' },
    ...STATION_KINDS.map((station): MenuItemConstructorOptions => ({
      label: words.stations[station],
      click: () => open(station),
    })),
    { type: 'separator' },
    { label: words.menu.quit, click: quit },
  ];
}

/** Null on a Linux desktop that has no tray; everything in it is in the menu, too. */
export function openTray(
  Tray: typeof ElectronTray,
  icon: string,
  log: (line: string) => void,
): ElectronTray | null {
  try {
    return new Tray(icon);
  } catch (error) {
    log(`no tray: ${String(error)}`);
    return null;
  }
}
