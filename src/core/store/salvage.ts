import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from '#shared/zod';
import type { Recovery } from '#shared/model/recovery';
import { isJsonColumn, pagesProblem, soundness } from './backups.ts';
import { databaseFile, type Db } from './dataFolder.ts';
import { deviceOf } from './device.ts';
import { unacknowledgedRecovery } from './recoveryReport.ts';
import { isDamage, isNoGood } from './sqliteErrors.ts';
import { journalledTables, journalMark, lastSeq, type Column, type JournalMark } from './writer.ts';

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
 * other table, read from end to end. Half of it would be a state that never was; only a row with a damaged value
 * stays as `db` has it.
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
      // Another studio's: nothing here leads to it.
      if (deviceOf(damaged) !== deviceOf(db))
        return arePagesSound(damaged) ? { ...found, knownSeq: Infinity, soundN: Infinity } : found;
      found = { ...found, knownSeq: lastSeq(damaged), report: unacknowledgedRecovery(damaged) };
      const mark = markOf(damaged);
      if (mark !== null)
        found = {
          ...found,
          knownSeq: Math.max(mark.seq, found.knownSeq),
          soundN: arePagesSound(damaged) ? mark.n : 0,
        };
      const goesFurther = mark === null ? found.knownSeq > lastSeq(db) : mark.n > journalMark(db).n;
      return goesFurther ? { ...found, events: takeOver(db, damaged) } : found;
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

/** Null: it is damaged itself. */
function markOf(db: Db): JournalMark | null {
  try {
    return journalMark(db);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return null;
  }
}

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
      const rowsOf = (of: Db, where = '', ...values: number[]): readonly Row[] =>
        z.array(rowSchema).parse(
          of
            .prepare(`SELECT ${quoted} FROM "${name}" ${where}`)
            .raw()
            .all(...values),
        );
      if (name === 'event') {
        for (const row of rowsOf(damaged, 'WHERE seq > ? ORDER BY seq', before)) insert.run(...row);
        continue;
      }
      const keyOf = (row: Row): string =>
        JSON.stringify(row.filter((_value, index) => columns[index]?.isKey));
      const known = new Map(rowsOf(db).map((row) => [keyOf(row), row]));
      db.exec(`DELETE FROM "${name}"`);
      // Of a row with a damaged value, the one before it.
      for (const row of rowsOf(damaged)) {
        const sound = isSound(name, columns, row) ? row : known.get(keyOf(row));
        if (sound !== undefined) insert.run(...sound);
      }
    }
    const wrong = soundness(db);
    if (wrong !== null) throw new Database.SqliteError(wrong, 'SQLITE_CORRUPT');
  })();
  return lastSeq(db) - before;
}

const rowSchema = z.array(z.union([z.string(), z.number(), z.null()]));
type Row = z.infer<typeof rowSchema>;

const isSound = (table: string, columns: readonly Column[], row: Row): boolean =>
  columns.every(({ name }, index) => !isJsonColumn(table, name) || isJson(row[index]));

function isJson(value: Row[number] | undefined): boolean {
  try {
    JSON.parse(String(value));
    return true;
  } catch {
    return false;
  }
}
