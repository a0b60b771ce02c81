import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export type Db = Database.Database;

export const databaseFile = (dataDir: string): string => join(dataDir, 'kaibo.db');

/** Opens a database for as long as it is looked at. */
export function withDatabase<T>(file: string, options: Database.Options, look: (db: Db) => T): T {
  const db = new Database(file, options);
  try {
    return look(db);
  } finally {
    db.close();
  }
}

/** A database with all that SQLite may keep beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

/** There is no database, or an empty file. */
export const isMissing = (dataDir: string): boolean =>
  (statSync(databaseFile(dataDir), { throwIfNoEntry: false })?.size ?? 0) === 0;
