import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

export type BareProcess = { readonly url: string; readonly pid: number; readonly stop: () => Promise<void> };

/** Starts `bareServer.ts`. */
export async function startBareProcess(): Promise<BareProcess> {
  const child = fork(join(import.meta.dirname, 'bareServer.ts'), [], { stdio: ['ignore', 2, 2, 'ipc'] });
  const [message] = await once(child, 'message');
  const { port } = z.object({ port: z.number() }).parse(message);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
