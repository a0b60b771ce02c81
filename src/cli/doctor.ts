import { accessSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { KaiboError } from '#shared/errors';
import { recoveryText } from '#shared/model/recovery';
import { damagedFolders, databaseFile, listBackups, openStoreForReading, soundness } from '#core/store/index';
import { KAIBO_VERSION } from '#core/version';
import { defaultDataDir, desktopLogDir } from './dataDir.ts';
import { KAIBO_ROOT } from './installation.ts';

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
    ...backupsAndRecoveries(dataDir),
    {
      name: 'stations',
      ok: existsSync(join(KAIBO_ROOT, 'out/renderer/console/index.html')),
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
  process.stdout.write(`kaibo ${KAIBO_VERSION}\nlogs of the desktop: ${desktopLogDir()}\n`);
  return checks.some((check) => check.needed && !check.ok) ? 1 : 0;
}

/** Looks without touching: makes no folder, migrates nothing, leaves no file behind. */
function dataFolder(dataDir: string): Check {
  const name = 'data folder';
  const there = (ok: boolean, detail: string): Check => ({ name, ok, detail, needed: true });
  if (!existsSync(dataDir))
    return isWritable(nearestFolder(dataDir))
      ? there(true, `${dataDir} (made at the first start)`)
      : there(false, new KaiboError('DATA_FOLDER_NOT_WRITABLE', { dataDir }).message);
  if (!isWritable(dataDir))
    return there(false, new KaiboError('DATA_FOLDER_NOT_WRITABLE', { dataDir }).message);
  if (isInUse(dataDir)) return there(true, new KaiboError('DATA_FOLDER_IN_USE', { dataDir }).message);
  const problem = existsSync(databaseFile(dataDir)) ? databaseProblem(dataDir) : null;
  return problem === null ? there(true, dataDir) : there(false, problem.message);
}

/** How far back it could go, and what was lost before. */
function backupsAndRecoveries(dataDir: string): readonly Check[] {
  if (!existsSync(dataDir)) return [];
  const backups = listBackups(dataDir);
  const [newest] = backups;
  return [
    {
      name: 'backups',
      ok: newest !== undefined,
      detail: newest === undefined ? 'none yet' : `${backups.length}, the newest of ${newest.at}`,
      needed: false,
    },
    ...damagedFolders(dataDir).map(({ name, recovery }): Check => ({
      name: 'recovery',
      // It happened and is over; what was lost is still to be known.
      ok: recovery?.lost === null,
      detail:
        recovery === null
          ? `not finished; it goes on at the next start (${name})`
          : `${recovery.at} ${recoveryText(recovery)}`,
      needed: false,
    })),
  ];
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.R_OK);
    return true;
  } catch {
    // Not allowed, whatever the reason: that is the answer.
    return false;
  }
}

/** A core keeps the lock file in an exclusive transaction, so that not even reading is possible. */
function isInUse(dataDir: string): boolean {
  const file = join(dataDir, 'kaibo.lock');
  if (!existsSync(file)) return false;
  const lock = new Database(file, { readonly: true, timeout: 0 });
  try {
    lock.pragma('schema_version');
    return false;
  } catch (error) {
    if (error instanceof Database.SqliteError) return error.code.startsWith('SQLITE_BUSY');
    throw error;
  } finally {
    lock.close();
  }
}

/** Checked on a copy: SQLite makes files beside a database even to read it. */
function databaseProblem(dataDir: string): KaiboError | null {
  const copyDir = mkdtempSync(join(tmpdir(), 'kaibo-doctor-'));
  try {
    for (const suffix of ['', '-wal']) {
      const file = databaseFile(dataDir) + suffix;
      if (existsSync(file)) copyFileSync(file, databaseFile(copyDir) + suffix);
    }
    const store = openStoreForReading(copyDir);
    try {
      const wrong = soundness(store.db);
      return wrong === null ? null : new KaiboError('DATABASE_DAMAGED', { dataDir, detail: wrong });
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof KaiboError) return new KaiboError(error.code, { ...error.params, dataDir });
    if (error instanceof Database.SqliteError)
      return new KaiboError('DATABASE_DAMAGED', { dataDir, detail: error.message });
    throw error;
  } finally {
    rmSync(copyDir, { recursive: true, force: true });
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
