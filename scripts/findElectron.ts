import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the program is in a runtime that was brought along and never unpacked by the package itself. */
const PROGRAMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};
const PACKAGE = join(import.meta.dirname, '../node_modules/electron');

/**
 * Electron’s runtime, or null where it was never fetched. Asking the package itself (`require('electron')`)
 * would start a download, which is just what must not happen in a room without network.
 */
export function findElectron(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const pathFile = join(PACKAGE, 'path.txt');
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const executable = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null;
  const path =
    override !== undefined
      ? join(override, PROGRAMS[platform] ?? 'electron')
      : executable !== null
        ? join(PACKAGE, 'dist', executable)
        : null;
  return path !== null && existsSync(path) ? path : null;
}
