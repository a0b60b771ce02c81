import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from '#shared/zod';
import { soundness } from './backups.ts';
import { databaseFile, type Db } from './dataFolder.ts';
import type { ReadStart } from './recovery.ts';
import { isNoGood } from './sqliteErrors.ts';
import { journalledTables, journalMark } from './writer.ts';

export type Salvaged = {
  /** Events that were taken over. */
  readonly events: number;
  /** The last event that the damaged file is known to have had. */
  readonly knownSeq: number;
};

/**
 * Takes over what a damaged file has beyond `db`, all or nothing: its later events without a gap, and every
 * other table, read from end to end. Half of it would be a state that never was.
 *
 * @param folder where the damaged database lies
 */
export function salvage(db: Db, folder: string, readStart: ReadStart): Salvaged {
  if (!existsSync(databaseFile(folder))) return { events: 0, knownSeq: 0 };
  // On a copy: to open a database is to change it.
  const scratch = join(folder, 'salvage');
  let knownSeq = 0;
  try {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
    for (const suffix of ['', '-wal'])
      if (existsSync(databaseFile(folder) + suffix))
        copyFileSync(databaseFile(folder) + suffix, databaseFile(scratch) + suffix);
    const damaged = new Database(databaseFile(scratch), { fileMustExist: true });
    try {
      knownSeq = lastSeq(damaged);
      const mark = journalMark(damaged);
      knownSeq = Math.max(mark.seq, knownSeq);
      if (mark.n <= journalMark(db).n) return { events: 0, knownSeq };
      return { events: takeOver(db, damaged, readStart), knownSeq };
    } finally {
      damaged.close();
    }
  } catch (error) {
    if (!isNoGood(error)) throw error;
    return { events: 0, knownSeq };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function takeOver(db: Db, damaged: Db, readStart: ReadStart): number {
  const before = lastSeq(db);
  db.pragma('foreign_keys = OFF');
  db.transaction(() => {
    for (const { name, columns } of journalledTables(db)) {
      const quoted = columns.map((column) => `"${column.name}"`).join(', ');
      const insert = db.prepare(
        `INSERT INTO "${name}" (${quoted}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      if (name !== 'event') db.exec(`DELETE FROM "${name}"`);
      const rows = damaged
        .prepare(`SELECT ${quoted} FROM "${name}" ${name === 'event' ? 'WHERE seq > ? ORDER BY seq' : ''}`)
        .raw()
        .all(...(name === 'event' ? [before] : []));
      for (const row of rows) insert.run(...z.array(z.union([z.string(), z.number(), z.null()])).parse(row));
    }
    const wrong = soundness(db);
    if (wrong !== null) throw new Database.SqliteError(wrong, 'SQLITE_CORRUPT');
    readStart(db);
  })();
  return lastSeq(db) - before;
}

const lastSeq = (db: Db): number =>
  z.number().parse(db.prepare('SELECT coalesce(max(seq), 0) FROM event').pluck().get());
