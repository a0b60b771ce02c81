import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import packaging from '../../electron-builder.config.ts';
import { filesOf, PACKAGE_PLATFORMS, withPackage, type PackagedFile } from '../../scripts/dryPackage.ts';
import { ensureBuilt } from '../../scripts/freshBuild.ts';
import { icnsFile, icoFile } from '../../scripts/iconFiles.ts';
import { packageOf, packageProblems } from '../../scripts/packageProblems.ts';
import { importedPackages, productionDependencies } from '../../scripts/shippedPackages.ts';
import { forkUnderNode } from '#core/forkNode';
import { listBackups } from '#core/store/index';
import { superviseCore } from '#core/supervisor';

const work = mkdtempSync(join(tmpdir(), 'kaibo-package-test-'));
beforeAll(() => ensureBuilt(), 120_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('XC-10 what ships', () => {
  it.each(PACKAGE_PLATFORMS)(
    'XC-10 a package for %s holds the build, SQLite for that platform, and nothing that is not needed',
    async (platform) => {
      const files = await withPackage(platform, 'arm64', (archive) => Promise.resolve(filesOf(archive)));
      const shipped = { dependencies: productionDependencies(), imported: importedPackages() };
      expect(packageProblems(files, platform, 'arm64', shipped)).toEqual([]);
      expect([...shipped.imported]).toEqual(['better-sqlite3']);
    },
    120_000,
  );

  it('what was packaged runs: its core serves the director’s page from the files of the package alone', async () => {
    const app = join(work, 'app');
    await withPackage('linux', process.arch === 'arm64' ? 'arm64' : 'x64', (archive) => {
      extractAll(archive, app);
      return Promise.resolve();
    });
    const core = superviseCore({
      fork: forkUnderNode(join(app, 'out/main/core.js')),
      options: {
        dataDir: join(work, 'data'),
        rendererDir: join(app, 'out/renderer'),
        demoShowFile: join(app, 'resources/demo/show.json'),
      },
      log: () => undefined,
    });
    try {
      const { url, token } = await core.whenReady();
      const page = await fetch(`${url}/director`, { headers: { authorization: `Bearer ${token}` } });
      const [, script] = /src="(\/assets\/[^"]+\.js)"/u.exec(await page.text()) ?? [];
      expect((await fetch(`${url}${script}`)).status).toBe(200);
      const state = await fetch(`${url}/api/v1/state`, { headers: { authorization: `Bearer ${token}` } });
      expect(state.status).toBe(200);
      // A run begins with a backup, which a thread of its own makes.
      await fetch(`${url}/api/v1/commands`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ id: randomUUID(), type: 'run.start', payload: { mode: 'rehearsal' } }),
      });
      await vi.waitFor(() => expect(listBackups(join(work, 'data'))).not.toEqual([]), 10_000);
    } finally {
      await core.stop();
    }
  }, 120_000);
});

describe('XC-10 the check of a package', () => {
  const file = (path: string, unpacked = false): PackagedFile => ({ path, bytes: 1, unpacked });
  const good: readonly PackagedFile[] = [
    ...[
      'package.json',
      'out/main/index.js',
      'out/main/core.js',
      'out/main/backupWorker.js',
      'out/main/licenses.md',
      'out/renderer/licenses.md',
      'out/preload/index.cjs',
      ...['console', 'prompter', 'checklist', 'assistant', 'overlay'].map(
        (page) => `out/renderer/${page}/index.html`,
      ),
      'resources/demo/show.json',
      'resources/icons/tray.png',
      'resources/icons/trayTemplate.png',
      'node_modules/better-sqlite3/package.json',
    ].map((path) => file(path)),
    file('node_modules/better-sqlite3/prebuilds/win32-x64.node', true),
  ];
  const names = new Set(['better-sqlite3']);
  const problems = (files: readonly PackagedFile[]): readonly string[] =>
    packageProblems(files, 'win32', 'x64', { dependencies: names, imported: names });

  it('XC-10 a package as it should be has no problem', () => {
    expect(problems(good)).toEqual([]);
  });

  it.each(good.map(({ path }) => path))('XC-10 it misses %s', (missing) => {
    expect(problems(good.filter(({ path }) => path !== missing))).toEqual([`missing: ${missing}`]);
  });

  it.each([
    ['test/main/desktop.test.ts', 'does not belong'],
    ['src/core/studio.ts', 'does not belong'],
    ['docs/desktop.md', 'does not belong'],
    ['.cache/test-results/unit.json', 'does not belong'],
    ['out/main/core.js.map', 'does not belong'],
    ['out/main/cli/kaibo.js', 'does not belong'],
    ['resources/icons/app.ico', 'does not belong'],
    ['electron-builder.config.ts', 'does not belong'],
    ['node_modules/vitest/package.json', 'no production dependency'],
    ['node_modules/better-sqlite3/README.md', 'does not belong'],
    ['node_modules/better-sqlite3/node_modules/evil/index.js', 'no production dependency'],
    ['node_modules/better-sqlite3/prebuilds/linux-x64.node', 'for another platform'],
  ])('XC-10 it refuses %s', (path, why) => {
    expect(problems([...good, file(path)])).toEqual([`${why}: ${path}`]);
  });

  it('XC-10 a native module inside the archive could not be loaded', () => {
    const packed = good.map((each) => ({ ...each, unpacked: false }));
    expect(problems(packed)).toEqual([
      'must lie beside the archive: node_modules/better-sqlite3/prebuilds/win32-x64.node',
    ]);
  });

  it.each([
    ['node_modules/a/index.js', 'a'],
    ['node_modules/@x/a/index.js', '@x/a'],
    ['node_modules/a/node_modules/@x/b/c.js', '@x/b'],
    ['out/main/index.js', null],
  ])('%s belongs to %s', (path, name) => {
    expect(packageOf(path)).toBe(name);
  });
});

describe('XC-10 the packaged Electron', () => {
  it('XC-10 can’t be turned into a Node, a debugger or another program', () => {
    expect(packaging.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('names no server of its own: where updates are is said when it is built, or not at all', () => {
    expect(packaging.publish).toBeNull();
    expect(readFileSync(new URL('../../electron-builder.config.ts', import.meta.url), 'utf8')).not.toMatch(
      /https?:\/\//u,
    );
  });
});

describe('icon files', () => {
  const pictures = [16, 256].map((size) => ({ size, png: Buffer.from(`picture ${size}`) }));

  it('a Windows icon says where each picture is and how large; 256 is written as 0', () => {
    const ico = Buffer.from(icoFile(pictures));
    expect(ico.readUInt16LE(2)).toBe(1);
    expect(ico.readUInt16LE(4)).toBe(2);
    const found = [0, 1].map((index) => {
      const at = 6 + 16 * index;
      const offset = ico.readUInt32LE(at + 12);
      return [ico[at], ico.subarray(offset, offset + ico.readUInt32LE(at + 8)).toString()];
    });
    expect(found).toEqual([
      [16, 'picture 16'],
      [0, 'picture 256'],
    ]);
  });

  it('a macOS icon is as long as it says, and has each picture under each of its types', () => {
    const icns = Buffer.from(icnsFile(pictures));
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    expect(icns.toString('latin1').match(/ic\d\d/gu)).toEqual(['ic08', 'ic13']);
  });
});
