import type { StationKind } from './model/station.ts';

export const SHELL_LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;
export type ShellLanguage = (typeof SHELL_LANGUAGES)[number];

/** What may be done by a key while another program has the focus. Few, and none until a person chooses a key. */
export const SHORTCUT_ACTIONS = ['take', 'panic'] as const;
export type ShortcutAction = (typeof SHORTCUT_ACTIONS)[number];

/** The keys to choose from, in Electron's words: what no program uses, and F13 to F16 for key pads. */
export const SHORTCUT_KEYS = [
  'CommandOrControl+Alt+Space',
  'CommandOrControl+Alt+Enter',
  'CommandOrControl+Alt+Backspace',
  'F13',
  'F14',
  'F15',
  'F16',
] as const;
export type ShortcutKey = (typeof SHORTCUT_KEYS)[number];

/** What a person sets of the shell; kept by the desktop, on this PC. */
export type DesktopSettings = {
  /** Of menu, tray, notifications and dialogs; the pages have their own switch. */
  readonly language: 'system' | ShellLanguage;
  /** Open the prompter at the start when there is a second display. */
  readonly prompterAtStart: boolean;
  readonly shortcuts: Readonly<Record<ShortcutAction, ShortcutKey | null>>;
};

/** `taken`: another program, or the other action, has this key. */
export type ShortcutState = 'off' | 'on' | 'taken';

export type DesktopFacts = {
  readonly settings: DesktopSettings;
  readonly shortcutStates: Readonly<Record<ShortcutAction, ShortcutState>>;
  readonly displays: number;
  /** Where the OBS password is: the system's keystore, or a file only this user may read. */
  readonly secretsKeptBy: 'keystore' | 'file';
  readonly dataDir: string;
  readonly logDir: string;
};

export type PickedFile = { readonly name: string; readonly text: string };
export const SHELL_FOLDERS = ['data', 'logs'] as const;
export type ShellFolder = (typeof SHELL_FOLDERS)[number];

/**
 * What a page finds as `window.kaiboShell` when it runs in a desktop window, and only there: shell verbs,
 * nothing of the show. In a browser it is undefined, and a page must do without.
 */
export type KaiboShell = {
  /** The versions a page may show under 关于. */
  readonly versions: { readonly electron: string; readonly chrome: string };
  /** Opens a station in its own window, or brings the one it has to the front. */
  readonly openStation: (station: StationKind) => Promise<void>;
  /** Toggles full screen for the calling window; resolves with the new state. */
  readonly toggleFullScreen: () => Promise<boolean>;
  readonly desktopFacts: () => Promise<DesktopFacts>;
  /** Changes what is named and leaves the rest; resolves with what is true afterwards. */
  readonly changeDesktopSettings: (changed: Partial<DesktopSettings>) => Promise<DesktopFacts>;
  /** Asks for a show file with the system's dialog; null when the person thought better of it. */
  readonly pickShowFile: () => Promise<PickedFile | null>;
  /** Asks where to save a text, and saves it; false when the person thought better of it. */
  readonly saveFile: (name: string, text: string) => Promise<boolean>;
  readonly openFolder: (folder: ShellFolder) => Promise<void>;
};

/** IPC channels between the preload and the main process; nothing else travels over IPC. */
export const SHELL_CHANNELS = {
  openStation: 'shell:open-station',
  toggleFullScreen: 'shell:toggle-full-screen',
  desktopFacts: 'shell:desktop-facts',
  changeDesktopSettings: 'shell:change-desktop-settings',
  pickShowFile: 'shell:pick-show-file',
  saveFile: 'shell:save-file',
  openFolder: 'shell:open-folder',
} as const satisfies Readonly<Record<Exclude<keyof KaiboShell, 'versions'>, string>>;
