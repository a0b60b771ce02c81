import { existsSync, readFileSync } from 'node:fs';

/** Resident memory of a process, MB (2^20 bytes). Linux tells it in /proc. */
export const residentMb = (pid: number): number => statusOf(pid, /^VmRSS:\s+(\d+) kB/mu) / 1024;

/** The process that started it. */
export const parentOf = (pid: number): number => statusOf(pid, /^PPid:\s+(\d+)/mu);

/** Whether it runs still; one that has ended may wait for its parent to ask. */
export const isRunning = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** The first process that it started and that runs, or null. */
export function childOf(pid: number | null | undefined): number | null {
  if (pid === null || pid === undefined) return null;
  try {
    const [first = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return first === '' ? null : Number(first);
  } catch {
    // The process is gone.
    return null;
  }
}

const statusOf = (pid: number, field: RegExp): number =>
  Number(field.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN);
