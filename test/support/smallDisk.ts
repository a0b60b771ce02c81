import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own that a test can fill. */
export type SmallDisk = {
  readonly path: string;
  /** Leaves no byte free. */
  readonly fill: () => void;
  /** Takes away what `fill` put there. */
  readonly empty: () => void;
  readonly remove: () => void;
};

/** @returns null where this process may not mount. */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const path = mkdtempSync(join(tmpdir(), 'kaibo-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    // Not root, or no mount at all here: the tests say that they were skipped.
    rmSync(path, { recursive: true });
    return null;
  }
  return {
    path,
    fill: () => {
      // Page by page: others use and free some of it meanwhile.
      for (let part = 0; ; part += 1) {
        try {
          writeFileSync(join(path, `filler-${part}`), Buffer.alloc(4096));
        } catch {
          // Full, which was the aim.
          return;
        }
      }
    },
    empty: () => {
      execFileSync('sh', ['-c', `rm -f '${path}'/filler-*`]);
    },
    remove: () => {
      execFileSync('umount', ['-l', path]);
      rmSync(path, { recursive: true });
    },
  };
}
