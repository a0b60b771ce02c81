import { z } from '#shared/zod';
import { v7 as uuidv7 } from 'uuid';
import type { Db } from './dataFolder.ts';

/** The id of this data folder as a writer of events; made once. */
export function deviceId(db: Db): string {
  const found = db.prepare('SELECT id FROM device').pluck().get();
  if (found !== undefined) return z.string().parse(found);
  const id = uuidv7();
  db.prepare('INSERT INTO device (id, created_at) VALUES (?, ?)').run(id, new Date().toISOString());
  return id;
}

/** The same of a database that is only looked at. Null: it has none. */
export const deviceOf = (db: Db): string | null =>
  z.string().nullable().catch(null).parse(db.prepare('SELECT id FROM device').pluck().get());
