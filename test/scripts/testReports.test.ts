import { describe, expect, it } from 'vitest';
import { count, countsLine, readPlaywrightReport, readVitestReport } from '../../scripts/testReports.ts';

describe('test reports', () => {
  it('vitest: full names with their outcome; todo and pending are skipped', () => {
    const tests = readVitestReport({
      testResults: [
        {
          name: '/a.test.ts',
          status: 'failed',
          assertionResults: [
            { fullName: 'clock LIVE-03 runs', status: 'passed' },
            { fullName: 'clock stops', status: 'failed' },
            { fullName: 'clock later', status: 'pending' },
            { fullName: 'clock never', status: 'todo' },
          ],
        },
      ],
    });
    expect(tests[0]).toEqual({ name: 'clock LIVE-03 runs', file: '/a.test.ts', status: 'passed' });
    expect(count(tests)).toEqual({ passed: 1, failed: 1, skipped: 2 });
  });

  it('vitest: a file that broke before or between its tests is a failed test', () => {
    const broken = { name: '/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] };
    const after = { ...broken, assertionResults: [{ fullName: 'a', status: 'passed' }] };
    expect(count(readVitestReport({ testResults: [broken, after] }))).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
    });
  });

  it('playwright: nested titles make the name, flaky is failed, an error outside is failed', () => {
    const spec = (title: string, status: string) => ({ title, file: 'a.spec.ts', tests: [{ status }] });
    const tests = readPlaywrightReport({
      suites: [
        {
          title: 'a.spec.ts',
          file: 'a.spec.ts',
          specs: [spec('top', 'expected')],
          suites: [
            {
              title: 'prompter',
              file: 'a.spec.ts',
              specs: [
                spec('LIVE-02 scrolls', 'flaky'),
                spec('waits', 'skipped'),
                spec('stops', 'unexpected'),
              ],
            },
          ],
        },
      ],
      errors: [{ message: 'no such fixture' }],
    });
    expect(tests.map(({ name, status }) => [name, status])).toEqual([
      ['top', 'passed'],
      ['prompter LIVE-02 scrolls', 'failed'],
      ['prompter waits', 'skipped'],
      ['prompter stops', 'failed'],
      ['no such fixture', 'failed'],
    ]);
  });

  it('the closing line has the three counts', () => {
    expect(countsLine({ passed: 3, failed: 0, skipped: 1 })).toBe('3 passed, 0 failed, 1 skipped');
  });
});
