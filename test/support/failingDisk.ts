import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** A file system in a file, of the kind that Linux makes read-only under its users when the disk fails. */
export type FailingDisk = {
  readonly path: string;
  /** What a bad sector does: from now on nothing can be written, not even to files that are open. */
  readonly fail: () => void;
  /** Mounted anew after whoever used it is gone, as after a restart of the machine. */
  readonly repair: () => void;
  readonly remove: () => void;
};

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** @returns null where this process may not make one. */
export function mountFailingDisk(megabytes: number): FailingDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'kaibo-failing-'));
  const image = join(folder, 'image');
  const path = join(folder, 'disk');
  const mount = (): string => run('mount', '-o', 'loop,errors=remount-ro', image, path);
  const trigger = (): string =>
    `/sys/fs/ext4/${basename(run('findmnt', '-n', '-o', 'SOURCE', path))}/trigger_fs_error`;
  try {
    mkdirSync(path);
    run('dd', 'if=/dev/zero', `of=${image}`, 'bs=1M', `count=${megabytes}`, 'status=none');
    run('mkfs.ext4', '-q', image);
    mount();
    accessSync(trigger(), constants.W_OK);
  } catch {
    // Not root, no loop devices, or no way to make one fail here: the tests say that they were skipped.
    execFileSync('sh', ['-c', `umount '${path}' 2> /dev/null || true`]);
    rmSync(folder, { recursive: true });
    return null;
  }
  return {
    path,
    fail: () => writeFileSync(trigger(), '1'),
    repair: () => {
      run('umount', path);
      execFileSync('sh', ['-c', `e2fsck -fy '${image}' > /dev/null 2>&1 || [ $? -lt 4 ]`]);
      mount();
    },
    remove: () => {
      run('umount', '-l', path);
      rmSync(folder, { recursive: true });
    },
  };
}
