import {
  chmodSync,
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
import {
  backupFolder,
  checkCopy,
  listBackups,
  nextBackupPath,
  pagesProblem,
  soundness,
  valuesProblem,
  type BackupFile,
} from './backups.ts';
import { putInPlace } from './durable.ts';
import { bootId } from '../bootId.ts';
import { databaseFile, type Db } from './dataFolder.ts';
import { journalFolder, readJournal, type JournalFile, type JournalRecord } from './journal.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { replay, type Replayed } from './replay.ts';
import { NOTHING_SALVAGED, salvage, type Salvaged } from './salvage.ts';
import { keepReport, unacknowledgedRecovery } from './recoveryReport.ts';
import { isDamage, isNoGood, isNoRoom } from './sqliteErrors.ts';
import { storedJson } from './storedJson.ts';
import { journalMark } from './writer.ts';

const MARK_FILE = 'kaibo.damaged';
const REPORT_FILE = 'report.json';
const PARTS = ['kaibo.db', 'kaibo.db-wal', 'kaibo.db-shm'] as const;
const WHOLE = [...PARTS, 'journal'] as const;

/** Reads what a studio needs to start; throws when a database does not give it. */
export type ReadStart = (db: Db) => void;

/** Says on the disk that the database was found damaged while it was in use, so that the next start doesn’t trust it. */
export function markDamaged(dataDir: string, detail: string): void {
  writeFileSync(join(dataDir, MARK_FILE), detail, { flush: true });
}

/** Another database is in place: what was found out about the one before, or rebuilt of it, is of no use any more. */
export function forgetRepairs(dataDir: string): void {
  removeDatabase(rebuiltFile(dataDir));
  rmSync(join(dataDir, MARK_FILE), { force: true });
}

/** @returns what keeps this database from being used without recovery, before it is opened. */
export function damageBeforeOpening(dataDir: string): string | null {
  const mark = join(dataDir, MARK_FILE);
  if (existsSync(mark)) return readFileSync(mark, 'utf8') || 'damage was found while it was in use';
  return isMissing(dataDir) && hasRemains(dataDir) ? 'the database file is missing or empty' : null;
}

export const isMissing = (dataDir: string): boolean =>
  (statSync(databaseFile(dataDir), { throwIfNoEntry: false })?.size ?? 0) === 0;

/** Whether there was a database here: its backups or its journal are. */
const hasRemains = (dataDir: string): boolean =>
  listBackups(dataDir).length > 0 || readJournal(dataDir, 0).some((file) => file.records.length > 0);

/**
 * Looks through a database that opens, and brings it up to its journal: what was committed can be missing
 * from it without a trace when its write-ahead log is gone.
 *
 * @returns a report when more was missing than a command whose core died before it could answer
 * @throws SqliteError, KaiboError RECORD_DAMAGED when it is damaged
 */
export function catchUp(db: Db, dataDir: string, at: string): Recovery | null {
  try {
    return bringUp(db, dataDir, at);
  } catch (error) {
    if (isDamage(error) || !isNoGood(error)) throw error;
    throw new Database.SqliteError(error instanceof Error ? error.message : String(error), 'SQLITE_CORRUPT');
  }
}

function bringUp(db: Db, dataDir: string, at: string): Recovery | null {
  if (schemaOf(db) === 0) {
    if (!hasRemains(dataDir)) return null;
    throw new Database.SqliteError('the database is empty', 'SQLITE_CORRUPT');
  }
  refuseUnsound(db);
  const before = lastSeq(db);
  const journal = ownJournal(db, readJournal(dataDir, journalMark(db).n));
  const done = replayOnto(db, journal);
  if (done.leftOver > 0) throw new Database.SqliteError('its journal goes on after a gap', 'SQLITE_CORRUPT');
  if (done.records > 0) refuseUnsound(db);
  if (done.records <= 1) return null;
  return keepReport(db, {
    at,
    detail: 'its last transactions were missing',
    aside: null,
    base: 'database',
    backupAt: null,
    seq: lastSeq(db),
    replayed: lastSeq(db) - before,
    salvaged: 0,
    lost: lossOf(db, done, NOTHING_SALVAGED, isEndKnown(journal), null),
  });
}

function refuseUnsound(db: Db): void {
  const wrong = soundness(db);
  if (wrong !== null) throw new Database.SqliteError(wrong, 'SQLITE_CORRUPT');
}

/**
 * Takes a database that is damaged, and that nothing leads further than, as it is: what can be read of it is better
 * than nothing. A journal that doesn't fit it is put aside, so that it never gets mixed with what comes now.
 *
 * @returns a report when something is, or may be, missing
 * @throws SqliteError, KaiboError RECORD_DAMAGED, DATABASE_DAMAGED when its pages are damaged
 */
export function keepAsItIs(db: Db, dataDir: string, detail: string, at: string): Recovery | null {
  const wrong = schemaOf(db) === 0 ? detail : pagesProblem(db);
  if (wrong !== null) throw new KaiboError('DATABASE_DAMAGED', { dataDir, detail: wrong });
  const before = lastSeq(db);
  const journal = ownJournal(db, readJournal(dataDir, journalMark(db).n));
  const done = replayIfItFits(db, journal);
  rmSync(join(dataDir, MARK_FILE), { force: true });
  if (done.leftOver === 0) return null;
  const aside = freshFolder(dataDir, at);
  const recovery = keepReport(db, {
    at,
    detail,
    aside,
    base: 'database',
    backupAt: null,
    seq: lastSeq(db),
    replayed: lastSeq(db) - before,
    salvaged: 0,
    lost: lossOf(db, done, NOTHING_SALVAGED, isEndKnown(journal), null),
  });
  putAside(dataDir, join(dataDir, aside), recovery, ['journal']);
  return recovery;
}

/** All of it or nothing: after it the database has to be as sound as before. */
function replayIfItFits(db: Db, journal: OwnJournal): Replayed {
  try {
    return db.transaction(() => {
      const done = replayOnto(db, journal);
      if (pagesProblem(db) !== null)
        throw new Database.SqliteError('its journal does not fit', 'SQLITE_CORRUPT');
      return done;
    })();
  } catch (error) {
    if (!isNoGood(error)) throw error;
    const records = journal.files.flatMap((file) => file.records);
    const last = records.at(-1);
    return {
      records: 0,
      leftOver: records.length,
      knownSeq: last?.seq ?? 0,
      knownAt: last?.at ?? null,
      isWhole: false,
    };
  }
}

/**
 * Rebuilds a damaged database beside it: from the newest sound backup (or from nothing, where the journal goes
 * back to the beginning), then from the journal, then from what the damaged file still gives. Only once that is
 * whole on the disk is anything moved; a recovery that is cut off before begins anew, one cut off after is
 * finished by the next start.
 *
 * @returns null when there is nothing that leads as far as the database itself; everything stays as it was then
 */
export function recover(dataDir: string, detail: string, at: string, readStart: ReadStart): Recovery | null {
  const journal = readJournal(dataDir, 0);
  const part = `${databaseFile(dataDir)}.part`;
  try {
    const built = rebuild(part, listBackups(dataDir), journal, readStart);
    if (built === null) return null;
    const db = new Database(part);
    try {
      const fromFile = salvage(db, dataDir);
      const { n } = journalMark(db);
      // Only a value in it is damaged, and all of this leads less far, or no further with the same damage.
      if (fromFile.soundN > n && fromFile.knownSeq > lastSeq(db)) return null;
      if (fromFile.soundN >= n && !built.isReadable) return null;
      const endIsKnown = fromFile.soundN === n || isEndKnown(ownJournal(db, journal));
      const recovery: Recovery = {
        at,
        detail,
        aside: freshFolder(dataDir, at),
        base: built.backup === null ? 'journal' : 'backup',
        backupAt: built.backup?.at ?? null,
        seq: lastSeq(db),
        replayed: built.replayedEvents,
        salvaged: fromFile.events,
        lost: lossOf(db, built.replayed, fromFile, endIsKnown, latestWrite(dataDir)),
      };
      keepReport(db, recovery, fromFile.report);
    } finally {
      db.close();
    }
    putInPlace(part, rebuiltFile(dataDir));
  } finally {
    removeDatabase(part);
  }
  return finishRecovery(dataDir);
}

/**
 * Writes a database anew that is open here but no longer lies in its folder: the next start puts it in place. What
 * has taken its place meanwhile is put aside then.
 *
 * @throws SqliteError, system errors when there is no place or no room for it
 */
export function rescue(db: Db, dataDir: string, at: string): void {
  mkdirSync(dataDir, { recursive: true });
  const isReplaced = existsSync(databaseFile(dataDir));
  // They were beside it all the time.
  const folderGone = !existsSync(journalFolder(dataDir)) && !existsSync(backupFolder(dataDir));
  const part = `${databaseFile(dataDir)}.part`;
  removeDatabase(part);
  try {
    db.prepare('VACUUM INTO ?').run(part);
    const copy = new Database(part);
    try {
      copy.pragma('journal_mode = DELETE');
      keepReport(copy, {
        at,
        detail: isReplaced ? 'another file was put in its place in use' : 'it was deleted in use',
        aside: isSomethingThere(dataDir) ? freshFolder(dataDir, at) : null,
        base: 'database',
        backupAt: null,
        seq: lastSeq(copy),
        replayed: 0,
        salvaged: 0,
        lost: null,
        ...(folderGone ? { folderGone } : {}),
      });
    } finally {
      copy.close();
    }
    putInPlace(part, rebuiltFile(dataDir));
  } finally {
    removeDatabase(part);
  }
}

/**
 * Puts a rebuilt database in place, and aside what it replaces: the damaged files and the journal that belongs to
 * them. Renaming takes no room, and each step can be done twice, so a start that is cut off here is gone on with.
 *
 * @returns what the recovery has to say; null when there is none to finish
 * @throws SqliteError, system errors when it can't be read for now; it is kept
 */
export function finishRecovery(dataDir: string): Recovery | null {
  removeDatabase(`${databaseFile(dataDir)}.part`);
  const rebuilt = rebuiltFile(dataDir);
  if (!existsSync(rebuilt)) return null;
  const recovery = reportIn(rebuilt);
  if (recovery === null) {
    // Damaged in its turn. Where there is nothing else it is what is left; else it is kept, and begun anew.
    const to = isMissing(dataDir) ? databaseFile(dataDir) : `${rebuilt}-${Date.now()}`;
    renameSync(rebuilt, to);
    return null;
  }
  backUpIfRoom(rebuilt, dataDir, recovery.at);
  // Something may have come since: a log of another database beside this one would ruin it.
  const aside = recovery.aside ?? (isSomethingThere(dataDir) ? folderOf(recovery.at) : null);
  // The journal leads to a database that was rescued; from one that was rebuilt another begins.
  const withJournal = recovery.base !== 'database' || !isJournalOf(rebuilt, dataDir);
  if (aside !== null) putAside(dataDir, join(dataDir, aside), recovery, withJournal ? WHOLE : PARTS);
  rmSync(join(dataDir, MARK_FILE), { force: true });
  putInPlace(rebuilt, databaseFile(dataDir));
  return recovery;
}

/** The newest backup is always one of what is in use, so that a later recovery begins with this one. */
function backUpIfRoom(rebuilt: string, dataDir: string, at: string): void {
  try {
    const backup = nextBackupPath(dataDir, Date.parse(at));
    copyFileSync(rebuilt, `${backup}.part`);
    putInPlace(`${backup}.part`, backup);
  } catch {
    // No room: the first rolling backup makes up for it, and takes away what was begun.
  }
}

const isSomethingThere = (dataDir: string): boolean => PARTS.some((name) => existsSync(join(dataDir, name)));

/** Whether every file of the journal was written by this very database. */
function isJournalOf(file: string, dataDir: string): boolean {
  const db = new Database(file, { readonly: true });
  try {
    const deviceId = db.prepare('SELECT id FROM device').pluck().get();
    return readJournal(dataDir, 0).every(({ header }) => header === null || header.deviceId === deviceId);
  } finally {
    db.close();
  }
}

/** @param names what goes aside, by its name in the data folder */
function putAside(dataDir: string, aside: string, recovery: Recovery, names: readonly string[]): void {
  mkdirSync(aside, { recursive: true });
  for (const name of names) moveInto(join(dataDir, name), join(aside, name));
  const report = join(aside, REPORT_FILE);
  try {
    writeFileSync(`${report}.part`, `${JSON.stringify(recovery, null, 1)}\n`);
    putInPlace(`${report}.part`, report);
  } catch {
    // No room: the database says the same of itself.
    rmSync(`${report}.part`, { force: true });
  }
}

/** A rebuilt database that was not put in place yet. */
const rebuiltFile = (dataDir: string): string => `${databaseFile(dataDir)}.rebuilt`;

/** What a rebuilt database says of itself; null when it is damaged. */
function reportIn(file: string): Recovery | null {
  try {
    const db = new Database(file, { readonly: true });
    try {
      return unacknowledgedRecovery(db);
    } finally {
      db.close();
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    return null;
  }
}

/** Never over what is there: that was moved before, and may be all that is left of it. */
function moveInto(from: string, to: string): void {
  if (existsSync(from) && !existsSync(to)) renameSync(from, to);
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

const folderOf = (at: string): string => `damaged-${at.replaceAll(/[:.]/gu, '')}`;

function freshFolder(dataDir: string, at: string): string {
  const name = folderOf(at);
  for (let no = 1; ; no += 1) {
    const numbered = no === 1 ? name : `${name}-${no}`;
    if (!existsSync(join(dataDir, numbered))) return numbered;
  }
}

/** The folders of what was put aside, oldest first, each with its report if that can be read. */
export function damagedFolders(
  dataDir: string,
): readonly { readonly name: string; readonly recovery: Recovery | null }[] {
  return readdirSync(dataDir)
    .filter((name) => name.startsWith('damaged-'))
    .toSorted()
    .map((name) => ({ name, recovery: reportOf(join(dataDir, name, REPORT_FILE)) }));
}

function reportOf(file: string): Recovery | null {
  if (!existsSync(file)) return null;
  try {
    return storedJson(file, recoverySchema, readFileSync(file, 'utf8'));
  } catch (error) {
    // A report is for people; one that was damaged itself must not keep a studio from starting.
    if (!isNoGood(error)) throw error;
    return null;
  }
}

type Rebuilt = {
  readonly backup: BackupFile | null;
  readonly replayed: Replayed;
  readonly replayedEvents: number;
  /** Whether a studio can start from it as it was. */
  readonly isReadable: boolean;
};

/**
 * The newest sound backup, or nothing, and the journal on top. If a studio could not read it, an older one that
 * leads to the same end is better; one that ends earlier is not.
 */
function rebuild(
  part: string,
  backups: readonly BackupFile[],
  journal: readonly JournalFile[],
  readStart: ReadStart,
): Rebuilt | null {
  const sources = [...backups, ...(isFromTheBeginning(journal) ? [null] : [])];
  let best: { readonly source: BackupFile | null; readonly seq: number } | null = null;
  for (const source of sources) {
    const built = buildFrom(part, source, journal, readStart);
    if (built === null) continue;
    if (built.isReadable && (best === null || built.seq === best.seq)) return built;
    best ??= { source, seq: built.seq };
  }
  return best === null ? null : buildFrom(part, best.source, journal, readStart);
}

/** Null: this one is damaged, too. A full disk ends the whole attempt. */
function buildFrom(
  part: string,
  backup: BackupFile | null,
  journal: readonly JournalFile[],
  readStart: ReadStart,
): (Rebuilt & { readonly seq: number }) | null {
  removeDatabase(part);
  try {
    if (backup === null) createEmpty(part, journal);
    else if (!copyOf(backup.path, part)) return null;
    checkCopy(part);
    const db = new Database(part);
    try {
      const before = lastSeq(db);
      const replayed = replayOnto(db, ownJournal(db, journal));
      if (pagesProblem(db) !== null) return null;
      const seq = lastSeq(db);
      return { backup, replayed, replayedEvents: seq - before, seq, isReadable: isReadable(db, readStart) };
    } finally {
      db.close();
    }
  } catch (error) {
    if (!isNoGood(error)) throw error;
    return null;
  }
}

/** False: it can't be read, for whatever reason. */
function copyOf(from: string, part: string): boolean {
  try {
    copyFileSync(from, part);
  } catch (error) {
    if (isNoRoom(error)) throw error;
    return false;
  }
  try {
    // It has the mode of what it was copied from, which may be read-only.
    chmodSync(part, 0o600);
  } catch {
    // A file system without modes.
  }
  return true;
}

function isReadable(db: Db, readStart: ReadStart): boolean {
  if (valuesProblem(db) !== null) return false;
  // An older schema is brought up to date only once it is in place.
  if (schemaOf(db) !== MIGRATIONS.length) return true;
  try {
    readStart(db);
    return true;
  } catch (error) {
    if (!isNoGood(error)) throw error;
    return false;
  }
}

function createEmpty(part: string, journal: readonly JournalFile[]): void {
  const db = new Database(part);
  try {
    for (const step of MIGRATIONS) db.exec(step);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
    db.prepare('INSERT INTO device (id, created_at) VALUES (?, ?)').run(
      journal[0]?.header?.deviceId,
      journal[0]?.records[0]?.at || new Date().toISOString(),
    );
  } finally {
    db.close();
  }
}

/** A record that contradicts the database says that the database is not what it seems. */
function replayOnto(db: Db, { files, unfit }: OwnJournal): Replayed {
  try {
    const done = replay(db, files);
    const { n } = journalMark(db);
    const missing = unfit.filter((record) => record.n > n);
    const last = missing.at(-1);
    return last === undefined
      ? done
      : {
          ...done,
          leftOver: done.leftOver + missing.length,
          knownSeq: Math.max(done.knownSeq, last.seq),
          knownAt: last.at,
          isWhole: false,
        };
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT'))
      throw new Database.SqliteError(`it contradicts its journal: ${error.message}`, 'SQLITE_CORRUPT');
    throw error;
  }
}

/** `unfit`: what was written in another schema than the database has. It happened, and can't be brought back. */
type OwnJournal = { readonly files: readonly JournalFile[]; readonly unfit: readonly JournalRecord[] };

/** The journal of this very database. A file that begins with damage stays in the row: something is missing there. */
function ownJournal(db: Db, journal: readonly JournalFile[]): OwnJournal {
  const deviceId = db.prepare('SELECT id FROM device').pluck().get();
  const schema = schemaOf(db);
  const own = journal.filter(({ header }) => header === null || header.deviceId === deviceId);
  const isFit = ({ header }: JournalFile): boolean => header === null || header.schema === schema;
  return {
    files: own.filter(isFit),
    unfit: own.filter((file) => !isFit(file)).flatMap(({ records }) => records),
  };
}

const schemaOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }));
const isFromTheBeginning = ([first]: readonly JournalFile[]): boolean =>
  first?.header?.schema === MIGRATIONS.length && first.records[0]?.n === 1;

/**
 * Whether the last line of a journal is the last that was written: since the machine started nothing of it can be
 * missing, and an orderly end is said in it. After a power cut the last second may be.
 */
function isEndKnown({ files }: OwnJournal): boolean {
  const last = files.at(-1);
  return last !== undefined && (last.isEnded || last.header?.boot === bootId());
}

function lossOf(
  db: Db,
  replayed: Replayed,
  fromFile: Salvaged,
  endIsKnown: boolean,
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
  if ((endIsKnown && replayed.isWhole) || fromFile.events > 0) return null;
  return { fromSeq: seq + 1, toSeq: null, fromAt, toAt: lastWritten };
}

/** When the damaged files were last written to, ISO; null when there are none. */
function latestWrite(folder: string): string | null {
  const times = PARTS.flatMap(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? [],
  );
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}

const lastSeq = (db: Db): number =>
  z.number().parse(db.prepare('SELECT coalesce(max(seq), 0) FROM event').pluck().get());
