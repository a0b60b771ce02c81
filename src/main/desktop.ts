import { join } from 'node:path';
import type * as Electron from 'electron';
import type { CoreReady } from '../core/processMessages.ts';
import { superviseCore } from '../core/supervisor.ts';
import { SHELL_CHANNELS } from '../shared/desktopShell.ts';
import { tokenCookie, type StationKind } from '../shared/model/station.ts';
import type { ErrorBody } from '../shared/errors.ts';
import { parseDesktopFlags } from './desktopFlags.ts';
import { forkAsUtility } from './forkUtility.ts';
import { applicationMenu } from './menu.ts';
import { guardNavigation, guardPermissions, mayNavigate } from './navigation.ts';
import { stationKindSchema } from './stations.ts';
import { createStationWindows } from './windows.ts';
import { failureSentence, wordsFor } from './words.ts';

/** As much of Electron as the desktop uses; tests bring their own. */
export type ElectronParts = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'screen' | 'session' | 'shell' | 'utilityProcess'
>;

/** The built files that Electron and the core load, and the show that `--demo` begins with. */
export type DesktopFiles = {
  readonly core: string;
  readonly preload: string;
  readonly rendererDir: string;
  readonly demoShow: string;
};

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const report =
  (what: string) =>
  (reason: unknown): void =>
    log(`${what}: ${String(reason)}`);

/** Starts the desktop: one core, its windows, and nothing a page could do beyond its own pages. */
export async function startDesktop(
  electron: ElectronParts,
  files: DesktopFiles,
  args: readonly string[],
): Promise<void> {
  const { app, BrowserWindow, dialog, Menu, screen, session, shell } = electron;
  const flags = parseDesktopFlags(args);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  await app.whenReady();
  const words = wordsFor(app.getLocale());

  const core = superviseCore({
    fork: forkAsUtility(electron.utilityProcess, files.core, log),
    options: {
      dataDir: flags.data ?? join(app.getPath('userData'), 'data'),
      host: flags.host,
      port: flags.port,
      rendererDir: files.rendererDir,
      ...(flags.demo === true ? { demoShowFile: files.demoShow } : {}),
      ...(flags.speed === undefined ? {} : { rehearsalSpeed: flags.speed }),
    },
    log,
  });
  /** Null until the core was ready once, when nothing may be loaded; unchanged while it is restarted. */
  let origin: string | null = null;
  core.onState((state) => {
    if (state.phase === 'ready') origin = new URL(state.core.url).origin;
    if (state.phase === 'failed') tellFailure(state.error);
  });

  const windows = createStationWindows({
    BrowserWindow,
    screen,
    titles: words.stations,
    preload: files.preload,
    origin: async () => signIn(session.defaultSession, await core.whenReady()),
  });
  const open = (station: StationKind): void => {
    windows.open(station).catch(report(`station ${station}`));
  };

  guardPermissions(session.defaultSession, () => origin);
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents, {
      origin: () => origin,
      openStation: open,
      openInBrowser: (url) => void shell.openExternal(url).catch(report('browser')),
    });
  });
  serveShellVerbs(electron, () => origin, windows.open);
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(words, open)));

  app.on('second-instance', () => open('director'));
  app.on('activate', () => open('director'));
  // Closing windows never ends a show: tablets, the prompter and OBS may still hang on the core.
  app.on('window-all-closed', () => {
    const { message, detail, stay, quit } = words.lastWindow;
    dialog
      .showMessageBox({ type: 'question', message, detail, buttons: [stay, quit], defaultId: 0, cancelId: 0 })
      .then(({ response }) => (response === 1 ? app.quit() : undefined))
      .catch(report('last window'));
  });

  // The core is asked to stop before the last of us goes, so that its database is closed in order.
  let coreStopped = false;
  app.on('will-quit', (event) => {
    if (coreStopped) return;
    event.preventDefault();
    void core
      .stop()
      .catch(report('stop'))
      .finally(() => {
        coreStopped = true;
        app.quit();
      });
  });

  function tellFailure(error: ErrorBody): void {
    const { message, quit } = words.failure;
    dialog
      .showMessageBox({ type: 'error', message, detail: failureSentence(words, error), buttons: [quit] })
      .then(() => app.quit())
      .catch(report('failure'));
  }

  open('director');
}

/** Gives the windows their token; returns the origin of the core. */
async function signIn(
  session: { readonly cookies: Pick<Electron.Cookies, 'set'> },
  { url, port, token }: CoreReady,
): Promise<string> {
  const name = tokenCookie(port);
  await session.cookies.set({ url, name, value: token, httpOnly: true, sameSite: 'strict' });
  return new URL(url).origin;
}

/** The verbs of the preload. A page that somehow is not ours gets no answer, although it can't be loaded. */
function serveShellVerbs(
  { BrowserWindow, ipcMain }: Pick<ElectronParts, 'BrowserWindow' | 'ipcMain'>,
  origin: () => string | null,
  openStation: (station: StationKind) => Promise<void>,
): void {
  const isOurs = ({ senderFrame }: Electron.IpcMainInvokeEvent): boolean => {
    const own = origin();
    return own !== null && senderFrame !== null && mayNavigate(senderFrame.url, own);
  };
  ipcMain.handle(SHELL_CHANNELS.openStation, async (event, station: unknown) => {
    if (isOurs(event)) await openStation(stationKindSchema.parse(station));
  });
  ipcMain.handle(SHELL_CHANNELS.toggleFullScreen, (event) => {
    const window = isOurs(event) ? BrowserWindow.fromWebContents(event.sender) : null;
    if (window === null) return false;
    const wanted = !window.isFullScreen();
    window.setFullScreen(wanted);
    return wanted;
  });
}
