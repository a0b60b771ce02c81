import { z } from 'zod';

/** One test as the reports tell it. `name` is the full name: everything a requirement id may stand in. */
export type TestRecord = {
  readonly name: string;
  readonly file: string;
  readonly status: 'passed' | 'failed' | 'skipped';
};
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

const vitestReportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Reads vitest’s JSON reporter. A file that failed before its first test counts as one failed test. */
export function readVitestReport(report: unknown): TestRecord[] {
  return vitestReportSchema.parse(report).testResults.flatMap(({ name: file, status, assertionResults }) => {
    const tests = assertionResults.map((test): TestRecord => ({
      name: test.fullName.trim(),
      file,
      status: test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped',
    }));
    const brokeOutside = status === 'failed' && !tests.some((test) => test.status === 'failed');
    return brokeOutside ? [...tests, { name: `${file} (outside its tests)`, file, status: 'failed' }] : tests;
  });
}

type PlaywrightSuite = {
  readonly title: string;
  readonly file?: string | undefined;
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[] | undefined;
};
const playwrightSuiteSchema: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    file: z.string().optional(),
    specs: z.array(
      z.object({
        title: z.string(),
        file: z.string(),
        tests: z.array(z.object({ status: z.string() })),
      }),
    ),
    suites: z.array(playwrightSuiteSchema).optional(),
  }),
);
const playwrightReportSchema = z.object({
  suites: z.array(playwrightSuiteSchema),
  errors: z.array(z.object({ message: z.string().optional() })),
});

/** Reads Playwright’s JSON reporter. Flaky is failed: whether it is tried again is not the runner’s to say (steadied.ts). */
export function readPlaywrightReport(report: unknown): TestRecord[] {
  const { suites, errors } = playwrightReportSchema.parse(report);
  const walk = ({ title, file, specs, suites: inner = [] }: PlaywrightSuite, above: string): TestRecord[] => {
    // The outermost suite of each file has the file’s name as its title: that is no part of a test’s name.
    const prefix = title === file ? above : `${above}${title} `;
    return [
      ...specs.flatMap((spec) =>
        spec.tests.map(({ status }): TestRecord => ({
          name: `${prefix}${spec.title}`,
          file: spec.file,
          status: status === 'expected' ? 'passed' : status === 'skipped' ? 'skipped' : 'failed',
        })),
      ),
      ...inner.flatMap((suite) => walk(suite, prefix)),
    ];
  };
  return [
    ...suites.flatMap((suite) => walk(suite, '')),
    ...errors.map(({ message = 'unknown' }): TestRecord => ({ name: message, file: '', status: 'failed' })),
  ];
}

export function count(tests: readonly TestRecord[]): Counts {
  const of = (status: TestRecord['status']): number => tests.filter((test) => test.status === status).length;
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}

export const countsLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** A suite’s results as they are kept in .cache/test-results/, for scripts/requirements.ts. */
export const suiteResultSchema = z.object({
  suite: z.string(),
  tests: z.array(
    z.object({ name: z.string(), file: z.string(), status: z.enum(['passed', 'failed', 'skipped']) }),
  ),
});
export type SuiteResult = z.infer<typeof suiteResultSchema>;
