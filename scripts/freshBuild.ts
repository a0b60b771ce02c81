import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isFresh } from '../bin/freshness.mjs';

const ROOT = join(import.meta.dirname, '..');

/** What the build is made of, and a file of each of its parts. */
const SOURCES = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
const OUTPUTS = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/console/index.html'];

/** True when something is not built, or a source is newer than what was built from it. */
export const isBuildStale = (root = ROOT): boolean => !isFresh(root, { outputs: OUTPUTS, sources: SOURCES });

/** Builds out/ if it must; throws when the build fails, after it has said why. */
export function ensureBuilt(): void {
  if (isBuildStale()) build();
}

export function build(): void {
  const { status } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) throw new Error('The build failed (electron-vite build)');
}
