import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, screen, session, shell, utilityProcess } from 'electron';
import { startDesktop } from './desktop.ts';

startDesktop(
  { app, BrowserWindow, dialog, ipcMain, Menu, screen, session, shell, utilityProcess },
  {
    core: join(import.meta.dirname, 'core.js'),
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    rendererDir: join(import.meta.dirname, '../renderer'),
    demoShow: join(app.getAppPath(), 'resources/demo/show.json'),
  },
  process.argv.slice(1),
).catch((error: unknown) => {
  process.stderr.write(`Kaibo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  app.exit(1);
});
