import { existsSync, mkdirSync, accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { KaiboError } from '#shared/errors';
import { MIGRATIONS } from './migrations/index.ts';

export type Db = Database.Database;

/** The database of a data folder, and how to let go of it. */
export type Store = { readonly db: Db; readonly dataDir: string; readonly close: () => void };

/**
 * Opens a data folder for the one process that may write to it.
 *
 * @throws KaiboError DATA_FOLDER_NOT_WRITABLE, DATA_FOLDER_IN_USE, DATABASE_NEWER, DATABASE_DAMAGED
 */
export function openStore(dataDir: string): Store {
  const lock = takeLock(dataDir);
  try {
    const db = openDatabase(dataDir);
    return {
      db,
      dataDir,
      close: () => {
        db.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * Opens the database of a data folder for reading only; works beside a running core.
 *
 * @throws KaiboError NOT_FOUND, DATABASE_NEWER, DATABASE_DAMAGED
 */
export function openStoreForReading(dataDir: string): Store {
  const file = databaseFile(dataDir);
  if (!existsSync(file)) throw new KaiboError('NOT_FOUND', { path: file });
  let db: Db | null = null;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    refuseNewer(db);
  } catch (cause) {
    db?.close();
    throw asKaiboError(cause, dataDir);
  }
  const opened = db;
  return { db: opened, dataDir, close: () => opened.close() };
}

export const databaseFile = (dataDir: string): string => join(dataDir, 'kaibo.db');

/**
 * Keeps every core off a data folder until the returned function is called.
 *
 * @throws KaiboError DATA_FOLDER_NOT_WRITABLE, DATA_FOLDER_IN_USE
 */
export function lockDataFolder(dataDir: string): () => void {
  const lock = takeLock(dataDir);
  return () => lock.close();
}

/**
 * An exclusive transaction on a file of its own: the operating system lets go of it however the process
 * ends, so there is no stale lock to clean up after a crash.
 */
function takeLock(dataDir: string): Db {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.R_OK);
  } catch (cause) {
    throw new KaiboError('DATA_FOLDER_NOT_WRITABLE', { dataDir }, { cause });
  }
  let lock: Db | null = null;
  try {
    lock = new Database(join(dataDir, 'kaibo.lock'), { timeout: 0 });
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock?.close();
    if (sqliteCode(cause).startsWith('SQLITE_BUSY'))
      throw new KaiboError('DATA_FOLDER_IN_USE', { dataDir }, { cause });
    throw asKaiboError(cause, dataDir);
  }
}

/** An error of the database itself: a full disk, a damaged file. */
export const isStorageError = (error: unknown): error is Error => error instanceof Database.SqliteError;

const sqliteCode = (error: unknown): string => (error instanceof Database.SqliteError ? error.code : '');
const UNWRITABLE = /^SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH|IOERR)/u;

/** What went wrong in SQLite as a person can act on it; other errors stay what they are. */
export function asKaiboError(error: unknown, dataDir: string): unknown {
  const code = sqliteCode(error);
  if (code === '') return error;
  if (code === 'SQLITE_FULL') return new KaiboError('DISK_FULL', {}, { cause: error });
  if (UNWRITABLE.test(code)) return new KaiboError('DATA_FOLDER_NOT_WRITABLE', { dataDir }, { cause: error });
  return new KaiboError(
    'DATABASE_DAMAGED',
    { dataDir, detail: error instanceof Error ? error.message : code },
    { cause: error },
  );
}

function openDatabase(dataDir: string): Db {
  let db: Db | null = null;
  try {
    db = new Database(databaseFile(dataDir));
    // Before anything is written: a newer database is left as it is.
    refuseNewer(db);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    migrate(db, dataDir);
    return db;
  } catch (cause) {
    db?.close();
    throw asKaiboError(cause, dataDir);
  }
}

const schemaVersion = (db: Db): number => Number(db.pragma('user_version', { simple: true }));

/** @throws KaiboError DATABASE_NEWER */
export function refuseNewer(db: Db): void {
  const found = schemaVersion(db);
  if (found > MIGRATIONS.length) throw new KaiboError('DATABASE_NEWER', { found, known: MIGRATIONS.length });
}

/** Brings the schema up to date, each step in a transaction, after a copy of the database as it was. */
function migrate(db: Db, dataDir: string): void {
  const found = schemaVersion(db);
  if (found === MIGRATIONS.length) return;
  if (found > 0)
    db.prepare('VACUUM INTO ?').run(join(dataDir, `before-schema-${found + 1}-${Date.now()}.db`));
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < found) continue;
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
}
