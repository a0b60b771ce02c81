import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from '#shared/zod';
import { journalMark } from './writer.ts';

/** A backup as its file name tells it: `000012-2026-05-02T110000Z.db`. `no` counts on whatever the wall clock does. */
export type BackupFile = {
  readonly path: string;
  readonly no: number;
  /** Wall time, ISO. */
  readonly at: string;
};

/** What a copy holds that was looked through from end to end. */
export type CheckedCopy = { readonly n: number; readonly seq: number };

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
 * @throws SqliteError, and KaiboError DATABASE_DAMAGED of `checkCopy`
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
 * @throws SqliteError when it is damaged so that it can’t even be looked through
 */
export function checkCopy(file: string): CheckedCopy {
  const copy = new Database(file, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
    const verdict = soundness(copy);
    if (verdict !== null) throw new Database.SqliteError(verdict, 'SQLITE_CORRUPT');
    const { n } = journalMark(copy);
    const seq = z.number().parse(copy.prepare('SELECT coalesce(max(seq), 0) FROM event').pluck().get());
    return { n, seq };
  } finally {
    copy.close();
  }
}

/**
 * What is wrong with a database, or null: its pages, its log without a gap, and its log as long as its last
 * transaction left it (older pages in place of newer ones look sound one by one).
 */
export function soundness(db: Database.Database): string | null {
  const verdict = String(db.pragma('quick_check(1)', { simple: true }));
  if (verdict !== 'ok') return verdict;
  const { count, last } = z
    .object({ count: z.number(), last: z.number() })
    .parse(db.prepare('SELECT count(*) AS count, coalesce(max(seq), 0) AS last FROM event').get());
  if (count !== last) return `the event log has ${count} events up to seq ${last}`;
  const { seq } = journalMark(db);
  return seq > last ? `the event log ends at seq ${last} instead of ${seq}` : null;
}

/** Gives a file its final name once all of it is on the disk. */
export function putInPlace(part: string, to: string): void {
  syncPath(part, 'r+');
  renameSync(part, to);
  // Windows can’t open a folder, and doesn’t need to.
  if (process.platform !== 'win32') syncPath(join(to, '..'), 'r');
}

function syncPath(path: string, flags: string): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
