import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MARK_FILE = 'kaibo.damaged';

/** Says on the disk that the database was found damaged while it was in use, so that the next start doesn’t trust it. */
export function markDamaged(dataDir: string, detail: string): void {
  writeFileSync(join(dataDir, MARK_FILE), detail, { flush: true });
}

/** @returns what was found; null when the database is not marked */
export function damageMark(dataDir: string): string | null {
  const mark = join(dataDir, MARK_FILE);
  return existsSync(mark) ? readFileSync(mark, 'utf8') || 'damage was found while it was in use' : null;
}

export const forgetDamageMark = (dataDir: string): void => rmSync(join(dataDir, MARK_FILE), { force: true });
