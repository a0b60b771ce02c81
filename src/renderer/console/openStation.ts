import type { KaiboShell } from '#shared/desktopShell';
import type { StationKind } from '#shared/model/station';

declare global {
  interface Window {
    /** Only in a desktop window. */
    readonly kaiboShell?: KaiboShell;
  }
}

/** Opens a station in its own window: the desktop's, where there is one, else a tab. */
export function openStation(kind: StationKind): void {
  if (window.kaiboShell !== undefined) void window.kaiboShell.openStation(kind);
  else window.open(`/${kind}`, `kaibo-${kind}`);
}
