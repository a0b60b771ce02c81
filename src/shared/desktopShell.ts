import type { StationKind } from './model/station.ts';

/**
 * What a page finds as `window.kaiboShell` when it runs in a desktop window, and only there: shell verbs,
 * no data. In a browser it is undefined, and a page must do without.
 */
export type KaiboShell = {
  /** The versions a page may show under 关于. */
  readonly versions: { readonly electron: string; readonly chrome: string };
  /** Opens a station in its own window, or brings the one it has to the front. */
  readonly openStation: (station: StationKind) => Promise<void>;
  /** Toggles full screen for the calling window; resolves with the new state. */
  readonly toggleFullScreen: () => Promise<boolean>;
};

/** IPC channels between the preload and the main process; nothing else travels over IPC. */
export const SHELL_CHANNELS = {
  openStation: 'shell:open-station',
  toggleFullScreen: 'shell:toggle-full-screen',
} as const;
