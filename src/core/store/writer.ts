import { statSync } from 'node:fs';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import type { Db } from './dataFolder.ts';
import { storedJson } from './storedJson.ts';
import type { Journal, RowChange, RowValue } from './journal.ts';

/** Not kept in the journal: the clock's mark is written all the time and only says when it was last well. */
const NOT_JOURNALLED: ReadonlySet<string> = new Set(['clock_mark']);
const MARK = 'journalMark';

const markSchema = z.object({ n: z.number(), seq: z.number() });
/** How many transactions a database has seen, and the last event after them. */
export type JournalMark = z.infer<typeof markSchema>;
const lastEventSchema = z.object({ seq: z.number(), at: z.string() });

export type Column = { readonly name: string; readonly isKey: boolean };
export type Table = { readonly name: string; readonly columns: readonly Column[] };
const tableSchema = z.object({ name: z.string() });
const columnSchema = z.object({ name: z.string(), pk: z.number() });

/** The tables that are journalled, with their columns in order. */
export function journalledTables(db: Db): readonly Table[] {
  return db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all()
    .map((row) => tableSchema.parse(row).name)
    .filter((name) => !NOT_JOURNALLED.has(name))
    .map((name) => ({
      name,
      columns: z
        .array(columnSchema)
        .parse(db.pragma(`table_info("${name}")`))
        .map((column) => ({ name: column.name, isKey: column.pk > 0 })),
    }));
}

/** Where a database stands; zeros in one that was never written to. */
export function journalMark(db: Db): JournalMark {
  const found = db.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(MARK);
  return found === undefined ? { n: 0, seq: 0 } : storedJson(`setting ${MARK}`, markSchema, found);
}

/** The last event of a log; 0 in one that is empty. */
export const lastSeq = (db: Db): number =>
  z.number().parse(db.prepare('SELECT coalesce(max(seq), 0) FROM event').pluck().get());

/** At every value of every row that is written, so by hand: a schema takes ten times as long. */
function rowValue(value: unknown): RowValue {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new TypeError(`a column of type ${typeof value} can't be journalled`);
}

/** Runs its work in one transaction; inside another one it joins that. Returns once all of it is on disk. */
export type Write = <T>(work: () => T) => T;

/**
 * The one way to write: a transaction, and in the journal the rows it wrote. What is answered after it is in
 * both. Triggers that belong to this connection only collect the rows, so no statement has to know of them.
 *
 * @throws KaiboError DATA_FOLDER_GONE when the file that is open is no longer the one in the data folder
 */
export function createWriter(db: Db, journal: Journal, file: string): Write {
  let rows: RowChange[] | null = null;
  db.function('kaibo_wrote', { varargs: true, directOnly: false }, (...args: unknown[]) => {
    const [table, kind, ...values] = args;
    if (rows !== null && (kind === 'put' || kind === 'delete'))
      rows.push([String(table), kind, values.map(rowValue)]);
    return null;
  });
  const tables = journalledTables(db);
  for (const { name, columns } of tables) {
    const list = (row: 'new' | 'old', of: readonly Column[]): string =>
      of.map((column) => `${row}."${column.name}"`).join(', ');
    const keys = columns.filter((column) => column.isKey);
    db.exec(`
      CREATE TEMP TRIGGER "journal_insert_${name}" AFTER INSERT ON main."${name}" BEGIN SELECT kaibo_wrote('${name}', 'put', ${list('new', columns)}); END;
      CREATE TEMP TRIGGER "journal_update_${name}" AFTER UPDATE ON main."${name}" BEGIN SELECT kaibo_wrote('${name}', 'put', ${list('new', columns)}); END;
      CREATE TEMP TRIGGER "journal_delete_${name}" AFTER DELETE ON main."${name}" BEGIN SELECT kaibo_wrote('${name}', 'delete', ${list('old', keys)}); END;
    `);
  }
  const eventColumns = tables.find(({ name }) => name === 'event')?.columns.map(({ name }) => name) ?? [];
  const [seqColumn, atColumn] = [eventColumns.indexOf('seq'), eventColumns.indexOf('at')];
  const lastEventOf = (written: readonly RowChange[]) => {
    const values = written.findLast(([table]) => table === 'event')?.[2];
    return values && lastEventSchema.parse({ seq: values[seqColumn], at: values[atColumn] });
  };
  const saveMark = db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const { ino, dev } = statSync(file);
  let { n } = journalMark(db);
  let last = lastEventSchema
    .optional()
    .parse(db.prepare('SELECT seq, at FROM event ORDER BY seq DESC LIMIT 1').get());

  return (work) => {
    if (rows !== null) return work();
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.ino !== ino || there.dev !== dev) throw new KaiboError('DATA_FOLDER_GONE', { path: file });
    const collected: RowChange[] = [];
    let takeBack = (): void => undefined;
    rows = collected;
    try {
      begin.run();
      const value = work();
      const event = lastEventOf(collected) ?? last;
      if (collected.length > 0) {
        const mark: JournalMark = { n: n + 1, seq: event?.seq ?? 0 };
        saveMark.run(MARK, JSON.stringify(mark));
        takeBack = journal.append({ ...mark, at: event?.at ?? '', rows: collected });
      }
      commit.run();
      if (collected.length > 0) n += 1;
      last = event;
      return value;
    } catch (error) {
      try {
        // A full disk ends the transaction by itself.
        if (db.inTransaction) rollback.run();
      } finally {
        takeBack();
      }
      throw error;
    } finally {
      rows = null;
    }
  };
}
