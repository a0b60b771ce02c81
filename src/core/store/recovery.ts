import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import type { Recovery } from '#shared/model/recovery';
import { listBackups, pagesProblem, soundness } from './backups.ts';
import { damageMark, forgetDamageMark } from './damageMark.ts';
import { databaseFile, isMissing, removeDatabase, type Db } from './dataFolder.ts';
import { putInPlace } from './durable.ts';
import { finishRecovery, freshFolder, PARTS, putAside, rebuiltFile } from './finishRecovery.ts';
import { readJournal } from './journal.ts';
import { schemaVersion } from './migrations/index.ts';
import { isEndKnown, ownJournal, replayOnto, type OwnJournal } from './ownJournal.ts';
import { rebuild, type ReadStart } from './rebuild.ts';
import { keepReport } from './recoveryReport.ts';
import type { Replayed } from './replay.ts';
import { NOTHING_SALVAGED, salvage, type Salvaged } from './salvage.ts';
import { isDamage, isNoGood } from './sqliteErrors.ts';
import { journalMark, lastSeq } from './writer.ts';

/** @returns what keeps this database from being used without recovery, before it is opened. */
export function damageBeforeOpening(dataDir: string): string | null {
  const found = damageMark(dataDir);
  if (found !== null) return found;
  return isMissing(dataDir) && hasRemains(dataDir) ? 'the database file is missing or empty' : null;
}

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
  if (schemaVersion(db) === 0) {
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
  const wrong = schemaVersion(db) === 0 ? detail : pagesProblem(db);
  if (wrong !== null) throw new KaiboError('DATABASE_DAMAGED', { dataDir, detail: wrong });
  const before = lastSeq(db);
  const journal = ownJournal(db, readJournal(dataDir, journalMark(db).n));
  const done = replayIfItFits(db, journal);
  forgetDamageMark(dataDir);
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
