import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { KaiboError } from '#shared/errors';
import type { Recovery } from '#shared/model/recovery';
import { bootId } from '../bootId.ts';
import { databaseFile, isMissing, type Db } from './dataFolder.ts';
import { deviceId } from './device.ts';
import { Journal } from './journal.ts';
import { MIGRATIONS, schemaVersion } from './migrations/index.ts';
import { finishRecovery } from './finishRecovery.ts';
import type { ReadStart } from './rebuild.ts';
import { catchUp, damageBeforeOpening, keepAsItIs, recover } from './recovery.ts';
import { asKaiboError, isBusy, isDamage, isNoRoom } from './sqliteErrors.ts';
import { createWriter, journalMark, type Write } from './writer.ts';

/** A database that is only read, and how to let go of it. */
export type ReadStore = { readonly db: Db; readonly dataDir: string; readonly close: () => void };

/** The database of a data folder, for its one writer. */
export type Store = ReadStore & {
  readonly write: Write;
  /** What had to be done to it at this start; null: nothing. */
  readonly recovery: Recovery | null;
  /** How many transactions it has seen. */
  readonly writtenN: () => number;
  readonly rotateJournal: () => void;
  readonly isClosed: () => boolean;
};

/**
 * Opens a data folder for the one process that may write to it. A damaged database is recovered first.
 *
 * @param readStart what a rebuilt database has to give, beyond being sound; throws when it does not
 * @throws KaiboError DATA_FOLDER_NOT_WRITABLE, DATA_FOLDER_IN_USE, DATABASE_NEWER, DISK_FULL; DATABASE_DAMAGED
 *   when there is nothing to recover it from
 */
export function openStore(dataDir: string, readStart: ReadStart = () => undefined): Store {
  const lock = takeLock(dataDir);
  let db: Db | null = null;
  try {
    const opened = openOrRecover(dataDir, readStart);
    db = opened.db;
    return journalled(opened.db, dataDir, opened.recovery, lock);
  } catch (error) {
    db?.close();
    lock.close();
    throw asKaiboError(error, dataDir);
  }
}

function journalled(db: Db, dataDir: string, recovery: Recovery | null, lock: Db): Store {
  const header = { deviceId: deviceId(db), schema: MIGRATIONS.length, boot: bootId() };
  const writtenN = (): number => journalMark(db).n;
  const journal = new Journal(dataDir, header);
  let isClosed = false;
  return {
    db,
    dataDir,
    recovery,
    writtenN,
    write: createWriter(db, journal, databaseFile(dataDir)),
    rotateJournal: () => journal.rotate(),
    isClosed: () => isClosed,
    close: () => {
      if (isClosed) return;
      isClosed = true;
      try {
        journal.close();
      } finally {
        db.close();
        lock.close();
      }
    },
  };
}

type Opened = { readonly db: Db; readonly recovery: Recovery | null };

function openOrRecover(dataDir: string, readStart: ReadStart): Opened {
  const at = new Date().toISOString();
  const finished = finishRecovery(dataDir);
  let detail = damageBeforeOpening(dataDir);
  if (detail === null) {
    try {
      const { db, recovery } = openDatabase(dataDir, (opened) => catchUp(opened, dataDir, at));
      return { db, recovery: recovery ?? finished };
    } catch (error) {
      if (!isDamage(error)) throw error;
      detail = error instanceof Error ? error.message : String(error);
    }
  }
  const asItIs = (): Opened => {
    if (isMissing(dataDir)) throw new KaiboError('DATABASE_DAMAGED', { dataDir, detail });
    const opened = openDatabase(dataDir, (db) => keepAsItIs(db, dataDir, detail, at));
    return { db: opened.db, recovery: opened.recovery ?? finished };
  };
  let recovery: Recovery | null;
  try {
    recovery = recover(dataDir, detail, at, readStart);
  } catch (error) {
    if (!isNoRoom(error)) throw error;
    try {
      return asItIs();
    } catch {
      // That it can't be rebuilt for want of room is what can be mended.
      throw error;
    }
  }
  return recovery === null ? asItIs() : { db: openDatabase(dataDir, () => null).db, recovery };
}

/**
 * Opens the database of a data folder for reading only; works beside a running core.
 *
 * @throws KaiboError NOT_FOUND, DATABASE_NEWER, DATABASE_DAMAGED
 */
export function openStoreForReading(dataDir: string): ReadStore {
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
    if (isBusy(cause)) throw new KaiboError('DATA_FOLDER_IN_USE', { dataDir }, { cause });
    throw asKaiboError(cause, dataDir);
  }
}

function openDatabase(
  dataDir: string,
  look: (db: Db) => Recovery | null,
): { readonly db: Db; readonly recovery: Recovery | null } {
  let db: Db | null = null;
  try {
    db = new Database(databaseFile(dataDir));
    // Before anything is written: a newer database is left as it is.
    refuseNewer(db);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // Before it is migrated: its journal is written in the schema it has.
    const recovery = look(db);
    migrate(db, dataDir);
    return { db, recovery };
  } catch (error) {
    db?.close();
    throw error;
  }
}

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
