import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isBuildStale } from '../../scripts/freshBuild.ts';
import { projectWith } from '../support/datedProject.ts';

const BUILT = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/console/index.html'];

it('a build is stale when a source was removed', () => {
  const root = projectWith({ ...builtAt(200), 'src/a.ts': 100, 'src/b.ts': 100 });
  expect(isBuildStale(root)).toBe(false);
  rmSync(join(root, 'src/b.ts'));
  expect(isBuildStale(root)).toBe(true);
});

const builtAt = (sec: number) => Object.fromEntries(BUILT.map((path) => [path, sec]));

it.each([
  ['nothing is built', { 'src/a.ts': 100 }, true],
  ['all is newer than the sources', { ...builtAt(200), 'src/deep/a.ts': 100, 'package.json': 150 }, false],
  ['a source is newer', { ...builtAt(200), 'src/deep/a.ts': 201 }, true],
  ['a page is newer', { ...builtAt(200), 'src/renderer/console/index.html': 201 }, true],
  ['the configuration is newer', { ...builtAt(200), 'electron.vite.config.ts': 201 }, true],
  [
    'one part was not built',
    { 'out/main/index.js': 200, 'out/preload/index.cjs': 200, 'src/a.ts': 100 },
    true,
  ],
  [
    'one part is older than the sources',
    { ...builtAt(200), 'out/preload/index.cjs': 50, 'src/a.ts': 100 },
    true,
  ],
  ['only a document is newer', { ...builtAt(200), 'docs/a.md': 300 }, false],
])('a build is stale or not: %s', (_what, files, stale) => {
  expect(isBuildStale(projectWith(files))).toBe(stale);
});
