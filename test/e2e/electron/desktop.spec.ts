import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import type { KaiboShell } from '#shared/desktopShell';
import { findElectron } from '../../../scripts/findElectron.ts';

/**
 * The desktop in the real Electron. Its binary comes from a download that some networks block, so that these
 * tests are skipped, by name, where it is not; test/main/desktop.test.ts covers the same ground without it.
 */
const ROOT = join(import.meta.dirname, '../../..');
const electron = findElectron();
const hasScreen =
  process.platform !== 'linux' ||
  process.env['DISPLAY'] !== undefined ||
  process.env['WAYLAND_DISPLAY'] !== undefined;

test.describe('the desktop in Electron', () => {
  test.skip(electron === null, 'Electron’s runtime is not installed');
  test.skip(!hasScreen, 'there is no screen');

  let app: ElectronApplication;
  let page: Page;
  let dataDir: string;

  test.beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'kaibo-electron-'));
    app = await _electron.launch({
      executablePath: electron ?? '',
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ROOT,
        '--data',
        dataDir,
        `--user-data-dir=${join(dataDir, 'user')}`,
      ],
    });
    page = await app.firstWindow();
  });
  test.afterEach(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('XC-10 the director’s page is the core’s, and has no Node but the shell verbs', async () => {
    await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/director$/);
    const seen = await page.evaluate(() => {
      const shell: object = Reflect.get(globalThis, 'kaiboShell') ?? {};
      return {
        process: typeof Reflect.get(globalThis, 'process'),
        require: typeof Reflect.get(globalThis, 'require'),
        verbs: Object.keys(shell).toSorted(),
        cookie: document.cookie,
      };
    });
    expect(seen).toEqual({
      process: 'undefined',
      require: 'undefined',
      verbs: [
        'changeDesktopSettings',
        'desktopFacts',
        'openFolder',
        'openStation',
        'pickShowFile',
        'saveFile',
        'toggleFullScreen',
        'versions',
      ],
      cookie: '',
    });
  });

  test('XC-10 a page can neither leave its origin nor open a window by itself', async () => {
    const before = page.url();
    await page.evaluate(() => {
      location.href = 'https://example.org/';
      window.open('about:blank');
    });
    await page.evaluate(() => fetch('/api/v1/health').then((response) => response.status));
    expect(page.url()).toBe(before);
    expect(app.windows()).toHaveLength(1);
  });

  test('XC-07 the prompter opens in a window of its own, and closing it leaves the director', async () => {
    const opened = app.waitForEvent('window');
    await page.evaluate(() => {
      const shell: { openStation(station: string): Promise<void> } = Reflect.get(globalThis, 'kaiboShell');
      return shell.openStation('prompter');
    });
    const prompter = await opened;
    await expect(prompter).toHaveURL(/\/prompter$/);
    await prompter.close();
    expect(await page.evaluate(() => fetch('/api/v1/state').then((response) => response.status))).toBe(200);
  });

  test('XC-10 the OBS password goes through the system’s keystore, or into a file of this user, never into the database', async () => {
    const facts = await page.evaluate(() => {
      const shell: KaiboShell = Reflect.get(globalThis, 'kaiboShell');
      return shell.desktopFacts();
    });
    expect(facts.dataDir).toBe(dataDir);
    await page.evaluate(() =>
      fetch('/api/v1/commands', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          id: crypto.randomUUID(),
          type: 'obs.settings',
          payload: { url: 'ws://127.0.0.1:1', password: 'Xc10-electron' },
        }),
      }).then((response) => response.json()),
    );
    const file = join(dataDir, facts.secretsKeptBy === 'keystore' ? 'keystore.json' : 'secrets.json');
    await expect.poll(() => existsSync(file)).toBe(true);
    const holding = readdirSync(dataDir).filter(
      (name) =>
        name.startsWith('kaibo.db') && readFileSync(join(dataDir, name), 'latin1').includes('Xc10-electron'),
    );
    expect(holding).toEqual([]);
  });

  test('XC-07 settings of the shell are kept, a key that can be had is on', async () => {
    const facts = await page.evaluate(() => {
      const shell: KaiboShell = Reflect.get(globalThis, 'kaiboShell');
      return shell.changeDesktopSettings({ shortcuts: { take: 'F13', panic: 'F13' } });
    });
    expect(facts.settings.shortcuts).toEqual({ take: 'F13', panic: 'F13' });
    expect(facts.shortcutStates.panic).toBe('taken');
    const remembered = await app.evaluate(({ app: electronApp }) => electronApp.getPath('userData'));
    expect(readFileSync(join(remembered, 'desktop.json'), 'utf8')).toContain('F13');
  });
});
