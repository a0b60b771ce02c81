import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { findElectron } from './findElectron.ts';
import { ensureBuilt } from './freshBuild.ts';
import { open, openingFor } from './openStation.ts';

/**
 * `npm start`: builds if it must, then opens Kaibo: the Electron desktop where its runtime is there, else the
 * same stations in a browser window. `--no-open` only serves. Every other flag goes to `kaibo serve`
 * (`--demo`, `--speed`, `--data`, `--port`, …).
 */
const ROOT = join(import.meta.dirname, '..');
const readySchema = z.object({ url: z.string(), token: z.string() });

const asked = process.argv.slice(2);
const flags = asked.filter((flag) => flag !== '--no-open');
const mayOpen = flags.length === asked.length;

ensureBuilt();
const electron = mayOpen ? findElectron() : null;
if (electron === null) serve();
else
  run(electron, [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    // As in the package: under Wayland a program can't say where its windows go.
    ...(process.platform === 'linux' ? ['--ozone-platform=x11'] : []),
    ROOT,
    ...flags,
  ]);

function serve(): void {
  const child = run(
    process.execPath,
    [join(ROOT, 'bin/kaibo.mjs'), 'serve', '--ready-json', ...flags],
    'pipe',
  );
  if (child.stdout === null) throw new Error('The core was started without a pipe for its output');
  createInterface({ input: child.stdout }).once('line', (line) => {
    const ready = readySchema.parse(JSON.parse(line));
    const link = `${ready.url}/director?token=${ready.token}`;
    const opening = mayOpen ? openingFor(link, process.platform, process.env) : null;
    console.log(`Kaibo is at ${link}`);
    if (!mayOpen) return;
    console.log(
      'Electron’s runtime is not installed (`npx install-electron` fetches it, from ELECTRON_MIRROR if set); ' +
        (opening === null ? 'there is no screen to open a browser on.' : `opening ${opening.what} instead.`),
    );
    if (opening !== null) {
      open(opening, (error) =>
        console.error(`It could not be opened (${error.message}); open the address yourself.`),
      );
    }
  });
}

/** Runs the program that is Kaibo; this one ends with it, and hands on what it is told. */
function run(command: string, args: readonly string[], stdout: 'inherit' | 'pipe' = 'inherit') {
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', stdout, 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${command} can't be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => (process.exitCode = code ?? 1));
  return child;
}
