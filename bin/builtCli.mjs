import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const BUILT = 'out/main/cli/kaibo.js';
const SOURCES = ['src/cli', 'src/core', 'src/shared'];
const SINGLE_SOURCES = ['electron.vite.config.ts', 'package.json', 'package-lock.json'];

/**
 * The built command line, which starts twice as fast as the sources, or null where it is not built or a source
 * was changed, added or removed since: whoever edits Kaibo runs what they wrote.
 *
 * @param {string} root
 * @returns {string | null}
 */
export function builtCli(root) {
  const built = join(root, BUILT);
  if (!existsSync(built)) return null;
  const builtAtMs = statSync(built).mtimeMs;
  /**
   * An editor's lock file may be a link to nowhere, or gone by now.
   * @param {string} path
   */
  const isOlder = (path) =>
    (lstatSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0) <= builtAtMs;
  const inFolders = SOURCES.flatMap((folder) => [
    folder,
    ...readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    ),
  ]);
  return [...SINGLE_SOURCES, ...inFolders].every(isOlder) ? built : null;
}
