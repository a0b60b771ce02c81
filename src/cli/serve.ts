import { isIPv4 } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { KaiboError } from '#shared/errors';
import { defaultDataDir, demoDataDir } from '#core/dataDir';
import type { CoreProcess, ForkCore } from '#core/coreProcess';
import { forkUnderNode } from '#core/forkNode';
import { CORE_MODULE, KAIBO_ROOT } from './installation.ts';

const OPTIONS = {
  data: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '0' },
  lan: { type: 'boolean', default: false },
  demo: { type: 'boolean', default: false },
  speed: { type: 'string', default: '1' },
  'ready-json': { type: 'boolean', default: false },
} as const;

function numberOf(flag: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number < min || number > max) {
    throw new KaiboError('BAD_REQUEST', {
      detail: `--${flag} must be a number from ${min} to ${max}, not “${value}”`,
    });
  }
  return number;
}

/** Only this machine can reach it. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

/** Hands out a process that runs already, and new ones after it. */
function beginningWith(first: CoreProcess, fork: ForkCore): ForkCore {
  let running: CoreProcess | null = first;
  return (options) => {
    const core = running ?? fork(options);
    running = null;
    return core;
  };
}

/** Runs the studio until it is told to stop. */
export async function serve(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS, strict: true });
  if (values.lan) throw new KaiboError('NOT_IMPLEMENTED_HERE', { what: '--lan (stations on other devices)' });
  if (!isLoopback(values.host))
    throw new KaiboError('NOT_IMPLEMENTED_HERE', {
      what: `--host ${values.host} (stations on other devices)`,
    });
  const dataDir = resolve(values.data ?? (values.demo ? demoDataDir() : defaultDataDir()));
  const options = {
    dataDir,
    host: values.host,
    port: numberOf('port', values.port, 0, 65_535),
    rendererDir: resolve(KAIBO_ROOT, 'out/renderer'),
    rehearsalSpeed: numberOf('speed', values.speed, 0.1, 1000),
    ...(values.demo ? { demoShowFile: resolve(KAIBO_ROOT, 'resources/demo/show.json') } : {}),
  };
  const toldToStop = new Promise<void>((told) => {
    process.once('SIGINT', told);
    process.once('SIGTERM', told);
  });
  const fork = forkUnderNode(CORE_MODULE);
  // On its way before what watches over it is loaded: the core is what a start waits for.
  const first = fork(options);
  const [{ superviseCore }, { stations }] = await Promise.all([
    import('#core/supervisor'),
    import('./stationLinks.ts'),
  ]).catch((error: unknown) => {
    first.kill();
    throw error;
  });
  const supervisor = superviseCore({
    fork: beginningWith(first, fork),
    options,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const stopped = new Promise<void>((done) => {
    void toldToStop.then(() => supervisor.stop()).then(done);
    supervisor.onState((state) => {
      if (state.phase === 'failed' || state.phase === 'stopped') done();
    });
  });
  const { url, token, version } = await supervisor.whenReady();
  if (values['ready-json']) process.stdout.write(`${JSON.stringify({ url, token, dataDir, version })}\n`);
  else process.stdout.write(`${stations(url, token)}\n`);
  await stopped;
  if (supervisor.state.phase === 'failed')
    throw new KaiboError(supervisor.state.error.code, supervisor.state.error.params);
  return 0;
}
