import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const COLUMNS = 12;
/** As long as the columns of an ordinary event are together. */
const ROW_BYTES = 420;

/** SQLite with nothing of Kaibo in it: the same promises (WAL, synchronous=FULL), a table of twelve columns. */
export function openBareDatabase() {
  const folder = mkdtempSync(join(tmpdir(), 'kaibo-bench-'));
  const db = new Database(join(folder, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  const columns = Array.from({ length: COLUMNS }, (_, index) => `c${index}`);
  db.exec(`CREATE TABLE bare (${columns.map((name) => `${name} TEXT NOT NULL`).join(', ')}) STRICT`);
  const insert = db.prepare(`INSERT INTO bare VALUES (${columns.map(() => '?').join(', ')})`);
  const row = columns.map(() => 'x'.repeat(ROW_BYTES / COLUMNS));
  return {
    /** Rows in one transaction; on disk when it returns. */
    insert: db.transaction((rows: number) => {
      for (let index = 0; index < rows; index += 1) insert.run(row);
    }),
    close: () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
