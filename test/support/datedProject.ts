import { globSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A project whose files were last changed at the given seconds. */
export function projectWith(files: Readonly<Record<string, number>>): string {
  const root = mkdtempSync(join(tmpdir(), 'kaibo-fresh-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, changedAtSec] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
    utimesSync(join(root, path), changedAtSec, changedAtSec);
  }
  // A folder is newer when a file in it came or went; none did here.
  for (const folder of globSync(['src', 'src/**/'], { cwd: root })) utimesSync(join(root, folder), 0, 0);
  return root;
}
