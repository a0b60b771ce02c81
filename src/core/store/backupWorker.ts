import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { backupTaskSchema, type BackupOutcome } from './backupMessages.ts';
import { pagesProblem, takeBackup } from './backups.ts';
import { isDamage } from './sqliteErrors.ts';

/** One backup, in a thread of its own: copying, looking through and syncing take none of the core's time. */
const { from, to } = backupTaskSchema.parse(workerData);
parentPort?.postMessage(await backUp());

async function backUp(): Promise<BackupOutcome> {
  const startedAt = performance.now();
  try {
    const copy = await takeBackup(from, to);
    return { result: 'done', to, ...copy, tookMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    return {
      result: 'failed',
      detail: error instanceof Error ? error.message : String(error),
      isFull:
        error instanceof Error &&
        'code' in error &&
        (error.code === 'SQLITE_FULL' || error.code === 'ENOSPC'),
      isSource: isDamage(error) && isDamagedItself(),
    };
  }
}

/** Whether the database is damaged, or only what became of its copy. */
function isDamagedItself(): boolean {
  try {
    const db = new Database(from, { readonly: true, fileMustExist: true });
    try {
      return pagesProblem(db) !== null;
    } finally {
      db.close();
    }
  } catch (error) {
    return isDamage(error);
  }
}
