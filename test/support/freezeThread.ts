import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The thread of a process that carries this name (the kernel keeps 15 characters of it). */
export function threadNamed(pid: number, name: RegExp): number {
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    if (name.test(readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').trim())) return Number(thread);
  }
  throw new Error(`process ${pid} has no thread named ${String(name)}`);
}

/**
 * Stops one thread of a process, which a signal can't (SIGSTOP stops them all). Resolves once it stands; what
 * it resolves with lets it go on. `asleep`: in a sleep of its own, where it holds no lock that others wait for;
 * `at-work`: not there. Needs python3, and on some machines root.
 */
export async function freezeThread(
  threadId: number,
  where: 'anywhere' | 'asleep' | 'at-work',
): Promise<() => Promise<void>> {
  const program = join(import.meta.dirname, 'freezeThread.py');
  const holder = spawn('python3', [program, String(threadId), where], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(holder, 'exit');
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: holder.stdout }).once('line', () => resolve());
    holder.once('error', reject);
    holder.once('exit', (code) => reject(new Error(`freezing thread ${threadId} ended with ${code}`)));
  });
  return async () => {
    holder.stdin.end();
    await gone;
  };
}
