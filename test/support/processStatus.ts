import { readFileSync } from 'node:fs';

/** Resident memory of a process, MB (2^20 bytes). Linux tells it in /proc. */
export const residentMb = (pid: number): number => statusOf(pid, /^VmRSS:\s+(\d+) kB/mu) / 1024;

/** The process that started it. */
export const parentOf = (pid: number): number => statusOf(pid, /^PPid:\s+(\d+)/mu);

const statusOf = (pid: number, field: RegExp): number =>
  Number(field.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN);
