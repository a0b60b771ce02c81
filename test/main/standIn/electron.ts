/**
 * Stands in for the `electron` module, so that the built main process runs under plain Node. It does what
 * Electron documents of the parts we use, and tells the test about it over the process channel; the test
 * answers with the deeds of a user or of a page.
 */
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { fromTest, type StandInDisplay, type ToTest } from './protocol.ts';

const tell = (message: ToTest): void => {
  process.send?.(message);
};

const called = (what: string, ...args: readonly unknown[]): void =>
  tell({ type: 'called', what, args: [...args] });

/** Where the stand-in's system keeps things; the test makes it and removes it. */
const HOME = process.env['STAND_IN_HOME'] ?? '/stand-in';
/** Keys that another program has already. */
const TAKEN_KEYS = (process.env['STAND_IN_TAKEN_KEYS'] ?? '').split(',');

class App extends EventEmitter {
  requestSingleInstanceLock(): boolean {
    return true;
  }
  async whenReady(): Promise<void> {
    await new Promise(setImmediate);
  }
  getLocale(): string {
    return 'zh-CN';
  }
  getAppPath(): string {
    return join(import.meta.dirname, '../../..');
  }
  readonly isPackaged = false;
  getPath(name: string): string {
    return join(HOME, name);
  }
  getName(): string {
    return 'Kaibo';
  }
  setPath(name: string, path: string): void {
    called('app.setPath', name, path);
  }
  setAppUserModelId(): void {}
  setAsDefaultProtocolClient(): void {}
  quit(): void {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    this.emit('will-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) this.exit(0);
  }
  exit(code: number): void {
    process.exit(code);
  }
}
export const app = new App();

class WebContents extends EventEmitter {
  openHandler: ((details: { url: string }) => unknown) | null = null;
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.openHandler = handler;
  }
}

type Bounds = StandInDisplay['bounds'];

const windows = new Map<number, BrowserWindow>();
export class BrowserWindow extends EventEmitter {
  readonly id = windows.size + 1;
  readonly webContents = new WebContents();
  #fullScreen = false;
  #maximized = false;
  #visible = false;
  #bounds: Bounds;
  #normal: Bounds;

  constructor(options: Partial<Bounds>) {
    super();
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#normal = this.#bounds;
    windows.set(this.id, this);
    app.emit('web-contents-created', {}, this.webContents);
    tell({ type: 'window', id: this.id, options: { ...options } });
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows.values()].find((window) => window.webContents === contents) ?? null;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return null;
  }
  static getAllWindows(): readonly BrowserWindow[] {
    return [...windows.values()];
  }
  getBounds(): Bounds {
    return this.#bounds;
  }
  getNormalBounds(): Bounds {
    return this.#normal;
  }
  setBounds(bounds: Bounds): void {
    this.#bounds = bounds;
    if (!this.#fullScreen && !this.#maximized) this.#normal = bounds;
    called('window.bounds', this.id, bounds);
    this.emit('move');
    this.emit('resize');
  }
  isDestroyed(): boolean {
    return !windows.has(this.id);
  }
  async loadURL(url: string): Promise<void> {
    tell({ type: 'loadURL', id: this.id, url });
    await new Promise(setImmediate);
    this.emit('ready-to-show');
  }
  /** As systems do when a display is gone: full screen or not, the window is on another one. */
  push(bounds: Bounds): void {
    this.#bounds = bounds;
    this.emit('move');
  }
  isVisible(): boolean {
    return this.#visible;
  }
  show(): void {
    this.#visible = true;
    tell({ type: 'show', id: this.id });
  }
  focus(): void {
    tell({ type: 'focus', id: this.id });
  }
  close(): void {
    this.emit('close');
    windows.delete(this.id);
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  maximize(): void {
    this.#maximized = true;
    this.#bounds = screen.getDisplayMatching(this.#bounds).workArea;
    called('window.maximize', this.id);
    this.emit('resize');
  }
  unmaximize(): void {
    this.#maximized = false;
    this.#bounds = this.#normal;
    called('window.unmaximize', this.id);
    this.emit('resize');
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  isFullScreen(): boolean {
    return this.#fullScreen;
  }
  setFullScreen(fullScreen: boolean): void {
    this.#fullScreen = fullScreen;
    this.#bounds = fullScreen ? screen.getDisplayMatching(this.#bounds).bounds : this.#normal;
    this.emit(fullScreen ? 'enter-full-screen' : 'leave-full-screen');
    tell({ type: 'fullScreen', id: this.id, fullScreen });
  }
}

export const session = {
  defaultSession: {
    cookies: {
      set: (cookie: object): Promise<void> => {
        tell({ type: 'cookie', cookie: { ...cookie } });
        return Promise.resolve();
      },
    },
    setPermissionRequestHandler: (): void => tell({ type: 'guarded', what: 'permission requests' }),
    setPermissionCheckHandler: (): void => tell({ type: 'guarded', what: 'permission checks' }),
  },
};

const display = (id: number, label: string, x: number): StandInDisplay => {
  const bounds = { x, y: 0, width: 1_920, height: 1_080 };
  return { id, label, bounds, workArea: { ...bounds, height: 1_040 } };
};
const PRIMARY = display(1, 'desk', 0);
class Screen extends EventEmitter {
  displays: StandInDisplay[] = [PRIMARY, display(2, 'prompter', 1_920)];
  getPrimaryDisplay(): StandInDisplay {
    return this.displays[0] ?? PRIMARY;
  }
  getAllDisplays(): readonly StandInDisplay[] {
    return this.displays;
  }
  getDisplayOf(window: BrowserWindow, displays: readonly StandInDisplay[]): StandInDisplay | undefined {
    const { x } = window.getBounds();
    return displays.find(({ bounds }) => x >= bounds.x && x < bounds.x + bounds.width);
  }
  /** The one that shows most of it; Electron gives the nearest when none does. */
  getDisplayMatching({ x, width }: Bounds): StandInDisplay {
    const shown = ({ bounds }: StandInDisplay): number =>
      Math.min(x + width, bounds.x + bounds.width) - Math.max(x, bounds.x);
    return this.displays.toSorted((a, b) => shown(b) - shown(a))[0] ?? PRIMARY;
  }
}
export const screen = new Screen();

export const crashReporter = { start: (options: object): void => called('crashReporter', options) };

const keys = new Map<string, () => void>();
export const globalShortcut = {
  register: (key: string, press: () => void): boolean => {
    if (TAKEN_KEYS.includes(key)) return false;
    keys.set(key, press);
    called('shortcut.register', key);
    return true;
  },
  unregister: (key: string): void => void keys.delete(key),
  unregisterAll: (): void => keys.clear(),
};

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  readonly #options: { readonly title: string; readonly body: string; readonly silent?: boolean };
  constructor(options: { title: string; body: string; silent?: boolean }) {
    super();
    this.#options = options;
  }
  show(): void {
    called('notification', this.#options.title, this.#options.body);
    if (this.#options.silent !== true) called('notification.sound');
  }
}

export const powerSaveBlocker = {
  start: (kind: string): number => {
    called('powerSave.start', kind);
    return 7;
  },
  stop: (id: number): void => called('powerSave.stop', id),
};

/** A keystore that does turn the text into something else. */
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(process.env['STAND_IN_KEYSTORE'] !== 'none'),
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptStringAsync: (text: string) =>
    Promise.resolve(Buffer.from(`locked:${Buffer.from(text).toString('hex')}`)),
  decryptStringAsync: (locked: Buffer) => {
    const text = locked.toString();
    if (!text.startsWith('locked:')) return Promise.reject(new Error('not locked by this keystore'));
    return Promise.resolve({ result: Buffer.from(text.slice(7), 'hex').toString(), shouldReEncrypt: false });
  },
};

export class Tray extends EventEmitter {
  constructor(icon: string) {
    super();
    called('tray', icon);
  }
  isDestroyed(): boolean {
    return false;
  }
  setToolTip(text: string): void {
    called('tray.toolTip', text);
  }
  setContextMenu(): void {}
}

export const shell = {
  openExternal: (url: string): Promise<void> => {
    tell({ type: 'openExternal', url });
    return Promise.resolve();
  },
  openPath: (path: string): Promise<string> => {
    called('openPath', path);
    return Promise.resolve('');
  },
};

type MessageBox = { readonly message: string; readonly detail: string; readonly buttons: string[] };
const parentOf = (args: readonly object[]): number | null =>
  args[0] instanceof BrowserWindow ? args[0].id : null;

/** The button that a message box is answered with; the test sets it. */
let answer = 0;
let chosenFile: string | null = null;
export const dialog = {
  showOpenDialog: () =>
    Promise.resolve({ canceled: chosenFile === null, filePaths: chosenFile === null ? [] : [chosenFile] }),
  showSaveDialog: (...args: readonly unknown[]) => {
    called('saveDialog', args.at(-1));
    return Promise.resolve({ canceled: chosenFile === null, filePath: chosenFile ?? '' });
  },
  showMessageBox: (...args: readonly (BrowserWindow | MessageBox)[]) => {
    for (const box of args) {
      if (box instanceof BrowserWindow) continue;
      const { message, detail, buttons } = box;
      tell({ type: 'messageBox', message, detail, buttons, on: parentOf(args) });
    }
    return Promise.resolve({ response: answer, checkboxChecked: false });
  },
};

type MenuItem = {
  readonly label?: string;
  readonly submenu?: readonly MenuItem[];
  readonly click?: () => void;
};
let menu: readonly MenuItem[] = [];
export const Menu = {
  buildFromTemplate: (template: readonly MenuItem[]) => template,
  setApplicationMenu: (template: readonly MenuItem[]): void => {
    menu = template;
    tell({ type: 'menu', labels: template.map(({ label = '' }) => label) });
  },
};

type Handler = (event: object, ...args: unknown[]) => unknown;
const handlers = new Map<string, Handler>();
export const ipcMain = {
  handle: (channel: string, handler: Handler): void => void handlers.set(channel, handler),
};

/** A utility process is a Node process that has `process.parentPort` instead of `process.send`. */
export const utilityProcess = {
  fork: (modulePath: string, args: string[], { env }: { env: NodeJS.ProcessEnv }) => {
    const child = fork(modulePath, args, {
      env,
      execArgv: ['--import', join(import.meta.dirname, 'parentPort.ts')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    tell({ type: 'forked', pid: child.pid ?? 0 });
    const utility = Object.assign(new EventEmitter(), {
      pid: child.pid,
      stdout: child.stdout,
      stderr: child.stderr,
      postMessage: (message: object) => child.send(message),
      kill: () => child.kill(),
    });
    child.on('message', (message) => utility.emit('message', message));
    child.on('exit', (code) => utility.emit('exit', code ?? 1));
    return utility;
  },
};

process.on('message', (message) => {
  const deed = fromTest.parse(message);
  switch (deed.type) {
    case 'answerDialogs':
      answer = deed.button;
      break;
    case 'close':
      windows.get(deed.id)?.close();
      break;
    case 'quit':
      app.quit();
      break;
    case 'displays': {
      const had = screen.displays;
      screen.displays = deed.displays;
      for (const window of windows.values())
        if (!deed.displays.some(({ bounds }) => bounds.x === screen.getDisplayOf(window, had)?.bounds.x))
          window.push(screen.getPrimaryDisplay().bounds);
      for (const one of had)
        if (!deed.displays.some(({ id }) => id === one.id)) screen.emit('display-removed', {}, one);
      for (const one of deed.displays)
        if (!had.some(({ id }) => id === one.id)) screen.emit('display-added', {}, one);
      break;
    }
    case 'metrics':
      screen.emit('display-metrics-changed', {}, screen.getPrimaryDisplay(), ['workArea']);
      break;
    case 'maximize':
      windows.get(deed.id)?.maximize();
      break;
    case 'failLoad':
      windows
        .get(deed.id)
        ?.webContents.emit('did-fail-load', {}, deed.code, 'ERR', 'http://127.0.0.1/', deed.isMainFrame);
      break;
    case 'drag':
      windows.get(deed.id)?.setBounds(deed.bounds);
      break;
    case 'crashPage':
      windows.get(deed.id)?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
      break;
    case 'secondInstance':
      app.emit('second-instance', {}, deed.argv);
      break;
    case 'openUrl':
      app.emit('open-url', { preventDefault: () => undefined }, deed.url);
      break;
    case 'press':
      keys.get(deed.key)?.();
      break;
    case 'clickMenu':
      menu
        .flatMap(({ submenu = [] }) => submenu)
        .find(({ label }) => label === deed.label)
        ?.click?.();
      break;
    case 'chooseFile':
      chosenFile = deed.path;
      break;
    case 'throw':
      setImmediate(() => {
        throw new Error(deed.message);
      });
      break;
    case 'navigate': {
      let prevented = false;
      const details = { url: deed.url, preventDefault: () => (prevented = true) };
      windows.get(deed.id)?.webContents.emit('will-frame-navigate', details);
      tell({ type: 'navigated', url: deed.url, prevented });
      break;
    }
    case 'open':
      tell({
        type: 'opened',
        url: deed.url,
        result: windows.get(deed.id)?.webContents.openHandler?.({ url: deed.url }),
      });
      break;
    case 'invoke': {
      const event = { sender: windows.get(deed.id)?.webContents, senderFrame: { url: deed.from } };
      // As in Electron, a handler that throws rejects.
      const handled = async (): Promise<unknown> => handlers.get(deed.channel)?.(event, ...deed.args);
      handled().then(
        (value) => tell({ type: 'invoked', ok: true, value }),
        (error: unknown) => tell({ type: 'invoked', ok: false, value: String(error) }),
      );
      break;
    }
  }
});
