import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listPackage, statFile } from '@electron/asar';
import { Arch, build, Platform, type Configuration } from 'electron-builder';
import packaging from '../electron-builder.config.ts';

/**
 * Packages without Electron’s runtime: electron-builder gets a folder in its place that holds nothing but the
 * names it looks for. What it then puts into the package is what ships, decided by itself and not by a copy of
 * its rules.
 */
const ROOT = join(import.meta.dirname, '..');
export const PACKAGE_PLATFORMS = ['linux', 'win32', 'darwin'] as const;
export type PackagePlatform = (typeof PACKAGE_PLATFORMS)[number];
export type PackagedFile = { readonly path: string; readonly bytes: number; readonly unpacked: boolean };

const TARGETS: Readonly<Record<PackagePlatform, Platform>> = {
  linux: Platform.LINUX,
  win32: Platform.WINDOWS,
  darwin: Platform.MAC,
};
const PLIST =
  '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>CFBundleExecutable</key>' +
  '<string>Electron</string></dict></plist>\n';
const LOCALES: Readonly<Record<string, string>> = Object.fromEntries<string>(
  ['en-US', 'zh-CN', 'zh-TW'].map((name) => [`locales/${name}.pak`, '']),
);
const helperApp = (kind: string): Readonly<Record<string, string>> => {
  const contents = `Electron.app/Contents/Frameworks/Electron Helper${kind}.app/Contents`;
  return { [`${contents}/Info.plist`]: PLIST, [`${contents}/MacOS/Electron Helper${kind}`]: '' };
};
/** What electron-builder renames and rewrites in a runtime. */
const RUNTIME_NAMES: Readonly<Record<PackagePlatform, Readonly<Record<string, string>>>> = {
  linux: { electron: '', ...LOCALES, 'resources/default_app.asar': '' },
  win32: { 'electron.exe': '', ...LOCALES, 'resources/default_app.asar': '' },
  darwin: {
    'Electron.app/Contents/Info.plist': PLIST,
    'Electron.app/Contents/MacOS/Electron': '',
    'Electron.app/Contents/Resources/electron.icns': '',
    'Electron.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Resources/en.lproj/locale.pak':
      '',
    ...helperApp(''),
    ...helperApp(' (Renderer)'),
    ...helperApp(' (GPU)'),
    ...helperApp(' (Plugin)'),
  },
};

/** Every file of the application in a package for this platform, by its path in the package. */
export function packagedFiles(platform: PackagePlatform): Promise<readonly PackagedFile[]> {
  return withPackage(platform, 'x64', (archive) => Promise.resolve(filesOf(archive)));
}

/**
 * Makes a package, hands over its archive (what is unpacked lies beside it as `app.asar.unpacked`), and removes it
 * all once `use` is done.
 */
export async function withPackage<T>(
  platform: PackagePlatform,
  arch: 'x64' | 'arm64',
  use: (archive: string) => Promise<T>,
): Promise<T> {
  const work = mkdtempSync(join(tmpdir(), 'kaibo-package-'));
  try {
    const electronDist = join(work, 'runtime');
    for (const [name, text] of Object.entries(RUNTIME_NAMES[platform])) {
      mkdirSync(dirname(join(electronDist, name)), { recursive: true });
      writeFileSync(join(electronDist, name), text);
    }
    // A copy: electron-builder writes into what it is given.
    const given = structuredClone(packaging);
    const config: Configuration = {
      ...given,
      directories: { ...given.directories, output: join(work, 'dist') },
      electronDist,
      // What is written into the runtime’s own programs has nowhere to go.
      electronFuses: null,
      disableAsarIntegrity: true,
      publish: null,
      win: { ...given.win, signAndEditExecutable: false },
      mac: { ...given.mac, identity: null },
    };
    const targets = TARGETS[platform].createTarget('dir', arch === 'x64' ? Arch.x64 : Arch.arm64);
    await build({ projectDir: ROOT, targets, config, publish: 'never' });
    const [archive] = globSync('dist/**/app.asar', { cwd: work });
    if (archive === undefined) throw new Error('electron-builder made no app.asar');
    return await use(join(work, archive));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export function filesOf(archive: string): readonly PackagedFile[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').replace(/^\//u, ''))
    .flatMap((path): PackagedFile[] => {
      const entry = statFile(archive, path);
      if (!('size' in entry)) return [];
      const unpacked = entry.unpacked === true;
      if (unpacked && !existsSync(join(`${archive}.unpacked`, path)))
        throw new Error(`${path} should lie beside the archive and does not`);
      return [{ path, bytes: entry.size, unpacked }];
    })
    .toSorted((a, b) => a.path.localeCompare(b.path, 'en'));
}
