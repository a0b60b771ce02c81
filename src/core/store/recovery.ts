import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import { recoverySchema, type Recovery } from '#shared/model/recovery';
import { checkCopy, listBackups, nextBackupPath, putInPlace, soundness, type BackupFile } from './backups.ts';
import { databaseFile, type Db } from './dataFolder.ts';
import { journalFolder, readJournal, type JournalFile } from './journal.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { replay, type Replayed } from './replay.ts';
import { salvage, type Salvaged } from './salvage.ts';
import { isDamage } from './sqliteErrors.ts';
import { journalMark } from './writer.ts';

const MARK_FILE = 'kaibo.damaged';
const REPORT_FILE = 'report.json';
const PARTS = ['', '-wal', '-shm'] as const;
const RECOVERY = 'recovery';

/** Says on the disk that the database was found damaged while it was in use, so that the next start doesn’t trust it. */
export function markDamaged(dataDir: string, detail: string): void {
  writeFileSync(join(dataDir, MARK_FILE), detail, { flush: true });
}

export const forgetDamageMark = (dataDir: string): void => rmSync(join(dataDir, MARK_FILE), { force: true });

/** @returns what keeps this database from being used without recovery, before it is opened. */
export function damageBeforeOpening(dataDir: string): string | null {
  const mark = join(dataDir, MARK_FILE);
  if (existsSync(mark)) return readFileSync(mark, 'utf8') || 'damage was found while it was in use';
  const size = statSync(databaseFile(dataDir), { throwIfNoEntry: false })?.size ?? 0;
  return size === 0 && isRecoverable(dataDir) ? 'the database file is missing or empty' : null;
}

/** Whether there is anything to rebuild a database from. */
export const isRecoverable = (dataDir: string): boolean =>
  listBackups(dataDir).length > 0 || readJournal(dataDir, 0).some((file) => file.records.length > 0);

/**
 * Looks through a database that opens, and brings it up to its journal: what was committed can be missing
 * from it without a trace when its write-ahead log is gone.
 *
 * @returns a report when more was missing than a command whose core died before it could answer
 * @throws SqliteError when it is damaged
 */
export function catchUp(db: Db, dataDir: string, at: string): Recovery | null {
  if (Number(db.pragma('user_version', { simple: true })) === 0) {
    if (!isRecoverable(dataDir)) return null;
    throw new Database.SqliteError('the database is empty', 'SQLITE_CORRUPT');
  }
  const wrong = soundness(db);
  if (wrong !== null) throw new Database.SqliteError(wrong, 'SQLITE_CORRUPT');
  const before = lastSeq(db);
  const done = replayOnto(db, ownJournal(db, readJournal(dataDir, journalMark(db).n)));
  if (done.knownSeq > 0) throw new Database.SqliteError('its journal goes on after a gap', 'SQLITE_CORRUPT');
  if (done.records <= 1) return null;
  const recovery: Recovery = {
    at,
    detail: 'its last transactions were missing',
    aside: null,
    base: 'database',
    backupAt: null,
    seq: lastSeq(db),
    replayed: lastSeq(db) - before,
    salvaged: 0,
    lost: lossOf(db, done, NOTHING_SALVAGED, true, null),
  };
  keepReport(db, recovery);
  return recovery;
}

/**
 * Puts the damaged database aside and rebuilds one: from the newest sound backup (or from nothing, where the
 * journal goes back to the beginning), then from the journal, then from what the damaged file still gives.
 *
 * @throws KaiboError DATABASE_DAMAGED when there is nothing to rebuild it from; nothing is put aside then
 */
export function recover(dataDir: string, detail: string, at: string): Recovery {
  if (!isRecoverable(dataDir)) throw new KaiboError('DATABASE_DAMAGED', { dataDir, detail });
  const aside = putAside(dataDir, at);
  const journal = readJournal(dataDir, 0);
  const part = `${databaseFile(dataDir)}.part`;
  try {
    const built = rebuild(part, listBackups(dataDir), journal);
    if (built === null) throw new KaiboError('DATABASE_DAMAGED', { dataDir, detail });
    const db = new Database(part);
    let recovery: Recovery;
    try {
      const fromFile = salvage(db, join(dataDir, aside));
      const lastWritten = latestWrite(join(dataDir, aside));
      recovery = {
        at,
        detail,
        aside,
        base: built.backup === null ? 'journal' : 'backup',
        backupAt: built.backup?.at ?? null,
        seq: lastSeq(db),
        replayed: built.replayedEvents,
        salvaged: fromFile.events,
        lost: lossOf(db, built.replayed, fromFile, journal.length > 0, lastWritten),
      };
      keepReport(db, recovery);
    } finally {
      db.close();
    }
    putInPlace(part, databaseFile(dataDir));
    startAnew(dataDir, aside, recovery);
    return recovery;
  } finally {
    rmSync(part, { force: true });
  }
}

/** What the last recovery said, as long as nobody has acknowledged it. */
export function unacknowledgedRecovery(db: Db): Recovery | null {
  const found = db.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(RECOVERY);
  return typeof found === 'string' ? recoverySchema.nullable().parse(JSON.parse(found)) : null;
}

/** Called inside a transaction. */
export function forgetRecovery(db: Db): void {
  db.prepare('DELETE FROM setting WHERE key = ?').run(RECOVERY);
}

/** The folders of what was put aside, oldest first, each with its report if the recovery was finished. */
export function damagedFolders(
  dataDir: string,
): readonly { readonly name: string; readonly recovery: Recovery | null }[] {
  return readdirSync(dataDir)
    .filter((name) => name.startsWith('damaged-'))
    .toSorted()
    .map((name) => {
      const report = join(dataDir, name, REPORT_FILE);
      return {
        name,
        recovery: existsSync(report) ? recoverySchema.parse(JSON.parse(readFileSync(report, 'utf8'))) : null,
      };
    });
}

/** Renaming takes no room, so this works on a full disk, too. A recovery that was cut off goes on in the same folder. */
function putAside(dataDir: string, at: string): string {
  const unfinished = damagedFolders(dataDir).find(({ recovery }) => recovery === null)?.name;
  const name = unfinished ?? `damaged-${at.replaceAll(/[:.]/gu, '')}`;
  mkdirSync(join(dataDir, name), { recursive: true });
  for (const suffix of PARTS) {
    const file = databaseFile(dataDir) + suffix;
    if (existsSync(file)) renameSync(file, databaseFile(join(dataDir, name)) + suffix);
  }
  return name;
}

type Rebuilt = {
  readonly backup: BackupFile | null;
  readonly replayed: Replayed;
  readonly replayedEvents: number;
};

function rebuild(
  part: string,
  backups: readonly BackupFile[],
  journal: readonly JournalFile[],
): Rebuilt | null {
  for (const backup of [...backups, null]) {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(part + suffix, { force: true });
    if (backup === null && journal[0]?.records[0]?.n !== 1) continue;
    try {
      if (backup === null) createEmpty(part, journal);
      else copyFileSync(backup.path, part);
      checkCopy(part);
      const db = new Database(part);
      try {
        const before = lastSeq(db);
        const replayed = replayOnto(db, ownJournal(db, journal));
        return { backup, replayed, replayedEvents: lastSeq(db) - before };
      } finally {
        db.close();
      }
    } catch (error) {
      // A backup that is damaged, too, is passed over for an older one; a full disk ends the attempt.
      if (!isDamage(error)) throw error;
    }
  }
  return null;
}

function createEmpty(part: string, journal: readonly JournalFile[]): void {
  const db = new Database(part);
  try {
    for (const step of MIGRATIONS) db.exec(step);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
    db.prepare('INSERT INTO device (id, created_at) VALUES (?, ?)').run(
      journal[0]?.header.deviceId,
      journal[0]?.records[0]?.at || new Date().toISOString(),
    );
  } finally {
    db.close();
  }
}

/** A record that contradicts the database says that the database is not what it seems. */
function replayOnto(db: Db, journal: readonly JournalFile[]): Replayed {
  try {
    return replay(db, journal);
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT'))
      throw new Database.SqliteError(`it contradicts its journal: ${error.message}`, 'SQLITE_CORRUPT');
    throw error;
  }
}

/** The journal of this very database, in the schema it has. */
function ownJournal(db: Db, journal: readonly JournalFile[]): readonly JournalFile[] {
  const deviceId = db.prepare('SELECT id FROM device').pluck().get();
  const schema = Number(db.pragma('user_version', { simple: true }));
  return journal.filter(({ header }) => header.deviceId === deviceId && header.schema === schema);
}

const NOTHING_SALVAGED: Salvaged = { events: 0, knownSeq: 0 };

function lossOf(
  db: Db,
  replayed: Replayed,
  fromFile: Salvaged,
  hasJournal: boolean,
  lastWritten: string | null,
): Recovery['lost'] {
  const seq = lastSeq(db);
  const knownSeq = Math.max(replayed.knownSeq, fromFile.knownSeq);
  const fromAt = z
    .string()
    .nullable()
    .catch(null)
    .parse(db.prepare('SELECT at FROM event ORDER BY seq DESC LIMIT 1').pluck().get());
  if (knownSeq > seq)
    return { fromSeq: seq + 1, toSeq: knownSeq, fromAt, toAt: replayed.knownAt ?? lastWritten };
  if ((hasJournal && replayed.isWhole) || fromFile.events > 0) return null;
  return { fromSeq: seq + 1, toSeq: null, fromAt, toAt: lastWritten };
}

/** A backup of the new database first, then a journal that begins with it; what belongs to the old one goes aside. */
function startAnew(dataDir: string, aside: string, recovery: Recovery): void {
  const backup = nextBackupPath(dataDir, Date.parse(recovery.at));
  copyFileSync(databaseFile(dataDir), `${backup}.part`);
  putInPlace(`${backup}.part`, backup);
  if (existsSync(journalFolder(dataDir))) renameSync(journalFolder(dataDir), join(dataDir, aside, 'journal'));
  writeFileSync(join(dataDir, aside, REPORT_FILE), `${JSON.stringify(recovery, null, 1)}\n`, { flush: true });
  forgetDamageMark(dataDir);
}

/** When the damaged files were last written to, ISO; null when there are none. */
function latestWrite(folder: string): string | null {
  const times = PARTS.flatMap(
    (suffix) => statSync(databaseFile(folder) + suffix, { throwIfNoEntry: false })?.mtimeMs ?? [],
  );
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}

function keepReport(db: Db, recovery: Recovery): void {
  db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(RECOVERY, JSON.stringify(recovery));
}

const lastSeq = (db: Db): number =>
  z.number().parse(db.prepare('SELECT coalesce(max(seq), 0) FROM event').pluck().get());
