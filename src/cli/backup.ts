import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { KaiboError } from '#shared/errors';
import {
  asKaiboError,
  databaseFile,
  lockDataFolder,
  openStoreForReading,
  refuseNewer,
  type Db,
} from '#core/store/index';
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
  const part = `${file}.part`;
  try {
    if (!existsSync(dirname(file))) throw new KaiboError('NOT_FOUND', { path: dirname(file) });
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
      throw new KaiboError('BAD_REQUEST', { detail: `${file} is a folder; give the name of a file` });
    await store.db.backup(part);
    renameSync(part, file);
    process.stdout.write(`${file}\n`);
    return 0;
  } catch (error) {
    rmSync(part, { force: true });
    throw asKaiboError(error, dirname(file));
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
    // First the copy, whole and on the disk: if there is no room for it, the old database stays where it is.
    copyToDisk(file, `${target}.part`);
    // All three together and unopened: a damaged database can’t be opened, and a log belongs to its own database only.
    const moved = ['', '-wal', '-shm'].filter((suffix) => existsSync(target + suffix));
    for (const suffix of moved) renameSync(target + suffix, aside + suffix);
    renameSync(`${target}.part`, target);
    process.stdout.write(`${target}${moved.length > 0 ? `\nthe database before: ${aside}` : ''}\n`);
    return 0;
  } finally {
    rmSync(`${databaseFile(dataDir)}.part`, { force: true });
    unlock();
  }
}

function copyToDisk(from: string, to: string): void {
  copyFileSync(from, to);
  const copy = openSync(to, 'r+');
  try {
    fsyncSync(copy);
  } finally {
    closeSync(copy);
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
