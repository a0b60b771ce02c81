import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { recoverySchema, type Recovery } from '#shared/model/recovery';
import { nextBackupPath } from './backups.ts';
import { forgetDamageMark } from './damageMark.ts';
import { databaseFile, isMissing, removeDatabase, withDatabase } from './dataFolder.ts';
import { deviceOf } from './device.ts';
import { putInPlace } from './durable.ts';
import { readJournal } from './journal.ts';
import { unacknowledgedRecovery } from './recoveryReport.ts';
import { isDamage, isNoGood } from './sqliteErrors.ts';
import { storedJson } from './storedJson.ts';

const REPORT_FILE = 'report.json';
export const PARTS = ['kaibo.db', 'kaibo.db-wal', 'kaibo.db-shm'] as const;
const WHOLE = [...PARTS, 'journal'] as const;

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
  forgetDamageMark(dataDir);
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

export const isSomethingThere = (dataDir: string): boolean =>
  PARTS.some((name) => existsSync(join(dataDir, name)));

/** Whether every file of the journal was written by this very database. */
function isJournalOf(file: string, dataDir: string): boolean {
  const deviceId = withDatabase(file, { readonly: true }, deviceOf);
  return readJournal(dataDir, 0).every(({ header }) => header === null || header.deviceId === deviceId);
}

/** @param names what goes aside, by its name in the data folder */
export function putAside(dataDir: string, aside: string, recovery: Recovery, names: readonly string[]): void {
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
export const rebuiltFile = (dataDir: string): string => `${databaseFile(dataDir)}.rebuilt`;

/** What a rebuilt database says of itself; null when it is damaged. */
function reportIn(file: string): Recovery | null {
  try {
    return withDatabase(file, { readonly: true }, unacknowledgedRecovery);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return null;
  }
}

/** Never over what is there: that was moved before, and may be all that is left of it. */
function moveInto(from: string, to: string): void {
  if (existsSync(from) && !existsSync(to)) renameSync(from, to);
}

const folderOf = (at: string): string => `damaged-${at.replaceAll(/[:.]/gu, '')}`;

export function freshFolder(dataDir: string, at: string): string {
  const name = folderOf(at);
  for (let no = 1; ; no += 1) {
    const numbered = no === 1 ? name : `${name}-${no}`;
    if (!existsSync(join(dataDir, numbered))) return numbered;
  }
}

/** Another database is in place: what was found out about the one before, or rebuilt of it, is of no use any more. */
export function forgetRepairs(dataDir: string): void {
  removeDatabase(rebuiltFile(dataDir));
  forgetDamageMark(dataDir);
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
