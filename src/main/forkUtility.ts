import { createInterface } from 'node:readline';
import type { utilityProcess as ElectronUtilityProcess } from 'electron';
import { CORE_OPTIONS_ENV, type CoreProcess, type ForkCore } from '../core/coreProcess.ts';

/**
 * Runs the core as one of Electron's utility processes: they end with the main process by themselves. What it
 * prints, its last words above all, goes to the log: a packaged desktop has no terminal.
 */
export function forkAsUtility(
  utilityProcess: Pick<typeof ElectronUtilityProcess, 'fork'>,
  modulePath: string,
  log: (line: string) => void,
): ForkCore {
  return (options): CoreProcess => {
    const child = utilityProcess.fork(modulePath, [], {
      env: { ...process.env, [CORE_OPTIONS_ENV]: JSON.stringify(options) },
      stdio: ['ignore', 'pipe', 'pipe'],
      serviceName: 'kaibo-core',
    });
    for (const stream of [child.stdout, child.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => log(`core: ${line}`));
    child.on('error', (type, location) => log(`core: ${type} at ${location}`));
    return {
      // Electron knows the pid only once the process runs, and forgets it when it has ended.
      get pid() {
        return child.pid;
      },
      send: (message) => child.postMessage(message),
      kill: () => {
        // utilityProcess.kill() asks politely; this is for a core that no longer listens.
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.on('exit', (code) => listener(`exit code ${code}`)),
    };
  };
}
