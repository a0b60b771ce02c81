import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evidenceFor, readRequirements, unknownIds } from '../../scripts/requirementCoverage.ts';
import type { TestRecord } from '../../scripts/testReports.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/requirements.md'), 'utf8');

const TABLE = `
| id | 要求 | requirement | scope | now |
| --- | --- | --- | --- | --- |
| LIVE-01 | 导播 | Director | C | ● |
| LIVE-02 | 提词 | Prompter | C | ● |
| XC-04 | 周期任务 | Tasks | S |  |
`;

const test = (name: string, status: TestRecord['status'] = 'passed'): TestRecord => ({
  name,
  file: 'a.ts',
  status,
});

describe('requirement coverage', () => {
  it('the document lists 131 requirements, each once, 28 of them owned by this version', () => {
    const requirements = readRequirements(DOCUMENT);
    expect(requirements).toHaveLength(131);
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(131);
    expect(requirements.filter(({ owned }) => owned)).toHaveLength(28);
    expect(requirements.every(({ title }) => /\p{Script=Han}.* · \p{L}/u.test(title))).toBe(true);
  });

  it('a test proves every id in its name, wherever it stands', () => {
    const evidence = evidenceFor(readRequirements(TABLE), [
      test('director LIVE-01 LIVE-02 take moves scene and prompter'),
      test('LIVE-02: pause keeps the place'),
    ]);
    expect(evidence.map(({ requirement, passing }) => [requirement.id, passing.length])).toEqual([
      ['LIVE-01', 1],
      ['LIVE-02', 2],
      ['XC-04', 0],
    ]);
  });

  it('a failed or skipped test proves nothing, and is shown', () => {
    const [first] = evidenceFor(readRequirements(TABLE), [
      test('LIVE-01 a', 'failed'),
      test('LIVE-01 b', 'skipped'),
    ]);
    expect(first?.passing).toEqual([]);
    expect(first?.notPassing.map(({ status }) => status)).toEqual(['failed', 'skipped']);
  });

  it('an id is matched whole', () => {
    const [first] = evidenceFor(readRequirements(TABLE), [test('LIVE-011 and ALIVE-01 are something else')]);
    expect(first?.passing).toEqual([]);
  });

  it('an id that doesn’t exist is reported; what only looks like one is not', () => {
    expect(
      unknownIds(readRequirements(TABLE), [test('LIVE-99 never was'), test('UTF-16 is no requirement')]),
    ).toEqual(['LIVE-99']);
  });
});
