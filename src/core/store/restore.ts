import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { KaiboError } from '#shared/errors';
import Database from 'better-sqlite3';
import { checkCopy, nextBackupPath, pagesProblem } from './backups.ts';
import { putInPlace } from './durable.ts';
import { lockDataFolder, refuseNewer } from './database.ts';
import { databaseFile, type Db } from './dataFolder.ts';
import { journalFolder } from './journal.ts';
import { forgetRepairs } from './finishRecovery.ts';

export type Restored = {
  readonly file: string;
  /** Where the database is kept that was there before; null: there was none. */
  readonly before: string | null;
  /** What is wrong with a value in it; null: nothing. */
  readonly problem: string | null;
};

/**
 * Puts a copy in place of the database of a data folder that no core is running on. What was there stays
 * beside it under another name, its journal, too: that would lead the copy back to where it was.
 *
 * @throws KaiboError NOT_FOUND, DATABASE_DAMAGED and DATABASE_NEWER of the copy, DATA_FOLDER_IN_USE,
 *   DATA_FOLDER_NOT_WRITABLE
 */
export function restoreDatabase(dataDir: string, copy: string): Restored {
  if (!existsSync(copy)) throw new KaiboError('NOT_FOUND', { path: copy });
  const from = openSound(copy, dataDir);
  try {
    return restoreFrom(from, dataDir);
  } finally {
    from.close();
  }
}

function restoreFrom(from: Db, dataDir: string): Restored {
  const unlock = lockDataFolder(dataDir);
  const target = databaseFile(dataDir);
  const part = `${target}.part`;
  try {
    const suffix = `.before-restore-${Date.now()}`;
    // First the copy, whole: if there is no room for it, the old database stays where it is. Through SQLite, which
    // reads the write-ahead log that may lie beside the copy, too.
    rmSync(part, { force: true });
    from.prepare('VACUUM INTO ?').run(part);
    from.close();
    const { problem } = checkCopy(part);
    // The newest backup is always one of what is in use, so that a recovery never leads back behind a restore.
    const backup = nextBackupPath(dataDir, Date.now());
    copyFileSync(part, `${backup}.part`);
    putInPlace(`${backup}.part`, backup);
    // What would lead away from the copy again goes first: cut off anywhere, it is the old database or the copy.
    forgetRepairs(dataDir);
    if (existsSync(journalFolder(dataDir))) renameSync(journalFolder(dataDir), `${target}${suffix}-journal`);
    // All three together and unopened: a damaged database can’t be opened, and a log belongs to its own database only.
    const moved = ['', '-wal', '-shm'].filter((end) => existsSync(target + end));
    for (const end of moved) renameSync(target + end, target + suffix + end);
    putInPlace(part, target);
    return { file: target, before: moved.length > 0 ? target + suffix : null, problem };
  } finally {
    rmSync(part, { force: true });
    unlock();
  }
}

function openSound(file: string, dataDir: string): Db {
  let copy: Db | null = null;
  try {
    copy = new Database(file, { readonly: true });
    refuseNewer(copy);
    if (copy.pragma('integrity_check(1)', { simple: true }) !== 'ok' || pagesProblem(copy) !== null)
      throw new KaiboError('DATABASE_DAMAGED', { dataDir, detail: `${file} is no sound backup` });
    return copy;
  } catch (cause) {
    copy?.close();
    if (cause instanceof KaiboError) throw cause;
    throw new KaiboError('DATABASE_DAMAGED', { dataDir, detail: `${file} is no sound backup` }, { cause });
  }
}
