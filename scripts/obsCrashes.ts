import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * OBS 29 itself crashes now and then, some once in a thousand tests. That says nothing about Kaibo, neither good
 * nor bad: it is told by name beside the results.
 */
const FILE = join(import.meta.dirname, '../.cache/test-results/raw/obs-crashes.ndjson');

const crashSchema = z.object({ testFile: z.string(), end: z.string() });
export type ObsCrash = z.infer<typeof crashSchema>;

export function noteObsCrash(crash: ObsCrash): void {
  console.error(`OBS itself ended: ${crash.end}`);
  mkdirSync(dirname(FILE), { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(crash)}\n`);
}

export const forgetObsCrashes = (): void => rmSync(FILE, { force: true });

export const obsCrashes = (): readonly ObsCrash[] =>
  existsSync(FILE)
    ? readFileSync(FILE, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => crashSchema.parse(JSON.parse(line)))
    : [];
