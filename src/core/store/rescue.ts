import { existsSync, mkdirSync } from 'node:fs';
import { backupFolder } from './backups.ts';
import { databaseFile, removeDatabase, withDatabase, type Db } from './dataFolder.ts';
import { putInPlace } from './durable.ts';
import { freshFolder, isSomethingThere, rebuiltFile } from './finishRecovery.ts';
import { journalFolder } from './journal.ts';
import { keepReport } from './recoveryReport.ts';
import { lastSeq } from './writer.ts';

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
    withDatabase(part, {}, (copy) => {
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
    });
    putInPlace(part, rebuiltFile(dataDir));
  } finally {
    removeDatabase(part);
  }
}
