import type { Db } from './dataFolder.ts';
import type { JournalFile, JournalRecord, RowChange } from './journal.ts';
import { journalledTables, journalMark, type Table } from './writer.ts';

export type Replayed = {
  /** Records that were applied. */
  readonly records: number;
  /** Records that could not be: they come after a hole, or don't fit. */
  readonly leftOver: number;
  /** The last event that any record after a hole or a mismatch knows of: it happened and can’t be brought back from here. */
  readonly knownSeq: number;
  readonly knownAt: string | null;
  /** Whether the journal leads from the database to its own end without a hole. */
  readonly isWhole: boolean;
};

/**
 * Brings a database up to what the journal has beyond it, in order, up to the first hole. All of it is one
 * transaction.
 *
 * @throws SqliteError when a record contradicts the database: that one is not what it says it is
 */
export function replay(db: Db, files: readonly JournalFile[]): Replayed {
  const tables = new Map(journalledTables(db).map((table) => [table.name, writerOf(db, table)]));
  const { n: from } = journalMark(db);
  const beyond = files.flatMap((file) => file.records).filter((record) => record.n > from);
  let n = from;
  const rest: JournalRecord[] = [];
  db.transaction(() => {
    for (const record of beyond) {
      if (record.n !== n + 1) {
        rest.push(record);
        continue;
      }
      for (const change of record.rows) tables.get(change[0])?.(change);
      n = record.n;
    }
  })();
  const known = rest.at(-1);
  return {
    records: n - from,
    leftOver: rest.length,
    knownSeq: known?.seq ?? 0,
    knownAt: known?.at ?? null,
    isWhole: rest.length === 0 && files.at(-1)?.isTorn !== true,
  };
}

function writerOf(db: Db, { name, columns }: Table): (change: RowChange) => void {
  const quoted = columns.map((column) => `"${column.name}"`);
  const keys = columns.filter((column) => column.isKey).map((column) => `"${column.name}"`);
  const others = columns.filter((column) => !column.isKey).map((column) => `"${column.name}"`);
  // The log is only added to; what has changed elsewhere is as it was last.
  const onConflict =
    name === 'event' || others.length === 0
      ? ''
      : `ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`;
  const put = db.prepare(
    `INSERT INTO "${name}" (${quoted.join(', ')}) VALUES (${quoted.map(() => '?').join(', ')}) ${onConflict}`,
  );
  const remove = db.prepare(`DELETE FROM "${name}" WHERE ${keys.map((key) => `${key} = ?`).join(' AND ')}`);
  return ([, kind, values]) => void (kind === 'put' ? put : remove).run(...values);
}
