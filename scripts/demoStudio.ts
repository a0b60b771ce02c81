import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '..');
const readySchema = z.object({ url: z.string(), token: z.string() });

/** The sample show, served for a script. */
export async function startDemo(dataDir: string) {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'bin/kaibo.mjs'), 'serve', '--demo', '--ready-json', '--data', dataDir],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const { url, token } = await new Promise<z.infer<typeof readySchema>>((done, fail) => {
    createInterface({ input: child.stdout }).once('line', (line) =>
      done(readySchema.parse(JSON.parse(line))),
    );
    child.once('exit', (code) => fail(new Error(`kaibo serve ended with ${code}`)));
  });
  return {
    url,
    token,
    /** Runs one command, as a member if one is named; a refusal is an error here. */
    command: async (type: string, payload: object = {}, as?: string): Promise<void> => {
      const response = await fetch(`${url}/api/v1/commands`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...(as === undefined ? {} : { 'x-kaibo-member': as }),
        },
        body: JSON.stringify({ id: randomUUID(), type, payload }),
      });
      if (!response.ok) throw new Error(`${type}: ${await response.text()}`);
    },
    stop: () =>
      new Promise<void>((done) => {
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}
