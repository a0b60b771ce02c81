import { fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { CORE_OPTIONS_ENV, type CoreProcess, type ForkCore } from './coreProcess.ts';

/**
 * V8 lets the young heap grow to 16 MB a half before it looks for what is garbage; at 2 MB the core is 40 MB
 * smaller with 50 stations, and its pauses are shorter. In MB.
 */
const YOUNG_HEAP = '--max-semi-space-size=2';

/**
 * glibc gives each thread a heap of its own and keeps what was freed; with one that gives back, the core is 25 MB
 * smaller after a large import. Other systems don't know these names.
 */
const SYSTEM_HEAP = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' };

/**
 * Runs the core under plain Node. Its output goes to this process’s stderr: stdout belongs to whoever called
 * (`--ready-json` prints exactly one line there).
 */
export function forkUnderNode(modulePath: string): ForkCore {
  return (options): CoreProcess => {
    const compiledDir = getCompileCacheDir();
    const child = fork(modulePath, [], {
      env: {
        ...SYSTEM_HEAP,
        ...process.env,
        ...(compiledDir === undefined ? {} : { NODE_COMPILE_CACHE: compiledDir }),
        [CORE_OPTIONS_ENV]: JSON.stringify(options),
      },
      execArgv: [...process.execArgv, YOUNG_HEAP],
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    // Whoever watches over it may still be on its way.
    const early: unknown[] = [];
    const keepEarly = (message: unknown): void => void early.push(message);
    child.on('message', keepEarly);
    const exitListeners: ((reason: string) => void)[] = [];
    let exit: string | null = null;
    const ended = (reason: string): void => {
      if (exit !== null) return;
      exit = reason;
      for (const listener of exitListeners) listener(reason);
    };
    // `error` also reports a message that could not be delivered; only a failed start has no process at all.
    child.on('error', (error) => (child.pid === undefined ? ended(error.message) : undefined));
    child.on('exit', (code, signal) => ended(signal === null ? `exit code ${code}` : `signal ${signal}`));
    return {
      pid: child.pid,
      send: (message) => {
        if (child.connected) child.send(message);
      },
      kill: () => child.kill('SIGKILL'),
      onMessage: (listener) => {
        child.off('message', keepEarly);
        for (const message of early.splice(0)) listener(message);
        child.on('message', listener);
      },
      onExit: (listener) => (exit === null ? exitListeners.push(listener) : listener(exit)),
    };
  };
}
