import { existsSync, readFileSync } from 'node:fs';
import { uptime } from 'node:os';

const LINUX = '/proc/sys/kernel/random/boot_id';

/** Another value after each start of the machine. */
export function bootId(): string {
  // Elsewhere the start of the machine is told by its uptime, to the nearest ten minutes so that a small step of the wall clock is no new boot.
  return existsSync(LINUX)
    ? readFileSync(LINUX, 'utf8').trim()
    : `up-${Math.round((Date.now() / 1000 - uptime()) / 600)}`;
}
