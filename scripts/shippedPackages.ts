import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');
const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), optional: z.boolean().optional() })),
});

/** Names of all packages that npm installs for production, by the lockfile. */
export function productionDependencies(): ReadonlySet<string> {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  return new Set(
    Object.entries(packages).flatMap(([path, { dev }]) =>
      path === '' || dev === true
        ? []
        : [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)],
    ),
  );
}

/** Packages that the built main process and core import by name. */
export function importedPackages(): ReadonlySet<string> {
  const known = new Set([...builtinModules, 'electron']);
  return new Set(
    globSync('out/main/**/*.js', { cwd: ROOT })
      .flatMap((file) => [
        ...readFileSync(join(ROOT, file), 'utf8').matchAll(
          /^import\s(?:[^'"\n]*\sfrom\s*)?["']((?:@[^/"']+\/)?[^./"'][^/"']*)(?:\/[^"']*)?["'];?$/gmu,
        ),
      ])
      .flatMap(([, name]) =>
        name === undefined || name.startsWith('node:') || known.has(name) ? [] : [name],
      ),
  );
}
