import type { z } from '#shared/zod';
import type { Db } from './dataFolder.ts';

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

  read<Schema extends z.ZodType>(key: string, schema: Schema): z.infer<Schema> | null {
    const value = this.#get.get(key);
    return typeof value === 'string' ? schema.parse(JSON.parse(value)) : null;
  }

  write(key: string, value: unknown): void {
    this.#set.run(key, JSON.stringify(value));
  }
}
