import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from '#shared/zod';
import type { Recovery } from '#shared/model/recovery';
import { pagesProblem, soundness } from './backups.ts';
import { databaseFile, type Db } from './dataFolder.ts';
import { unacknowledgedRecovery } from './recoveryReport.ts';
import { isNoGood } from './sqliteErrors.ts';
import { journalledTables, journalMark } from './writer.ts';

export type Salvaged = {
  /** Events that were taken over. */
  readonly events: number;
  /** The last event that the damaged file is known to have had. */
  readonly knownSeq: number;
  /** How many transactions it has seen, if all its pages are sound; else 0. */
  readonly soundN: number;
  /** What it had to say of an earlier recovery. */
  readonly report: Recovery | null;
};

export const NOTHING_SALVAGED: Salvaged = { events: 0, knownSeq: 0, soundN: 0, report: null };

/**
 * Takes over what a damaged file has beyond `db`, all or nothing: its later events without a gap, and every
 * other table, read from end to end. Half of it would be a state that never was.
 *
 * @param folder where the damaged database lies
 */
export function salvage(db: Db, folder: string): Salvaged {
  if (!existsSync(databaseFile(folder))) return NOTHING_SALVAGED;
  // On a copy: to open a database is to change it.
  const scratch = join(folder, 'salvage');
  let found = NOTHING_SALVAGED;
  try {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
    for (const suffix of ['', '-wal'])
      if (existsSync(databaseFile(folder) + suffix))
        copyFileSync(databaseFile(folder) + suffix, databaseFile(scratch) + suffix);
    const damaged = new Database(databaseFile(scratch), { fileMustExist: true });
    try {
      if (deviceOf(damaged) !== deviceOf(db)) return found;
      found = { ...found, knownSeq: lastSeq(damaged), report: unacknowledgedRecovery(damaged) };
      const { n, seq } = journalMark(damaged);
      found = { ...found, knownSeq: Math.max(seq, found.knownSeq), soundN: arePagesSound(damaged) ? n : 0 };
      return n > journalMark(db).n ? { ...found, events: takeOver(db, damaged) } : found;
    } finally {
      damaged.close();
    }
  } catch (error) {
    if (!isNoGood(error)) throw error;
    return found;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const deviceOf = (db: Db): unknown => db.prepare('SELECT id FROM device').pluck().get();

const arePagesSound = (db: Db): boolean =>
  db.pragma('integrity_check(1)', { simple: true }) === 'ok' && pagesProblem(db) === null;

function takeOver(db: Db, damaged: Db): number {
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
  })();
  return lastSeq(db) - before;
}

const lastSeq = (db: Db): number =>
  z.number().parse(db.prepare('SELECT coalesce(max(seq), 0) FROM event').pluck().get());
