import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { backupOutcomeSchema, type BackupOutcome, type BackupTask } from './backupMessages.ts';
import { listBackups, nextBackupPath, outdatedBackups, unfinishedBackups } from './backups.ts';
import { databaseFile } from './dataFolder.ts';
import type { Store } from './database.ts';
import { trimJournal } from './journal.ts';

const EVERY_MS = 10 * 60_000;
const FIRST_AFTER_MS = 5000;
/** The journal reaches back so many backups: should the newest be damaged, too, an older one still leads to the end. */
const JOURNALLED_BACKUPS = 3;

export type RollingBackupOptions = {
  readonly store: Store;
  readonly log: (line: string) => void;
  /** The database itself was found damaged. */
  readonly onDamage: (detail: string) => void;
  readonly everyMs?: number;
};

/**
 * Backups of a database in use: soon after the start, every ten minutes in which something was written, when
 * a run starts, and at the end. The newest twelve are kept, and the last of each of seven days.
 */
export class RollingBackups {
  readonly #parts: RollingBackupOptions;
  readonly #timers: readonly NodeJS.Timeout[];
  /** Where the journal stood at each backup of this core, newest first. */
  readonly #taken: number[] = [];
  /** The last one that has a damaged value in it. */
  #damaged: string | null = null;
  #running: Promise<BackupOutcome | null> = Promise.resolve(null);

  constructor(parts: RollingBackupOptions) {
    this.#parts = parts;
    const take = () => void this.take();
    this.#timers = [setTimeout(take, FIRST_AFTER_MS), setInterval(take, parts.everyMs ?? EVERY_MS)];
    for (const timer of this.#timers) timer.unref();
  }

  /** Takes one after the one under way. Null: nothing was written since the last. */
  take(): Promise<BackupOutcome | null> {
    this.#running = this.#running
      .then(() => this.#take())
      .catch((error: unknown) => {
        this.#parts.log(`backup: ${String(error)}`);
        return failedBackup(error);
      });
    return this.#running;
  }

  /** Takes the last one. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await this.take();
  }

  async #take(): Promise<BackupOutcome | null> {
    const { store, log, onDamage } = this.#parts;
    if (store.isClosed() || store.writtenN() === this.#taken[0]) return null;
    const outcome = await this.#inThread();
    if (outcome.result === 'failed') {
      log(`backup: ${outcome.detail}`);
      if (outcome.isSource) onDamage(outcome.detail);
      return outcome;
    }
    this.#taken.unshift(outcome.n);
    if (outcome.problem !== null) {
      // No reason to end a core in a show. The next start repairs it, from the older backups and the journal; of
      // those with the damage in them the newest is enough.
      log(`backup: ${outcome.problem}`);
      if (this.#damaged !== null) rmSync(this.#damaged, { force: true });
      this.#damaged = outcome.to;
      return outcome;
    }
    try {
      for (const path of unfinishedBackups(store.dataDir)) rmSync(path, { force: true });
      for (const { path } of outdatedBackups(listBackups(store.dataDir))) rmSync(path, { force: true });
      store.rotateJournal();
      const neededFrom = this.#taken[JOURNALLED_BACKUPS - 1];
      if (neededFrom !== undefined) trimJournal(store.dataDir, neededFrom + 1);
    } catch (error) {
      // The backup is there; what is too much is let go the next time.
      log(`backup: ${String(error)}`);
    }
    return outcome;
  }

  #inThread(): Promise<BackupOutcome> {
    const { dataDir } = this.#parts.store;
    return new Promise((done) => {
      const failed = (error: unknown) => done(failedBackup(error));
      try {
        const task: BackupTask = { from: databaseFile(dataDir), to: nextBackupPath(dataDir, Date.now()) };
        const worker = new Worker(WORKER, {
          workerData: task,
          resourceLimits: { maxYoungGenerationSizeMb: 2 },
        });
        worker.once('message', (message) => {
          const outcome = backupOutcomeSchema.safeParse(message);
          if (outcome.success) done(outcome.data);
          else failed(outcome.error);
        });
        worker.once('error', failed);
        worker.once('exit', () => failed('the backup thread ended without a word'));
      } catch (error) {
        failed(error);
      }
    });
  }
}

const failedBackup = (error: unknown): BackupOutcome => ({
  result: 'failed',
  detail: String(error),
  isFull: false,
  isSource: false,
});

/** As built, the thread is an entry of its own; we may lie beside it or in a chunk. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts')
    ? 'backupWorker.ts'
    : /\/chunks\/[^/]+$/u.test(import.meta.url)
      ? '../backupWorker.js'
      : 'backupWorker.js',
  import.meta.url,
);
