import { existsSync, renameSync, rmSync, copyFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { KaiboError } from '#shared/errors';
import { databaseFile, lockDataFolder, openStoreForReading, refuseNewer, type Db } from '#core/store/index';
import { defaultDataDir } from './dataDir.ts';

const parse = (args: string[]) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: 'string' } },
  });
  const [file] = positionals;
  if (file === undefined) throw new KaiboError('BAD_REQUEST', { detail: 'FILE is needed' });
  return { file: resolve(file), dataDir: resolve(values.data ?? defaultDataDir()) };
};

/** Copies the database, consistent to the last commit, also while a core writes to it. */
export async function backup(args: string[]): Promise<number> {
  const { file, dataDir } = parse(args);
  const store = openStoreForReading(dataDir);
  try {
    await store.db.backup(`${file}.part`);
    renameSync(`${file}.part`, file);
    process.stdout.write(`${file}\n`);
    return 0;
  } finally {
    store.close();
  }
}

/** Puts a copy in place of the database; the one that was there stays beside it under another name. */
export function restore(args: string[]): number {
  const { file, dataDir } = parse(args);
  if (!existsSync(file)) throw new KaiboError('NOT_FOUND', { path: file });
  checkCopy(file, dataDir);
  const unlock = lockDataFolder(dataDir);
  try {
    const target = databaseFile(dataDir);
    const aside = `${target}.before-restore-${Date.now()}`;
    if (existsSync(target)) {
      // What the write-ahead log still holds belongs to the old database: fold it in before it is put aside.
      const old = new Database(target);
      old.pragma('wal_checkpoint(TRUNCATE)');
      old.close();
      renameSync(target, aside);
    }
    for (const leftover of [`${target}-wal`, `${target}-shm`]) rmSync(leftover, { force: true });
    copyFileSync(file, `${target}.part`);
    renameSync(`${target}.part`, target);
    process.stdout.write(`${target}${existsSync(aside) ? `\nthe database before: ${aside}` : ''}\n`);
    return 0;
  } finally {
    unlock();
  }
}

function checkCopy(file: string, dataDir: string): void {
  let copy: Db | null = null;
  try {
    copy = new Database(file, { readonly: true });
    refuseNewer(copy);
    const verdict = copy.pragma('integrity_check', { simple: true });
    const events = copy.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'event'`).pluck().get();
    if (verdict !== 'ok' || events !== 1)
      throw new KaiboError('DATABASE_DAMAGED', { dataDir, detail: `${file} is no sound backup` });
  } catch (cause) {
    if (cause instanceof KaiboError) throw cause;
    throw new KaiboError('DATABASE_DAMAGED', { dataDir, detail: `${file} is no sound backup` }, { cause });
  } finally {
    copy?.close();
  }
}
