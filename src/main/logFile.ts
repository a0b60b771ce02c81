import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Enough for weeks of a working desktop, and for hours of one that complains every second. */
const LIMIT_BYTES = 1_000_000;
const KEPT_FILES = 5;

export type LogFile = { readonly dir: string; readonly write: (line: string) => void };

/**
 * `kaibo.log`, and older ones as `kaibo.1.log` (the last before) to `kaibo.4.log`. Written at once: the last line
 * before a crash is the one that matters. A disk that can't be written to stops nothing.
 */
export function openLogFile(
  dir: string,
  {
    limitBytes = LIMIT_BYTES,
    keptFiles = KEPT_FILES,
    now = (): Date => new Date(),
    onFault = (_error: unknown): void => undefined,
  } = {},
): LogFile {
  const file = join(dir, 'kaibo.log');
  const older = (age: number): string => join(dir, `kaibo.${age}.log`);
  const rotate = (): void => {
    rmSync(older(keptFiles - 1), { force: true });
    for (let age = keptFiles - 1; age > 1; age -= 1) renameIfThere(older(age - 1), older(age));
    renameIfThere(file, older(1));
  };
  return {
    dir,
    write: (line) => {
      const text = `${now().toISOString()} ${line}\n`;
      try {
        mkdirSync(dir, { recursive: true });
        if (sizeOf(file) + Buffer.byteLength(text) > limitBytes) rotate();
        appendFileSync(file, text, { mode: 0o600 });
      } catch (error) {
        onFault(error);
      }
    },
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function renameIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, to);
}
