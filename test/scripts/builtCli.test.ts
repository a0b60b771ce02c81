import { lutimesSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { builtCli } from '../../bin/builtCli.mjs';
import { projectWith } from '../support/datedProject.ts';

const OLD = {
  'package.json': 100,
  'electron.vite.config.ts': 100,
  'src/core/a.ts': 100,
  'src/shared/b/c.ts': 100,
};
const CLI = { 'src/cli/kaibo.ts': 100 };
const BUILT = { 'out/main/cli/kaibo.js': 200 };

it.each([
  ['nothing is built', { ...OLD, ...CLI }, 'sources'],
  ['all is older than the build', { ...OLD, ...CLI, ...BUILT }, 'built'],
  ['a source deep down is newer', { ...OLD, ...CLI, ...BUILT, 'src/shared/b/c.ts': 201 }, 'sources'],
  ['the command line itself is newer', { ...OLD, ...BUILT, 'src/cli/kaibo.ts': 201 }, 'sources'],
  [
    'the build’s configuration is newer',
    { ...OLD, ...CLI, ...BUILT, 'electron.vite.config.ts': 201 },
    'sources',
  ],
  ['a dependency was added', { ...OLD, ...CLI, ...BUILT, 'package.json': 201 }, 'sources'],
  ['a dependency is another version', { ...OLD, ...CLI, ...BUILT, 'package-lock.json': 201 }, 'sources'],
  ['only a page is newer', { ...OLD, ...CLI, ...BUILT, 'src/renderer/a.tsx': 201 }, 'built'],
])('which command line runs when %s', (_when, files, which) => {
  const root = projectWith(files);
  expect(builtCli(root)).toBe(which === 'built' ? `${root}/out/main/cli/kaibo.js` : null);
});

it('a source that was removed since, and an editor’s lock file that links to nowhere', () => {
  const root = projectWith({ ...OLD, ...CLI, ...BUILT, 'src/core/b.ts': 100 });
  expect(builtCli(root)).not.toBeNull();
  symlinkSync('nobody@nowhere', join(root, 'src/core/.#a.ts'));
  lutimesSync(join(root, 'src/core/.#a.ts'), 100, 100);
  utimesSync(join(root, 'src/core'), 100, 100);
  expect(builtCli(root)).not.toBeNull();
  rmSync(join(root, 'src/core/b.ts'));
  expect(builtCli(root)).toBeNull();
});
