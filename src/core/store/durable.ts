import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** Gives a file its final name once all of it is on the disk. */
export function putInPlace(part: string, to: string): void {
  syncPath(part, 'r+');
  renameSync(part, to);
  syncFolder(join(to, '..'));
}

/** Brings the names in a folder to the disk. Windows can’t open a folder, and doesn’t need to. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') syncPath(folder, 'r');
}

function syncPath(path: string, flags: string): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
