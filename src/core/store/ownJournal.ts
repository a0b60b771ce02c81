import Database from 'better-sqlite3';
import { bootId } from '../bootId.ts';
import type { Db } from './dataFolder.ts';
import { deviceOf } from './device.ts';
import type { JournalFile, JournalRecord } from './journal.ts';
import { schemaVersion } from './migrations/index.ts';
import { replay, type Replayed } from './replay.ts';
import { journalMark } from './writer.ts';

/** `unfit`: what was written in another schema than the database has. It happened, and can't be brought back. */
export type OwnJournal = { readonly files: readonly JournalFile[]; readonly unfit: readonly JournalRecord[] };

/** The journal of this very database. A file that begins with damage stays in the row: something is missing there. */
export function ownJournal(db: Db, journal: readonly JournalFile[]): OwnJournal {
  const deviceId = deviceOf(db);
  const schema = schemaVersion(db);
  const own = journal.filter(({ header }) => header === null || header.deviceId === deviceId);
  const isFit = ({ header }: JournalFile): boolean => header === null || header.schema === schema;
  return {
    files: own.filter(isFit),
    unfit: own.filter((file) => !isFit(file)).flatMap(({ records }) => records),
  };
}

/**
 * Whether the last line of a journal is the last that was written: since the machine started nothing of it can be
 * missing, and an orderly end is said in it. After a power cut the last second may be.
 */
export function isEndKnown({ files }: OwnJournal): boolean {
  const last = files.at(-1);
  return last !== undefined && (last.isEnded || last.header?.boot === bootId());
}

/**
 * Brings a database up to its own journal, as far as that fits.
 *
 * @throws SqliteError SQLITE_CORRUPT when a record contradicts the database: that one is not what it seems
 */
export function replayOnto(db: Db, { files, unfit }: OwnJournal): Replayed {
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
