import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import { z } from '#shared/zod';
import {
  SHELL_CHANNELS,
  SHELL_FOLDERS,
  type DesktopFacts,
  type DesktopSettings,
  type PickedFile,
  type ShellFolder,
} from '../shared/desktopShell.ts';
import type { StationKind } from '../shared/model/station.ts';
import { desktopSettingsChangeSchema } from './desktopFile.ts';
import { mayNavigate } from './navigation.ts';
import { stationKindSchema } from './stations.ts';

/** What the desktop does for a page that asks. `window` is the asking one. */
export type ShellDeeds = {
  readonly openStation: (station: StationKind) => Promise<void>;
  readonly facts: () => DesktopFacts;
  readonly changeSettings: (changed: Partial<DesktopSettings>) => DesktopFacts;
  readonly pickShowFile: (window: BrowserWindow | null) => Promise<PickedFile | null>;
  readonly saveFile: (window: BrowserWindow | null, name: string, text: string) => Promise<boolean>;
  readonly openFolder: (folder: ShellFolder) => Promise<void>;
};

/**
 * Answers the verbs of the preload. What a page says is checked as if it came from anywhere; a page that somehow
 * is not ours gets no answer, although it can't be loaded.
 */
export function serveShellVerbs(
  {
    BrowserWindow: Window,
    ipcMain,
  }: {
    readonly BrowserWindow: Pick<typeof BrowserWindow, 'fromWebContents'>;
    readonly ipcMain: Pick<IpcMain, 'handle'>;
  },
  origin: () => string | null,
  deeds: ShellDeeds,
): void {
  const answer = (
    channel: string,
    verb: (window: BrowserWindow | null, ...args: readonly unknown[]) => unknown,
  ): void =>
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...args: readonly unknown[]) => {
      const own = origin();
      const isOurs = own !== null && event.senderFrame !== null && mayNavigate(event.senderFrame.url, own);
      if (!isOurs) throw new Error('This page may not ask the desktop');
      return verb(Window.fromWebContents(event.sender), ...args);
    });

  answer(SHELL_CHANNELS.openStation, (_window, station) =>
    deeds.openStation(stationKindSchema.parse(station)),
  );
  answer(SHELL_CHANNELS.toggleFullScreen, (window) => {
    if (window === null) return false;
    const wanted = !window.isFullScreen();
    window.setFullScreen(wanted);
    return wanted;
  });
  answer(SHELL_CHANNELS.desktopFacts, () => deeds.facts());
  answer(SHELL_CHANNELS.changeDesktopSettings, (_window, changed) =>
    deeds.changeSettings(desktopSettingsChangeSchema.parse(changed)),
  );
  answer(SHELL_CHANNELS.pickShowFile, (window) => deeds.pickShowFile(window));
  answer(SHELL_CHANNELS.saveFile, (window, name, text) =>
    deeds.saveFile(window, z.string().max(300).parse(name), z.string().parse(text)),
  );
  answer(SHELL_CHANNELS.openFolder, (_window, folder) =>
    deeds.openFolder(z.enum(SHELL_FOLDERS).parse(folder)),
  );
}
