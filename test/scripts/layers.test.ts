import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { judgeImport } from '../../scripts/lint/layers.ts';

const ROOT = join(import.meta.dirname, '../..');

type Case = readonly [importer: string, specifier: string, kind: 'value' | 'type'];

describe('layers of the source', () => {
  it.each<Case>([
    ['src/shared/run/evolve.ts', '../model/ids.ts', 'value'],
    ['src/shared/run/evolve.ts', '#shared/errors', 'value'],
    ['src/shared/model/ids.ts', 'zod', 'value'],
    ['src/core/run/executor.ts', '#shared/run/evolve', 'value'],
    ['src/core/run/executor.ts', 'node:fs', 'value'],
    ['src/core/run/executor.ts', '../store/index.ts', 'value'],
    ['src/core/run/executor.ts', '#core/store/index', 'value'],
    ['src/core/run/executor.ts', '../studioClock.ts', 'value'],
    ['src/core/switcher/obs/adapter.ts', '../port.ts', 'value'],
    ['src/core/switcher/obs/adapter.ts', '../rehearsal/faults.ts', 'value'],
    ['src/core/desk/index.ts', './products/index.ts', 'value'],
    ['src/core/studio.ts', './desk/products/index.ts', 'value'],
    ['src/main/index.ts', 'electron', 'value'],
    ['src/main/desktop.ts', '../core/supervisor.ts', 'value'],
    ['src/preload/index.ts', '../shared/desktopShell.ts', 'value'],
    ['src/cli/kaibo.ts', '#core/studio', 'value'],
    ['src/renderer/console/main.tsx', '../../shared/timing/vector.ts', 'value'],
    ['src/renderer/console/main.tsx', '../common/tokens.css', 'value'],
    ['src/renderer/console/main.tsx', '../../core/station/index.ts', 'type'],
    ['src/renderer/common/i18n.ts', '../../../resources/locales/en/common.json', 'value'],
    ['src/renderer/console/main.tsx', 'react', 'value'],
    ['test/core/run.test.ts', '../../src/core/run/executor.ts', 'value'],
    ['scripts/start.ts', '../src/core/store/database.ts', 'value'],
  ])('%s may import %s (%s)', (importer, specifier, kind) => {
    expect(judgeImport({ importer, specifier, typeOnly: kind === 'type' })).toBeNull();
  });

  it.each<readonly [...Case, instead: RegExp]>([
    ['src/shared/run/evolve.ts', '../../core/store/index.ts', 'value', /move the rule here/],
    ['src/shared/run/evolve.ts', '#core/store/index', 'type', /move the rule here/],
    ['src/shared/run/evolve.ts', 'node:fs', 'value', /Do the I\/O in src\/core/],
    ['src/shared/run/evolve.ts', 'fs/promises', 'type', /Do the I\/O in src\/core/],
    ['src/shared/run/evolve.ts', 'electron', 'type', /only src\/main and src\/preload/],
    ['src/core/studio.ts', 'electron', 'value', /let main or cli pass in/],
    ['src/core/studio.ts', '../main/windows.ts', 'type', /let main or cli pass in/],
    ['src/core/studio.ts', '../renderer/common/clock.ts', 'value', /neither the shell nor the pages/],
    ['src/core/studio.ts', './store/database.ts', 'value', /from src\/core\/store\/index\.ts/],
    ['src/core/run/executor.ts', '../store/database.ts', 'type', /from src\/core\/store\/index\.ts/],
    [
      'src/core/desk/props/service.ts',
      '../products/repository.ts',
      'value',
      /src\/core\/desk\/products\/index\.ts/,
    ],
    ['src/core/desk/index.ts', './products/repository.ts', 'value', /src\/core\/desk\/products\/index\.ts/],
    ['src/main/desktop.ts', '#core/store/database', 'value', /from src\/core\/store\/index\.ts/],
    ['src/main/desktop.ts', '../renderer/common/clock.ts', 'value', /HTTP or the preload/],
    ['src/main/desktop.ts', '../preload/index.ts', 'value', /HTTP or the preload/],
    ['src/cli/kaibo.ts', 'electron', 'value', /only src\/main and src\/preload/],
    ['src/cli/kaibo.ts', '../main/desktop.ts', 'value', /import from src\/core or src\/shared/],
    ['src/preload/index.ts', '../core/station/index.ts', 'type', /shell verbs only/],
    ['src/renderer/console/main.tsx', '../../core/station/index.ts', 'value', /import types only/],
    ['src/renderer/console/main.tsx', '../../core/station/router.ts', 'type', /station\/index\.ts/],
    ['src/renderer/console/main.tsx', 'electron', 'type', /only src\/main and src\/preload/],
    ['src/renderer/console/main.tsx', 'path', 'value', /Ask the core through its API/],
    ['src/core/studio.ts', '../../test/support/obs.ts', 'value', /move the code into src/],
    ['src/core/studio.ts', '#test/support/obs', 'value', /move the code into src/],
  ])(
    '%s must not import %s (%s), and the message says what to do instead',
    (importer, specifier, kind, instead) => {
      expect(judgeImport({ importer, specifier, typeOnly: kind === 'type' })).toMatch(instead);
    },
  );

  it('the linter reports every way to write a forbidden import, at its line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kaibo-layers-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    write(
      '.oxlintrc.json',
      JSON.stringify({
        jsPlugins: [join(ROOT, 'scripts/lint/plugin.ts')],
        categories: { correctness: 'off' },
        rules: { 'kaibo/layers': 'error' },
      }),
    );
    write(
      'src/renderer/console/page.ts',
      [
        "import { a } from '../../core/station/index.ts';",
        "import type { B } from '../../core/station/index.ts';",
        "import { type C } from '../../core/station/index.ts';",
        "export * from '../../core/station/index.ts';",
        "export { d } from '../../core/station/index.ts';",
        "export type { E } from '../../core/station/index.ts';",
        "const f = import('../../core/station/index.ts');",
        "type G = import('../../core/station/index.ts').G;",
        "type H = import('../../core/store/database.ts').H;",
        "import 'node:fs';",
        "// import { i } from '../../core/station/index.ts';",
      ].join('\n'),
    );
    write('src/shared/pure.ts', 'export const text = "import { a } from \'../core/index.ts\'";\n');

    const { stdout, status } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--format', 'unix'],
      { cwd: folder, encoding: 'utf8' },
    );
    const reported = [...stdout.matchAll(/^(\S+?):(\d+):\d+: /gm)].map(([, file, line]) => `${file}:${line}`);
    const page = 'src/renderer/console/page.ts';
    expect(reported).toEqual([1, 3, 4, 5, 7, 9, 10].map((line) => `${page}:${line}`));
    expect(status).toBe(1);
  });
});
