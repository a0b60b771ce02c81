import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { KaiboError } from '#shared/errors';
import { openStore } from '#core/store/index';
import { KAIBO_VERSION } from '#core/version';
import { defaultDataDir } from './dataDir.ts';

type Check = {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly needed: boolean;
};

/** Looks at what this machine has and says what is missing. Exits with 1 when something needed is. */
export async function doctor(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: 'string' } } });
  const dataDir = resolve(values.data ?? defaultDataDir());
  const checks: Check[] = [
    {
      name: 'node',
      ok: Number(process.versions.node.split('.')[0]) >= 24,
      detail: process.versions.node,
      needed: true,
    },
    dataFolder(dataDir),
    {
      name: 'stations',
      ok: existsSync(resolve(import.meta.dirname, '../../out/renderer/console/index.html')),
      detail: 'built pages (npm run build)',
      needed: true,
    },
    {
      name: 'obs',
      ok: await answers(4455),
      detail: 'obs-websocket on 127.0.0.1:4455 (OBS → Tools → WebSocket Server Settings)',
      needed: false,
    },
  ];
  for (const { name, ok, detail, needed } of checks)
    process.stdout.write(`${ok ? 'ok     ' : needed ? 'MISSING' : 'absent '} ${name}: ${detail}\n`);
  process.stdout.write(`kaibo ${KAIBO_VERSION}\n`);
  return checks.some((check) => check.needed && !check.ok) ? 1 : 0;
}

function dataFolder(dataDir: string): Check {
  const name = 'data folder';
  try {
    openStore(dataDir).close();
    return { name, ok: true, detail: dataDir, needed: true };
  } catch (error) {
    if (!(error instanceof KaiboError)) throw error;
    return { name, ok: error.code === 'DATA_FOLDER_IN_USE', detail: error.message, needed: true };
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
    const end = (result: boolean) => {
      socket.destroy();
      done(result);
    };
    socket.on('connect', () => end(true));
    socket.on('timeout', () => end(false));
    // Nothing listens: that is the answer.
    socket.on('error', () => end(false));
  });
}
