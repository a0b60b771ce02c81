import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** What the build is made of (folders too: a file may have been removed), and a file of each of its parts. */
const SOURCES = [
  'src',
  'src/**/*',
  'resources',
  'resources/**/*',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];
const OUTPUTS = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/console/index.html'];

/** True when something is not built, or a source is newer than what was built from it. */
export function isBuildStale(root = ROOT): boolean {
  if (!OUTPUTS.every((output) => existsSync(join(root, output)))) return true;
  const builtAtMs = Math.min(...OUTPUTS.map((output) => statSync(join(root, output)).mtimeMs));
  return globSync(SOURCES, { cwd: root }).some((source) => statSync(join(root, source)).mtimeMs > builtAtMs);
}

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
