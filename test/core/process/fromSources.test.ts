import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { newFolder } from '../../support/inMemoryStudio.ts';

const ROOT = join(import.meta.dirname, '../../..');

it('kaibo runs from its sources, too: the command line forks the core that lies beside it', async () => {
  const dataDir = newFolder();
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const child = spawn(
    process.execPath,
    [join(ROOT, 'src/cli/kaibo.ts'), 'serve', '--ready-json', '--demo', '--data', dataDir],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));
  const health: unknown = await (await fetch(`${url}/api/v1/health`)).json();
  expect(health).toMatchObject({ status: 'ok' });
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
