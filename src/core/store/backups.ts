import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from '#shared/zod';
import { putInPlace } from './durable.ts';
import { MIGRATIONS, schemaVersion } from './migrations/index.ts';
import { journalMark, lastSeq } from './writer.ts';

/** A backup as its file name tells it: `000012-2026-05-02T110000Z.db`. `no` counts on whatever the wall clock does. */
export type BackupFile = {
  readonly path: string;
  readonly no: number;
  /** Wall time, ISO. */
  readonly at: string;
};

/** What a copy holds that was looked through from end to end; `problem` is one of its values, or null. */
export type CheckedCopy = { readonly n: number; readonly seq: number; readonly problem: string | null };

const NEWEST_KEPT = 12;
const DAYS_KEPT = 7;
const NAME = /^(\d{6})-(\d{4}-\d{2}-\d{2}T)(\d{2})(\d{2})(\d{2})Z\.db$/u;
export const backupFolder = (dataDir: string): string => join(dataDir, 'backups');

/** The backups of a data folder, newest first. */
export function listBackups(dataDir: string): readonly BackupFile[] {
  const folder = backupFolder(dataDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const [, no, day, hour, minute, second] = NAME.exec(name) ?? [];
      return no === undefined
        ? []
        : [{ path: join(folder, name), no: Number(no), at: `${day}${hour}:${minute}:${second}Z` }];
    })
    .toSorted((a, b) => b.no - a.no);
}

/** What was left of backups that were cut off. */
export const unfinishedBackups = (dataDir: string): readonly string[] =>
  readdirSync(backupFolder(dataDir))
    .filter((name) => name.endsWith('.part'))
    .map((name) => join(backupFolder(dataDir), name));

/** Where the next backup goes. */
export function nextBackupPath(dataDir: string, wallMs: number): string {
  const no = (listBackups(dataDir)[0]?.no ?? 0) + 1;
  const at = new Date(wallMs).toISOString().slice(0, 19).replaceAll(':', '');
  mkdirSync(backupFolder(dataDir), { recursive: true });
  return join(backupFolder(dataDir), `${String(no).padStart(6, '0')}-${at}Z.db`);
}

/** The backups that are let go: all but the newest twelve and the last of each of the last seven days that have one. */
export function outdatedBackups(backups: readonly BackupFile[]): readonly BackupFile[] {
  const lastOfDay = new Map<string, BackupFile>();
  for (const backup of backups) {
    const day = backup.at.slice(0, 10);
    if (!lastOfDay.has(day) && lastOfDay.size < DAYS_KEPT) lastOfDay.set(day, backup);
  }
  const daily = new Set(lastOfDay.values());
  return backups.filter((backup, index) => index >= NEWEST_KEPT && !daily.has(backup));
}

/**
 * Copies a database as of its last commit while others write to it, makes the copy one self-contained file,
 * looks through it, and only then gives it its name.
 *
 * @throws as `checkCopy`
 */
export async function takeBackup(from: string, to: string): Promise<CheckedCopy> {
  const part = `${to}.part`;
  rmSync(part, { force: true });
  const source = new Database(from, { readonly: true, fileMustExist: true });
  try {
    // All pages in one step: a copy in several would begin again with every commit.
    await source.backup(part, { progress: () => 0x7fff_ffff });
    const checked = checkCopy(part);
    putInPlace(part, to);
    return checked;
  } finally {
    source.close();
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(part + suffix, { force: true });
  }
}

/**
 * Makes a copy one self-contained file and looks through it.
 *
 * @throws SqliteError, KaiboError RECORD_DAMAGED when its pages are damaged
 */
export function checkCopy(file: string): CheckedCopy {
  const copy = new Database(file, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
    const verdict = pagesProblem(copy);
    if (verdict !== null) throw new Database.SqliteError(verdict, 'SQLITE_CORRUPT');
    const { n } = journalMark(copy);
    return { n, seq: lastSeq(copy), problem: valuesProblem(copy) };
  } finally {
    copy.close();
  }
}

/** What is kept as JSON: pages have no checksum, so bytes overwritten within a value are found here only. */
const JSON_COLUMNS = [
  ['event', 'actor'],
  ['event', 'payload'],
  ['show', 'head'],
  ['plan_entity', 'body'],
  ['edit', 'actor'],
  ['edit', 'before'],
  ['edit', 'after'],
  ['setting', 'value'],
  ['command_result', 'result'],
  ['station_token', 'grants'],
] as const;

export const isJsonColumn = (table: string, column: string): boolean =>
  JSON_COLUMNS.some((each) => each[0] === table && each[1] === column);

/**
 * What is wrong with a database, or null.
 *
 * @throws SqliteError, KaiboError RECORD_DAMAGED when it can't even be looked through
 */
export const soundness = (db: Database.Database): string | null => pagesProblem(db) ?? valuesProblem(db);

/**
 * What is wrong with its pages, its schema, or its log: without a gap, and as long as its last transaction left it
 * (older pages in place of newer ones look sound one by one). Throws as `soundness` does.
 */
export function pagesProblem(db: Database.Database): string | null {
  const verdict = String(db.pragma('quick_check(1)', { simple: true }));
  if (verdict !== 'ok') return verdict;
  const changed = schemaProblem(db);
  if (changed !== null) return changed;
  const { count, last } = z
    .object({ count: z.number(), last: z.number() })
    .parse(db.prepare('SELECT count(*) AS count, coalesce(max(seq), 0) AS last FROM event').get());
  if (count !== last) return `the event log has ${count} events up to seq ${last}`;
  const { seq } = journalMark(db);
  return seq > last ? `the event log ends at seq ${last} instead of ${seq}` : null;
}

/** What is wrong with the values in it. Throws as `soundness` does. */
export function valuesProblem(db: Database.Database): string | null {
  for (const [table, column] of JSON_COLUMNS) {
    const broken = db.prepare(`SELECT count(*) FROM ${table} WHERE NOT json_valid(${column})`).pluck().get();
    if (broken !== 0) return `${table}.${column} is no JSON in ${String(broken)} rows`;
  }
  return null;
}

/** SQLite takes a schema as it stands: a letter that has changed in it is another column. */
function schemaProblem(db: Database.Database): string | null {
  const list = `SELECT type || ' ' || name AS name, sql FROM sqlite_schema WHERE sql IS NOT NULL`;
  const rowsOf = (of: Database.Database) =>
    z.array(z.object({ name: z.string(), sql: z.string() })).parse(of.prepare(list).all());
  const known = new Database(':memory:');
  try {
    for (const step of MIGRATIONS.slice(0, schemaVersion(db))) known.exec(step);
    const found = new Map(rowsOf(db).map(({ name, sql }) => [name, sql]));
    const wrong = rowsOf(known).find(({ name, sql }) => found.get(name) !== sql);
    return wrong === undefined ? null : `its schema has changed: ${wrong.name}`;
  } finally {
    known.close();
  }
}
