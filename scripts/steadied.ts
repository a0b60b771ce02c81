import type { TestRecord } from './testReports.ts';

/** Runs a suite, or only those files of it. */
export type RunSuite = (files: readonly string[]) => Promise<readonly TestRecord[]>;

/** More than this is no matter of luck. */
const MOST_FILES = 3;
const MORE_TRIES = 2;

/**
 * Runs a suite that judges through a real browser or a real OBS, against the clock, on machines that stand still now
 * and then. A file in which a test failed is run twice more by itself, and passes if all its tests pass both times:
 * two of three. What failed once is told by name all the same; whoever reads it can look for the reason.
 */
export async function steadied(
  run: RunSuite,
): Promise<{ readonly tests: readonly TestRecord[]; readonly unsteady: readonly TestRecord[] }> {
  const tests = await run([]);
  const failed = tests.filter(({ status }) => status === 'failed');
  const files: ReadonlySet<string> = new Set(failed.map(({ file }) => file));
  // Without a file it is the runner itself that failed.
  if (failed.length === 0 || files.has('') || files.size > MOST_FILES) return { tests, unsteady: [] };

  const isOf = ({ file }: TestRecord): boolean => files.has(file);
  // A file that broke before its tests is one record under its own name.
  const expected = tests.filter((test) => isOf(test) && !test.name.startsWith(test.file));
  let again: readonly TestRecord[] = [];
  for (let tries = 0; tries < MORE_TRIES; tries += 1) {
    again = await run([...files]);
    const names = new Set(again.map(({ name }) => name));
    const isWhole = again.length > 0 && expected.every(({ name }) => names.has(name));
    if (!isWhole || again.some(({ status }) => status === 'failed')) return { tests, unsteady: [] };
  }
  return { tests: [...tests.filter((test) => !isOf(test)), ...again], unsteady: failed };
}
