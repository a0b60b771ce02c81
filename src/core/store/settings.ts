import type { z } from '#shared/zod';
import type { Db } from './dataFolder.ts';
import { isDamage } from './sqliteErrors.ts';
import { storedJson } from './storedJson.ts';

/** Small values that belong to this studio PC, not to a show. */
export class Settings {
  readonly #get;
  readonly #set;

  constructor(db: Db) {
    this.#get = db.prepare('SELECT value FROM setting WHERE key = ?').pluck();
    this.#set = db.prepare(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
  }

  /**
   * Null: it was never written.
   *
   * @throws KaiboError RECORD_DAMAGED
   */
  read<Schema extends z.ZodType>(key: string, schema: Schema): z.infer<Schema> | null {
    const value = this.#get.get(key);
    return value === undefined ? null : storedJson(`setting ${key}`, schema, value);
  }

  /** What there is a default for: one that can't be read any more is as good as none. */
  readOptional<Schema extends z.ZodType>(key: string, schema: Schema): z.infer<Schema> | null {
    try {
      return this.read(key, schema);
    } catch (error) {
      if (!isDamage(error)) throw error;
      return null;
    }
  }

  write(key: string, value: unknown): void {
    this.#set.run(key, JSON.stringify(value));
  }
}
