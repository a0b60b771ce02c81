import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ensureBuilt } from '../../scripts/freshBuild.ts';
import { toTest } from './standIn/protocol.ts';
import type { FromTest, ToTest } from './standIn/protocol.ts';

/** The built desktop, run under plain Node with a stand-in for Electron around a real core. */

const ROOT = join(import.meta.dirname, '../..');
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).toReversed()) cleanup();
});
beforeAll(() => ensureBuilt(), 120_000);

type Told<T extends ToTest['type']> = Extract<ToTest, { type: T }>;

function startDesktop(...flags: readonly string[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'kaibo-desktop-'));
  cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const child = fork(join(ROOT, 'out/main/index.js'), ['--data', dataDir, ...flags], {
    execArgv: ['--import', join(import.meta.dirname, 'standIn/resolveElectron.ts')],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit').then(([code]) => z.number().nullable().parse(code));
  const told: ToTest[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.on('message', (message) => {
    told.push(toTest.parse(message));
    for (const look of waiting) look();
  });

  const all = <T extends ToTest['type']>(type: T): Told<T>[] =>
    told.filter((message): message is Told<T> => message.type === type);
  /** The n-th message of a type (from 0), as soon as it is there. */
  const hears = <T extends ToTest['type']>(type: T, n = 0): Promise<Told<T>> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = all(type)[n];
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void exited.then((code) =>
        reject(new Error(`The desktop ended with ${code} before "${type}" ${n}:\n${stderr}`)),
      );
    });
  const say = (deed: FromTest): void => void child.send(deed);
  return { pid: child.pid ?? 0, hears, all, say, exited };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Resolves when the process is gone; the test’s own time limit is the deadline. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function fetchUntilServed(url: string, cookie: string): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url, { headers: { cookie } });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10)); // refused: the core is not back yet
    }
  }
}

const cookieHeader = ({ cookie }: Told<'cookie'>): string =>
  `${String(cookie['name'])}=${String(cookie['value'])}`;

describe('the built desktop', () => {
  it('XC-10 opens a sandboxed director window on its own core, signed in by a cookie no script can read', async () => {
    const { hears } = startDesktop();
    const { options } = await hears('window');
    const { url } = await hears('loadURL');
    const cookie = await hears('cookie');
    await hears('show');

    expect(options['title']).toBe('导播台');
    expect(options['webPreferences']).toEqual({
      preload: join(ROOT, 'out/preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      backgroundThrottling: false,
    });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/director$/);
    expect(cookie.cookie).toMatchObject({
      name: `kaibo_token_${new URL(url).port}`,
      httpOnly: true,
      sameSite: 'strict',
    });

    const page = await fetch(url, { headers: { cookie: cookieHeader(cookie) } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="root">');
    const state = await fetch(new URL('/api/v1/state', url), { headers: { cookie: cookieHeader(cookie) } });
    expect(state.status).toBe(200);
    expect((await fetch(new URL('/api/v1/state', url))).status).toBe(401);
  });

  it('XC-10 its windows stay on their own pages, and only the shell verbs of its own pages are answered', async () => {
    const { hears, all, say } = startDesktop();
    const { id, url } = await hears('loadURL');

    say({ type: 'navigate', id, url: 'https://example.org/' });
    say({ type: 'navigate', id, url: new URL('/prompter', url).href });
    expect((await hears('navigated', 0)).prevented).toBe(true);
    expect((await hears('navigated', 1)).prevented).toBe(false);
    say({ type: 'open', id, url: 'https://example.org/' });
    expect((await hears('opened')).result).toEqual({ action: 'deny' });
    expect((await hears('openExternal')).url).toBe('https://example.org/');
    expect(all('guarded').map(({ what }) => what)).toEqual(['permission requests', 'permission checks']);

    const openStation = (from: string, station: string): void =>
      say({ type: 'invoke', id, from, channel: 'shell:open-station', args: [station] });
    openStation('https://example.org/', 'prompter');
    await hears('invoked', 0);
    expect(all('window')).toHaveLength(1);
    openStation(url, '../../etc/passwd');
    expect((await hears('invoked', 1)).ok).toBe(false);
    openStation(url, 'prompter');
    expect((await hears('loadURL', 1)).url).toBe(new URL('/prompter', url).href);
    expect((await hears('fullScreen')).fullScreen).toBe(true);
    openStation(url, 'prompter');
    await hears('focus');
    expect(all('window')).toHaveLength(2);
  });

  it('LIVE-25 XC-07 a core killed by kill -9 is back on the same address within 2 s, its windows untouched', async () => {
    const { hears, all } = startDesktop();
    const { url } = await hears('loadURL');
    const cookie = cookieHeader(await hears('cookie'));
    const { pid } = await hears('forked');

    const killedMs = performance.now();
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    const page = await fetchUntilServed(new URL('/api/v1/state', url).href, cookie);
    const backMs = performance.now() - killedMs;
    console.log(`core killed: its state was served again after ${backMs.toFixed(0)} ms`);

    expect(page.status).toBe(200);
    expect(all('forked')).toHaveLength(2);
    expect(all('window')).toHaveLength(1);
    expect(all('loadURL')).toHaveLength(1);
    expect(backMs).toBeLessThanOrEqual(2_000);
  });

  it('XC-07 closing the last window asks, and by default nothing is stopped', async () => {
    const { hears, say, exited } = startDesktop();
    const { id, url } = await hears('loadURL');
    const { pid } = await hears('forked');

    say({ type: 'close', id });
    expect(await hears('messageBox')).toMatchObject({
      message: '窗口都关了,开播台还在运行',
      buttons: ['继续运行', '退出开播台'],
    });
    expect((await fetch(new URL('/api/v1/health', url))).status).toBe(200);
    expect(isAlive(pid)).toBe(true);

    say({ type: 'quit' });
    expect(await exited).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  it('a failure that would come again is told in Chinese, with what to do', async () => {
    const first = startDesktop();
    const { url } = await first.hears('loadURL');
    const { port } = new URL(url);
    const second = startDesktop('--port', port);
    const { message, detail } = await second.hears('messageBox');
    expect(message).toBe('开播台没能启动');
    expect(detail).toContain(port);
    expect(await second.exited).toBe(0);
    expect(second.all('forked')).toHaveLength(1);
  });

  it('LIVE-25 if the desktop itself is killed, its core goes too and leaves the data folder free', async () => {
    const { hears, pid } = startDesktop();
    await hears('loadURL');
    const core = await hears('forked');
    process.kill(pid, 'SIGKILL');
    await gone(core.pid);
    expect(isAlive(core.pid)).toBe(false);
  });
});

describe('the built preload', () => {
  it('XC-10 needs nothing but electron and gives the page three things', async () => {
    const source = readFileSync(join(ROOT, 'out/preload/index.cjs'), 'utf8');
    const exposed = new Map<string, unknown>();
    const invoked: unknown[][] = [];
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) },
      ipcRenderer: {
        invoke: (...args: unknown[]) => {
          invoked.push(args);
          return Promise.resolve(true);
        },
      },
    };
    const require = (name: string): unknown => {
      if (name !== 'electron') throw new Error(`A sandboxed preload can’t require ${name}`);
      return electron;
    };
    // As Electron does it: the file is a function’s body, and `require` is one of its parameters.
    runInNewContext(source, { require, process: { versions: {} }, module: { exports: {} }, exports: {} });

    expect([...exposed.keys()]).toEqual(['kaiboShell']);
    const shell = z
      .strictObject({
        versions: z.strictObject({ electron: z.string(), chrome: z.string() }),
        openStation: z.custom<(station: string) => Promise<void>>((value) => typeof value === 'function'),
        toggleFullScreen: z.custom<() => Promise<boolean>>((value) => typeof value === 'function'),
      })
      .parse(exposed.get('kaiboShell'));
    await shell.openStation('prompter');
    expect(await shell.toggleFullScreen()).toBe(true);
    expect(invoked).toEqual([['shell:open-station', 'prompter'], ['shell:toggle-full-screen']]);
  });
});
