import { chmodSync, copyFileSync } from 'node:fs';
import { checkCopy, pagesProblem, valuesProblem, type BackupFile } from './backups.ts';
import { removeDatabase, withDatabase, type Db } from './dataFolder.ts';
import type { JournalFile } from './journal.ts';
import { MIGRATIONS, schemaVersion } from './migrations/index.ts';
import { ownJournal, replayOnto } from './ownJournal.ts';
import type { Replayed } from './replay.ts';
import { isNoGood, isNoRoom } from './sqliteErrors.ts';
import { lastSeq } from './writer.ts';

/** Reads what a studio needs to start; throws when a database does not give it. */
export type ReadStart = (db: Db) => void;

export type Rebuilt = {
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
export function rebuild(
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
    return withDatabase(part, {}, (db) => {
      const before = lastSeq(db);
      const replayed = replayOnto(db, ownJournal(db, journal));
      if (pagesProblem(db) !== null) return null;
      const seq = lastSeq(db);
      return { backup, replayed, replayedEvents: seq - before, seq, isReadable: isReadable(db, readStart) };
    });
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
  if (schemaVersion(db) !== MIGRATIONS.length) return true;
  try {
    readStart(db);
    return true;
  } catch (error) {
    if (!isNoGood(error)) throw error;
    return false;
  }
}

function createEmpty(part: string, journal: readonly JournalFile[]): void {
  withDatabase(part, {}, (db) => {
    for (const step of MIGRATIONS) db.exec(step);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
    db.prepare('INSERT INTO device (id, created_at) VALUES (?, ?)').run(
      journal[0]?.header?.deviceId,
      journal[0]?.records[0]?.at || new Date().toISOString(),
    );
  });
}

const isFromTheBeginning = ([first]: readonly JournalFile[]): boolean =>
  first?.header?.schema === MIGRATIONS.length && first.records[0]?.n === 1;
