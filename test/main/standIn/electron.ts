/**
 * Stands in for the `electron` module, so that the built main process runs under plain Node. It does what
 * Electron documents of the parts we use, and tells the test about it over the process channel; the test
 * answers with the deeds of a user or of a page.
 */
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { fromTest, type ToTest } from './protocol.ts';

const tell = (message: ToTest): void => {
  process.send?.(message);
};

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
  getPath(name: string): string {
    return `/stand-in/${name}`;
  }
  quit(): void {
    let prevented = false;
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

const windows = new Map<number, BrowserWindow>();
export class BrowserWindow extends EventEmitter {
  readonly id = windows.size + 1;
  readonly webContents = new WebContents();
  #fullScreen = false;

  constructor(options: object) {
    super();
    windows.set(this.id, this);
    app.emit('web-contents-created', {}, this.webContents);
    tell({ type: 'window', id: this.id, options: { ...options } });
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows.values()].find((window) => window.webContents === contents) ?? null;
  }
  async loadURL(url: string): Promise<void> {
    tell({ type: 'loadURL', id: this.id, url });
    await new Promise(setImmediate);
    this.emit('ready-to-show');
  }
  show(): void {
    tell({ type: 'show', id: this.id });
  }
  focus(): void {
    tell({ type: 'focus', id: this.id });
  }
  close(): void {
    windows.delete(this.id);
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
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

const display = (id: number, x: number) => {
  const bounds = { x, y: 0, width: 1_920, height: 1_080 };
  return { id, bounds, workArea: bounds };
};
export const screen = {
  getPrimaryDisplay: () => display(1, 0),
  getAllDisplays: () => [display(1, 0), display(2, 1_920)],
};

export const shell = {
  openExternal: (url: string): Promise<void> => {
    tell({ type: 'openExternal', url });
    return Promise.resolve();
  },
};

/** The button that a message box is answered with; the test sets it. */
let answer = 0;
export const dialog = {
  showMessageBox: ({ message, detail, buttons }: { message: string; detail: string; buttons: string[] }) => {
    tell({ type: 'messageBox', message, detail, buttons });
    return Promise.resolve({ response: answer, checkboxChecked: false });
  },
};

export const Menu = {
  buildFromTemplate: (template: readonly { label?: string }[]) => template,
  setApplicationMenu: (template: readonly { label?: string }[]): void =>
    tell({ type: 'menu', labels: template.map(({ label = '' }) => label) }),
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
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    tell({ type: 'forked', pid: child.pid ?? 0 });
    const utility = Object.assign(new EventEmitter(), {
      pid: child.pid,
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
      Promise.resolve(handlers.get(deed.channel)?.(event, ...deed.args)).then(
        (value) => tell({ type: 'invoked', ok: true, value }),
        (error: unknown) => tell({ type: 'invoked', ok: false, value: String(error) }),
      );
      break;
    }
  }
});
