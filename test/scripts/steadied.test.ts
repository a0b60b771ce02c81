import { describe, expect, it } from 'vitest';
import { steadied } from '../../scripts/steadied.ts';
import type { TestRecord } from '../../scripts/testReports.ts';

const record = (name: string, status: TestRecord['status'] = 'passed', file = 'a.test.ts'): TestRecord => ({
  name,
  file,
  status,
});

/** Answers the first run, the second and so on, and remembers which files were asked for. */
function scripted(...runs: readonly (readonly TestRecord[])[]) {
  const asked: (readonly string[])[] = [];
  const run = (files: readonly string[]) => {
    const records = runs[asked.length];
    asked.push(files);
    if (records === undefined) throw new Error('one run too many');
    return Promise.resolve(records);
  };
  return { run, asked };
}

const other = record('other', 'passed', 'b.test.ts');
const first = [record('steady'), record('shaky', 'failed'), other];

describe('a suite of which some failed', () => {
  it('is run once where nothing failed', async () => {
    const suite = scripted([record('steady'), other]);
    expect(await steadied(suite.run)).toEqual({ tests: [record('steady'), other], unsteady: [] });
    expect(suite.asked).toEqual([[]]);
  });

  it('passes where the file that failed passes twice by itself, and names what failed', async () => {
    const suite = scripted(first, [record('steady'), record('shaky')], [record('steady'), record('shaky')]);
    expect(await steadied(suite.run)).toEqual({
      tests: [other, record('steady'), record('shaky')],
      unsteady: [record('shaky', 'failed')],
    });
    expect(suite.asked).toEqual([[], ['a.test.ts'], ['a.test.ts']]);
  });

  const again = [record('steady'), record('shaky')];
  it.each([
    ['fails again at once', [first.slice(0, 2)]],
    ['fails the second time', [again, first.slice(0, 2)]],
    ['has another test that fails', [[record('steady', 'failed'), record('shaky')]]],
    ['has lost a test', [[record('shaky')]]],
    ['runs nothing any more', [[]]],
  ])('stays failed where the file %s', async (_, runs) => {
    const suite = scripted(first, ...runs);
    expect(await steadied(suite.run)).toEqual({ tests: first, unsteady: [] });
    expect(suite.asked).toHaveLength(1 + runs.length);
  });

  it('also tries a file again that broke before its tests', async () => {
    const broke = record('/a.test.ts (outside its tests)', 'failed', '/a.test.ts');
    const mended = [record('steady', 'passed', '/a.test.ts')];
    expect(await steadied(scripted([broke, other], mended, mended).run)).toEqual({
      tests: [other, ...mended],
      unsteady: [broke],
    });
  });

  it.each([
    ['the runner itself failed', [record('unit: left no report', 'failed', '')]],
    ['four files failed', [1, 2, 3, 4].map((file) => record('x', 'failed', `${file}.test.ts`))],
  ])('is not tried again where %s', async (_, tests) => {
    const suite = scripted(tests);
    expect(await steadied(suite.run)).toEqual({ tests, unsteady: [] });
  });
});
