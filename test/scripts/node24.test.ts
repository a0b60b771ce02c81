import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const BIN = join(import.meta.dirname, '../../bin');
/** Makes a Node believe that it is an old one; what it starts is not told. */
const OLD_NODE = [
  '--import',
  `data:text/javascript,${encodeURIComponent("Object.defineProperty(process.versions, 'node', { value: '20.20.2' });")}`,
];

function script(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kaibo-node24-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'script.ts'), text);
  return join(folder, 'script.ts');
}

describe('whatever Node npm was started with', () => {
  it('an old Node hands over to the Node 24 that came with Kaibo, arguments and exit code included', () => {
    const path = script(
      'console.log(process.versions.node, process.argv.slice(2).join()); process.exitCode = 7 as number;',
    );
    const { stdout, status } = spawnSync(
      process.execPath,
      [...OLD_NODE, join(BIN, 'script.mjs'), path, 'a', 'b c'],
      {
        encoding: 'utf8',
      },
    );
    expect(stdout).toMatch(/^24\.\d+\.\d+ a,b c\n$/);
    expect(status).toBe(7);
  });

  it('without that Node it says what to do, and does not crash in SQLite', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kaibo-no-node-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(BIN, join(folder, 'bin'), { recursive: true });
    const { stderr, stdout, status } = spawnSync(
      process.execPath,
      [...OLD_NODE, join(folder, 'bin/kaibo.mjs'), 'serve'],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr).toMatch(/^NODE_UNSUITABLE: .*20\.20\.2.*npm rebuild node --ignore-scripts=false.*\n$/);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    '%s to the first process ends the second one in order',
    async (signal) => {
      const path = script(`
      process.on('SIGTERM', () => { console.log('stopped'); process.exit(0); });
      setInterval(() => {}, 60_000);
      console.log('started');
    `);
      const first = spawn(process.execPath, [...OLD_NODE, join(BIN, 'script.mjs'), path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      first.stdout.setEncoding('utf8');
      const [started] = await once(first.stdout, 'data');
      expect(started).toBe('started\n');
      first.kill(signal);
      // The pipe ends only when the second process, which writes to it too, is gone.
      const [rest] = await once(first.stdout, 'data');
      expect(rest).toBe('stopped\n');
      await once(first.stdout, 'end');
    },
  );
});
