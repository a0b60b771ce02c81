import { contextBridge, ipcRenderer } from 'electron';
import { SHELL_CHANNELS } from '../shared/desktopShell.ts';
import type { DesktopFacts, KaiboShell, PickedFile } from '../shared/desktopShell.ts';

const shell: KaiboShell = {
  versions: { electron: process.versions['electron'] ?? '', chrome: process.versions['chrome'] ?? '' },
  openStation: async (station) => {
    await ipcRenderer.invoke(SHELL_CHANNELS.openStation, station);
  },
  toggleFullScreen: async () => (await ipcRenderer.invoke(SHELL_CHANNELS.toggleFullScreen)) === true,
  // The main process is ours and answers what its handlers are typed to answer (src/main/shellVerbs.ts).
  desktopFacts: (): Promise<DesktopFacts> => ipcRenderer.invoke(SHELL_CHANNELS.desktopFacts),
  changeDesktopSettings: (changed): Promise<DesktopFacts> =>
    ipcRenderer.invoke(SHELL_CHANNELS.changeDesktopSettings, changed),
  pickShowFile: (): Promise<PickedFile | null> => ipcRenderer.invoke(SHELL_CHANNELS.pickShowFile),
  saveFile: async (name, text) => (await ipcRenderer.invoke(SHELL_CHANNELS.saveFile, name, text)) === true,
  openFolder: async (folder) => {
    await ipcRenderer.invoke(SHELL_CHANNELS.openFolder, folder);
  },
};

contextBridge.exposeInMainWorld('kaiboShell', shell);
