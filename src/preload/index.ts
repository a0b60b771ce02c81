import { contextBridge, ipcRenderer } from 'electron';
import { SHELL_CHANNELS } from '../shared/desktopShell.ts';
import type { KaiboShell } from '../shared/desktopShell.ts';

const shell: KaiboShell = {
  versions: { electron: process.versions['electron'] ?? '', chrome: process.versions['chrome'] ?? '' },
  openStation: async (station) => {
    await ipcRenderer.invoke(SHELL_CHANNELS.openStation, station);
  },
  toggleFullScreen: async () => (await ipcRenderer.invoke(SHELL_CHANNELS.toggleFullScreen)) === true,
};

contextBridge.exposeInMainWorld('kaiboShell', shell);
