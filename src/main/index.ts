import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  Notification,
  powerSaveBlocker,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
} from 'electron';
import { startDesktop } from './desktop.ts';

const resources = join(app.getAppPath(), 'resources');
startDesktop(
  {
    app,
    BrowserWindow,
    crashReporter,
    dialog,
    globalShortcut,
    ipcMain,
    Menu,
    Notification,
    powerSaveBlocker,
    safeStorage,
    screen,
    session,
    shell,
    Tray,
    utilityProcess,
  },
  {
    core: join(import.meta.dirname, 'core.js'),
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    rendererDir: join(import.meta.dirname, '../renderer'),
    demoShow: join(resources, 'demo/show.json'),
    // macOS draws an icon of this name in the colour of its menu bar.
    trayIcon: join(resources, 'icons', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
  },
  process.argv.slice(1),
).catch((error: unknown) => {
  process.stderr.write(`Kaibo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  app.exit(1);
});
