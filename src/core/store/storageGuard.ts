import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { KaiboError, type ErrorBody } from '#shared/errors';
import type { Store } from './database.ts';
import { markDamaged } from './damageMark.ts';
import { rescue } from './rescue.ts';
import { asKaiboError, isDamagedFile } from './sqliteErrors.ts';

const LOOK_EVERY_MS = 1000;

export type StorageGuardOptions = {
  readonly store: Store;
  /** Writes something small that is due anyway. */
  readonly probe: () => void;
  readonly onChange: (problem: ErrorBody | null) => void;
  /** This process can’t store anything any more; another one, which recovers the database as it starts, can. */
  readonly onUnusable: () => void;
  /** The database was written anew because it was gone; what else this process knows by heart can be, too. */
  readonly onRescue: () => void;
  readonly log: (line: string) => void;
};

/**
 * Knows whether anything can be stored right now. After a failure it tries once a second, so that a studio
 * goes on by itself once there is room again; where only a new start helps, it asks for one.
 */
export class StorageGuard {
  readonly #parts: StorageGuardOptions;
  readonly #timer: NodeJS.Timeout;
  #problem: ErrorBody | null = null;
  #isUnusable = false;

  constructor(parts: StorageGuardOptions) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /**
   * Takes in what went wrong with a write.
   *
   * @returns it as a person can act on it
   * @throws the error itself when it is none of the storage
   */
  failed(error: unknown): ErrorBody {
    const { dataDir } = this.#parts.store;
    const known = asKaiboError(error, dataDir);
    if (!(known instanceof KaiboError)) throw error;
    if (this.#problem?.code !== known.code) {
      this.#parts.log(`not stored: ${known.message}`);
      this.#problem = known.body;
      this.#parts.onChange(known.body);
    }
    if (isDamagedFile(error)) this.damaged(known.message);
    if (known.code === 'DATA_FOLDER_GONE') this.#rescue();
    return known.body;
  }

  /** The database is damaged: said on the disk, so that the next start recovers it, which is asked for. */
  damaged(detail: string): void {
    if (this.#isUnusable) return;
    this.#parts.log(`the database is damaged: ${detail}`);
    this.#problem = { code: 'DATABASE_DAMAGED', params: { dataDir: this.#parts.store.dataDir, detail } };
    this.#parts.onChange(this.#problem);
    try {
      markDamaged(this.#parts.store.dataDir, detail);
    } catch (error) {
      this.#parts.log(`not marked as damaged: ${String(error)}`);
    }
    this.#giveUp();
  }

  well(): void {
    if (this.#problem === null || this.#isUnusable) return;
    this.#problem = null;
    this.#parts.log('stored again');
    this.#parts.onChange(null);
  }

  #look(): void {
    const { store, probe } = this.#parts;
    if (this.#isUnusable || store.isClosed()) return;
    try {
      // With a problem anything is written; without one it is only seen whether the folder is still there.
      store.write(this.#problem === null ? () => undefined : probe);
      this.well();
    } catch (error) {
      this.failed(error);
    }
  }

  /**
   * The files were deleted or replaced while they are open here, so everything is still readable: it is written
   * anew, for the next core.
   */
  #rescue(): void {
    const { store, log } = this.#parts;
    // A drive that was pulled out is waited for.
    if (this.#isUnusable || !existsSync(dirname(store.dataDir))) return;
    try {
      rescue(store.db, store.dataDir, new Date().toISOString());
    } catch (error) {
      log(`the data folder is gone and could not be made again: ${String(error)}`);
      // What is open here can't be read itself: the next core takes what there is.
      if (isDamagedFile(error)) this.damaged(String(error));
      return;
    }
    log(`the data folder was changed while in use; its database is written anew: ${store.dataDir}`);
    this.#rescueMore();
    this.#giveUp();
  }

  #rescueMore(): void {
    try {
      this.#parts.onRescue();
    } catch (error) {
      this.#parts.log(`not written anew: ${String(error)}`);
    }
  }

  #giveUp(): void {
    this.#isUnusable = true;
    this.#parts.onUnusable();
  }
}
