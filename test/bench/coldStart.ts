import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { CORE_OPTIONS_ENV } from '#core/coreProcess';
import { ensureBuilt } from '../../scripts/freshBuild.ts';
import { startBareProcess } from './bareProcess.ts';
import { median, p50p95, type Subject } from './figure.ts';
import { ONTIME } from './peers.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const STARTS = 15;
const readySchema = z.object({ url: z.string() });
const COMPILED = 'NODE_COMPILE_CACHE';

/** From the start of the process until /api/v1/health answers 200, ms. */
type Start = (dataDir: string, compiledDir: string) => Promise<number>;

async function untilHealthy(url: string, startedMs: number): Promise<number> {
  const { status } = await fetch(url);
  if (status !== 200) throw new Error(`${url}: ${status}`);
  return performance.now() - startedMs;
}

/** `kaibo serve`, as it is typed: the supervisor, and the core that it forks. */
const serve: Start = async (dataDir, compiledDir) => {
  const startedMs = performance.now();
  const child = spawn(
    process.execPath,
    [join(ROOT, 'bin/kaibo.mjs'), 'serve', '--ready-json', '--data', dataDir, '--demo'],
    { env: { ...process.env, [COMPILED]: compiledDir }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = z.tuple([z.string()]).parse(await once(createInterface({ input: child.stdout }), 'line'));
  const tookMs = await untilHealthy(`${readySchema.parse(JSON.parse(line)).url}/api/v1/health`, startedMs);
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  return tookMs;
};

/** The core by itself, built, as the desktop forks it. */
const builtCore: Start = async (dataDir, compiledDir) => {
  const startedMs = performance.now();
  const options = { dataDir, rendererDir: join(ROOT, 'out/renderer') };
  const child = fork(join(ROOT, 'out/main/core.js'), [], {
    env: { ...process.env, [COMPILED]: compiledDir, [CORE_OPTIONS_ENV]: JSON.stringify(options) },
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const [message] = await once(child, 'message');
  const tookMs = await untilHealthy(`${readySchema.parse(message).url}/api/v1/health`, startedMs);
  const gone = once(child, 'exit');
  child.send({ type: 'stop' });
  await gone;
  return tookMs;
};

const bare = async (): Promise<number> => {
  const startedMs = performance.now();
  const server = await startBareProcess();
  const tookMs = await untilHealthy(server.url, startedMs);
  await server.stop();
  return tookMs;
};

export const coldStart: Subject = {
  name: 'cold-start',
  needs: [],
  run: async () => {
    ensureBuilt();
    const folder = await mkdtemp(join(tmpdir(), 'kaibo-bench-'));
    const dataDir = join(folder, 'data');
    const times = {
      first: [] as number[],
      serve: [] as number[],
      core: [] as number[],
      bare: [] as number[],
    };
    try {
      // The show is there before the first start that counts.
      await serve(dataDir, join(folder, 'compiled'));
      await builtCore(dataDir, join(folder, 'compiled'));
      for (let index = 0; index < STARTS; index += 1) {
        times.bare.push(await bare());
        times.serve.push(await serve(dataDir, join(folder, 'compiled')));
        times.core.push(await builtCore(dataDir, join(folder, 'compiled')));
        if (index % 3 === 0) times.first.push(await serve(dataDir, join(folder, `compiled-${index}`)));
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const baseline = { name: 'bare Node server', value: median(times.bare) };
    return [
      {
        what: '`kaibo serve` → health 200, p50',
        unit: 'ms',
        value: median(times.serve),
        budget: { atMost: 400 },
        peer: ONTIME.coldStartMs,
        baseline,
        note: `p50 / p95 of ${STARTS}: ${p50p95(times.serve)} ms`,
      },
      {
        what: 'core as the desktop forks it → health 200, p50',
        unit: 'ms',
        value: median(times.core),
        budget: { atMost: 400 },
        peer: ONTIME.coldStartMs,
        baseline,
        note: `p50 / p95 of ${STARTS}: ${p50p95(times.core)} ms`,
      },
      {
        what: 'the very first `kaibo serve`, nothing compiled yet, p50',
        unit: 'ms',
        value: median(times.first),
        baseline,
      },
    ];
  },
};
