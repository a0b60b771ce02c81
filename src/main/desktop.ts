import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as Electron from 'electron';
import { defaultDataDir, demoDataDir } from '../core/dataDir.ts';
import type { CoreReady } from '../core/processMessages.ts';
import { superviseCore } from '../core/supervisor.ts';
import type { DesktopFacts, ShortcutAction } from '../shared/desktopShell.ts';
import { tokenCookie, type StationKind } from '../shared/model/station.ts';
import type { DeskReport } from '../shared/run/deskReport.ts';
import type { ErrorBody } from '../shared/errors.ts';
import { keepAwakeDuringRuns } from './awake.ts';
import { createCoreClient } from './coreClient.ts';
import { keepCrashRecords } from './crashRecords.ts';
import { LINK_SCHEME, stationInArgs, stationOfLink } from './deepLink.ts';
import { openDesktopFile } from './desktopFile.ts';
import { parseDesktopFlags } from './desktopFlags.ts';
import { forkAsUtility } from './forkUtility.ts';
import { openKeystore } from './keystore.ts';
import { openLogFile } from './logFile.ts';
import { applicationMenu } from './menu.ts';
import { createMessageBox } from './messageBox.ts';
import { guardNavigation, guardPermissions } from './navigation.ts';
import { createNotifier, newNeeds } from './notifications.ts';
import { guardQuitting } from './quitting.ts';
import { serveShellVerbs } from './shellVerbs.ts';
import { createPanicKey, createShortcuts, createTakeKey } from './shortcuts.ts';
import { createShowFiles } from './showFiles.ts';
import { openTray, trayLine, trayMenu } from './tray.ts';
import { createStationWindows } from './windows.ts';
import { failureSentence, filled, wordsFor } from './words.ts';

/** As much of Electron as the desktop uses; tests bring their own. */
export type ElectronParts = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'crashReporter'
  | 'dialog'
  | 'globalShortcut'
  | 'ipcMain'
  | 'Menu'
  | 'Notification'
  | 'powerSaveBlocker'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
  | 'Tray'
  | 'utilityProcess'
>;

/** The built files that Electron and the core load, and the show that `--demo` begins with. */
export type DesktopFiles = {
  readonly core: string;
  readonly preload: string;
  readonly rendererDir: string;
  readonly demoShow: string;
  readonly trayIcon: string;
};

/** Windows shows notifications only of programs it knows by an id; the same as in electron-builder.config.ts. */
const APP_ID = 'app.kaibo.desk';

/** Starts the desktop: one core, its windows, and nothing a page could do beyond its own pages. */
export async function startDesktop(
  electron: ElectronParts,
  files: DesktopFiles,
  args: readonly string[],
): Promise<void> {
  const { app, BrowserWindow, dialog, Menu, screen, session, shell } = electron;
  const flags = parseDesktopFlags(args);
  if (!app.requestSingleInstanceLock()) {
    // The one that runs gets our arguments, a link among them (`second-instance`).
    app.quit();
    return;
  }

  const userData = app.getPath('userData');
  const logDir = join(userData, 'logs');
  const logFile = openLogFile(logDir, { onFault: (error) => toStderr(`log: ${String(error)}`) });
  const log = (line: string): void => {
    toStderr(line);
    logFile.write(line);
  };
  const report =
    (what: string) =>
    (reason: unknown): void =>
      log(`${what}: ${String(reason)}`);
  keepCrashRecords(app, electron.crashReporter, join(logDir, 'crashes'), log);
  const desktopFile = openDesktopFile(join(userData, 'desktop.json'), log);

  // macOS may hand over a link before anything is ready.
  let wanted = stationInArgs(args);
  let openNow: ((station: StationKind) => void) | null = null;
  app.on('open-url', (event, link) => {
    event.preventDefault();
    const station = stationOfLink(link);
    if (station === null) return;
    wanted = station;
    openNow?.(station);
  });

  await app.whenReady();
  app.setAppUserModelId(APP_ID);
  // From the sources, `electron` itself would be registered, and open nothing.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  const ask = createMessageBox(dialog, BrowserWindow);
  const words = () => wordsFor(app.getLocale(), desktopFile.memory.settings.language);

  const dataDir = resolve(flags.data ?? (flags.demo === true ? demoDataDir() : defaultDataDir()));
  const notifier = createNotifier({
    Notification: electron.Notification,
    isFocused: () => BrowserWindow.getFocusedWindow() !== null,
    onClick: () => open('director'),
  });
  const keystore = await openKeystore({
    safeStorage: electron.safeStorage,
    platform: process.platform,
    file: join(dataDir, 'keystore.json'),
    log,
    onNotKept: () => notifier.answer(words().notices.needsYou, words().notices.secretNotKept),
  });

  let deskReport: DeskReport | null = null;
  const keepAwake = keepAwakeDuringRuns(electron.powerSaveBlocker);
  const core = superviseCore({
    fork: forkAsUtility(electron.utilityProcess, files.core, log),
    options: {
      dataDir,
      host: flags.host,
      port: flags.port,
      rendererDir: files.rendererDir,
      ...(flags.demo === true ? { demoShowFile: files.demoShow } : {}),
      ...(flags.speed === undefined ? {} : { rehearsalSpeed: flags.speed }),
    },
    log,
    ...(keystore === null ? {} : { keystore }),
    onReport: (now) => {
      const { needsYou, needs } = words().notices;
      for (const { kind } of newNeeds(deskReport, now)) notifier.tell(needsYou, needs[kind]);
      deskReport = now;
      keepAwake(now);
      showTray();
    },
  });
  /** Null until the core was ready once, when nothing may be loaded; unchanged while it is restarted. */
  let origin: string | null = null;
  /** What keeps the core from coming up again is told once, not with each try. */
  let told: string | null = null;
  core.onState((state) => {
    if (state.phase === 'waiting' && state.error !== null && state.error.code !== told) {
      told = state.error.code;
      notifier.tell(words().notices.needsYou, failureSentence(words(), state.error));
    }
    if (state.phase === 'ready') {
      told = null;
      origin = new URL(state.core.url).origin;
      if (state.restarts > 0) notifier.tell(words().notices.needsYou, words().notices.coreRestarted);
    }
    if (state.phase === 'failed') tellFailure(state.error);
    showTray();
  });
  const client = createCoreClient(() => (core.state.phase === 'ready' ? core.state.core : null));

  const windows = createStationWindows({
    BrowserWindow,
    screen,
    title: (station) => words().stations[station],
    preload: files.preload,
    origin: async () => signIn(session.defaultSession, await core.whenReady()),
    homes: {
      of: (station) => desktopFile.memory.homes[station] ?? null,
      keep: (station, home) => {
        const { homes } = desktopFile.memory;
        if (JSON.stringify(homes[station]) !== JSON.stringify(home))
          desktopFile.change({ homes: { ...homes, [station]: home } });
      },
    },
    log,
  });
  function open(station: StationKind): void {
    windows.open(station).catch(report(`station ${station}`));
  }

  guardPermissions(session.defaultSession, () => origin);
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents, {
      origin: () => origin,
      openStation: open,
      openInBrowser: (url) => void shell.openExternal(url).catch(report('browser')),
    });
  });

  const showFiles = createShowFiles(dialog, ask, words, client, () => app.getPath('documents'));
  const openFolder = async (folder: 'data' | 'logs'): Promise<void> => {
    const path = folder === 'data' ? dataDir : logDir;
    mkdirSync(path, { recursive: true });
    const problem = await shell.openPath(path);
    if (problem !== '') log(`${path}: ${problem}`);
  };
  const doShortcut = (action: ShortcutAction): void => {
    const { done, refused } = words().notices;
    client
      .command(action === 'take' ? 'segment.next' : 'panic.cut')
      .then((error) =>
        error === null
          ? notifier.answer(done[action], deskReport?.showTitle ?? '')
          : notifier.answer(refused[action], failureSentence(words(), error)),
      )
      .catch(report(`shortcut ${action}`));
  };
  const panicKey = createPanicKey({
    warn: () => notifier.answer(words().notices.panicArmed, ''),
    cut: () => doShortcut('panic'),
  });
  const takeKey = createTakeKey(() => doShortcut('take'));
  const shortcuts = createShortcuts(electron.globalShortcut, (action) =>
    action === 'panic' ? panicKey() : takeKey(),
  );
  let shortcutStates = shortcuts.apply(desktopFile.memory.settings.shortcuts);
  for (const action of ['take', 'panic'] as const) {
    const key = desktopFile.memory.settings.shortcuts[action] ?? '';
    if (shortcutStates[action] === 'taken')
      notifier.answer(words().notices.needsYou, filled(words().notices.shortcutTaken, { key }));
  }

  const facts = (): DesktopFacts => ({
    settings: desktopFile.memory.settings,
    shortcutStates,
    displays: screen.getAllDisplays().length,
    secretsKeptBy: keystore === null ? 'file' : 'keystore',
    dataDir,
    logDir,
  });
  serveShellVerbs(electron, () => origin, {
    openStation: windows.open,
    facts,
    changeSettings: (changed) => {
      const settings = { ...desktopFile.memory.settings, ...changed };
      desktopFile.change({ settings });
      if (changed.shortcuts !== undefined) shortcutStates = shortcuts.apply(changed.shortcuts);
      if (changed.language !== undefined) showWords();
      return facts();
    },
    pickShowFile: showFiles.pick,
    saveFile: showFiles.save,
    openFolder,
  });

  const tray = openTray(electron.Tray, files.trayIcon, log);
  // A Mac opens the menu by the same click.
  if (process.platform !== 'darwin') tray?.on('click', () => open('director'));
  function showTray(): void {
    if (tray === null || tray.isDestroyed()) return;
    const line = trayLine(words(), core.state.phase, deskReport);
    tray.setToolTip(`${app.getName()} · ${line}`);
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(words(), line, { open, quit: () => app.quit() })));
  }
  function showWords(): void {
    const deeds = {
      open,
      importShow: () => void showFiles.importShow().catch(report('import')),
      exportShow: () => void showFiles.exportShow().catch(report('export')),
      openFolder: (folder: 'data' | 'logs') => void openFolder(folder).catch(report(folder)),
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(words(), deeds, process.platform)));
    showTray();
  }
  showWords();

  app.on('second-instance', (_event, argv) => open(stationInArgs(argv) ?? 'director'));
  app.on('activate', () => open('director'));
  guardQuitting({
    app,
    ask,
    platform: process.platform,
    words,
    isRunOn: () => deskReport !== null && deskReport.run !== 'none' && core.state.phase !== 'failed',
    stopCore: () => {
      electron.globalShortcut.unregisterAll();
      return core.stop();
    },
    report,
  });

  function tellFailure(error: ErrorBody): void {
    const { message, quit } = words().failure;
    log(`core failed: ${JSON.stringify(error)}`);
    ask({ type: 'error', message, detail: failureSentence(words(), error), buttons: [quit] })
      .then(() => app.quit())
      .catch(report('failure'));
  }

  openNow = open;
  open(wanted ?? 'director');
  if (
    desktopFile.memory.settings.prompterAtStart &&
    wanted !== 'prompter' &&
    screen.getAllDisplays().length > 1
  )
    open('prompter');
}

const toStderr = (line: string): void => void process.stderr.write(`${line}\n`);

/** Gives the windows their token; returns the origin of the core. */
async function signIn(
  session: { readonly cookies: Pick<Electron.Cookies, 'set'> },
  { url, port, token }: CoreReady,
): Promise<string> {
  const name = tokenCookie(port);
  await session.cookies.set({ url, name, value: token, httpOnly: true, sameSite: 'strict' });
  return new URL(url).origin;
}
