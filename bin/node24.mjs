// Plain JavaScript without a single import of the project: it must run on any Node, however old, because the
// core's SQLite module takes the whole process down without a word on Node 20.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
/** Set for the second run: it must not try a third one, and it is tied to the life of the first. */
const SECOND_RUN = 'KAIBO_SECOND_RUN';
const LIFELINE_FD = 3;

/**
 * Resolves if this process runs on Node 24 or newer. Otherwise runs `script` again on the Node 24 that came
 * with
 * `npm ci`, passes signals on and exits as it does; where there is none, says what to do and exits with 1.
 * @param {string} script
 * @param {readonly string[]} args
 */
export async function continueOnNode24(script, args) {
  const isSecondRun = process.env[SECOND_RUN] === '1';
  delete process.env[SECOND_RUN];
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
    if (isSecondRun) stopWithTheFirstRun();
    return;
  }
  const node = bundledNode();
  if (isSecondRun || node === null) {
    return refuse(
      `Kaibo needs Node ${NEEDED_MAJOR} or newer; this is ${process.versions.node}, and the one that comes with ` +
        'Kaibo is not there because its install script did not run. ' +
        'Run `npm rebuild node --ignore-scripts=false` in the folder of Kaibo, or install Node 24 yourself.',
    );
  }
  await runAgain(node, [script, ...args]);
}

/** The Node 24 that came with `npm ci`, or null where its install script was not allowed to run. */
export function bundledNode() {
  const folder = new URL('../node_modules/node/bin/', import.meta.url);
  const candidates = ['node', 'node.exe'].map((name) => fileURLToPath(new URL(name, folder)));
  return candidates.find((path) => existsSync(path)) ?? null;
}

/**
 * Never resolves: this process ends with the one it starts.
 * @param {string} node
 * @param {readonly string[]} args
 * @returns {Promise<never>}
 */
function runAgain(node, args) {
  const child = spawn(node, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, [SECOND_RUN]: '1' },
  });
  const passedOn = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of passedOn) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => refuse(`${node} can't be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  return new Promise(() => {});
}

/** The first run may be killed without a chance to say so; the pipe it holds closes all the same. */
function stopWithTheFirstRun() {
  const lifeline = new Socket({ fd: LIFELINE_FD, readable: true, writable: false });
  lifeline.unref();
  lifeline.on('error', () => {}); // a broken pipe closes too
  lifeline.on('close', () => process.kill(process.pid, 'SIGTERM'));
  lifeline.resume();
}

/**
 * @param {string} reason
 * @returns {never}
 */
function refuse(reason) {
  console.error(`NODE_UNSUITABLE: ${reason}`);
  process.exit(1);
}
