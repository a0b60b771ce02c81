import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this Kaibo: the one with its package.json, whether we run as sources or as built. */
export const KAIBO_ROOT = rootAbove(import.meta.dirname);

/** What is run is of one kind: the built command line forks the built core, the sources fork the sources. */
export const CORE_MODULE = join(
  KAIBO_ROOT,
  import.meta.filename.endsWith('.ts') ? 'src/core/process.ts' : 'out/main/core.js',
);

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
  return rootAbove(above);
}
