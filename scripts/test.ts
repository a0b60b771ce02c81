import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { forgetObsCrashes, obsCrashes } from './obsCrashes.ts';
import { canInstall, install, missingComponents } from './components.ts';
import type { Component } from './components.ts';
import { steadied } from './steadied.ts';
import type { RunSuite } from './steadied.ts';
import { count, countsLine, readPlaywrightReport, readVitestReport } from './testReports.ts';
import type { TestRecord } from './testReports.ts';

/**
 * `npm test`: everything that proves Kaibo, in one run; `npm test -- unit` (lint, types, build, unit, process,
 * e2e, obs) for some of it. Installs what is missing where it may, keeps each suite’s results in
 * .cache/test-results/, and closes with one line of counts over all suites. A missing component fails the run
 * when CI=true.
 */
const ROOT = join(import.meta.dirname, '..');
const RESULTS = join(ROOT, '.cache/test-results');
const SUITE_LIMIT_MS = 40 * 60_000;
/** What whoever reads the counts should know besides. */
const notes: string[] = [];
const isCi = process.env['CI'] === 'true';

type Suite = { readonly name: string; readonly run: () => Promise<readonly TestRecord[]> };

const bin = (path: string): string => join(ROOT, 'node_modules', path);
const SUITES: readonly Suite[] = [
  {
    name: 'lint',
    run: async () => [
      ...(await check('oxlint', [bin('oxlint/bin/oxlint')])),
      ...(await check('oxfmt --check', [bin('oxfmt/bin/oxfmt'), '--check'])),
    ],
  },
  { name: 'types', run: () => check('tsc -b', [bin('typescript/bin/tsc'), '-b']) },
  {
    name: 'build',
    run: () => check('electron-vite build', [bin('electron-vite/bin/electron-vite.js'), 'build']),
  },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'process', run: () => vitest('process') },
  { name: 'e2e', run: () => inTwoOfThree(playwright) },
  { name: 'obs', run: onObs },
];

/** Runs a Node program of the project and shows its output; resolves with its exit code. */
function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      // A test that starts `node` or `kaibo` by name means the ones of this project.
      env: { ...process.env, PATH: `${bin('.bin')}${delimiter}${process.env['PATH'] ?? ''}`, ...env },
      timeout: SUITE_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A program that is right or wrong as a whole: one test. */
async function check(name: string, args: readonly string[]): Promise<readonly TestRecord[]> {
  const code = await runNode(args);
  return [{ name, file: '', status: code === 0 ? 'passed' : 'failed' }];
}

async function vitest(project: string, files: readonly string[] = []): Promise<readonly TestRecord[]> {
  const report = join(RESULTS, 'raw', `${project}.json`);
  rmSync(report, { force: true });
  const code = await runNode([
    bin('vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...files,
  ]);
  return judged(code, project, () => readVitestReport(readJson(report)));
}

/** For what is judged through a program that is not ours: a browser, OBS (decision 0019). */
async function inTwoOfThree(run: RunSuite): Promise<readonly TestRecord[]> {
  const { tests, unsteady } = await steadied(run);
  for (const { name } of unsteady)
    notes.push(`unsteady: failed once, and its file passed twice after that: ${name}`);
  return tests;
}

async function onObs(): Promise<readonly TestRecord[]> {
  forgetObsCrashes();
  const tests = await inTwoOfThree((files) => vitest('obs', files));
  for (const { testFile, end } of obsCrashes())
    notes.push(`OBS itself ended (${end}) under ${relative(ROOT, testFile)}`);
  return tests;
}

async function playwright(files: readonly string[]): Promise<readonly TestRecord[]> {
  const report = join(RESULTS, 'raw', 'e2e.json');
  rmSync(report, { force: true });
  const code = await runNode([bin('@playwright/test/cli.js'), 'test', '--reporter', 'list,json', ...files], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  return judged(code, 'e2e', () => readPlaywrightReport(readJson(report)));
}

/** The runner’s report, and a failed test more where the report alone would look better than the run was. */
function judged(code: number, suite: string, read: () => readonly TestRecord[]): readonly TestRecord[] {
  const failed = (name: string): TestRecord => ({ name: `${suite}: ${name}`, file: '', status: 'failed' });
  let tests: readonly TestRecord[];
  try {
    tests = read();
  } catch (error) {
    console.error(error);
    return [failed(`the runner ended with exit code ${code} and left no readable report`)];
  }
  if (tests.length === 0) return [failed('ran no test')];
  if (code !== 0 && count(tests).failed === 0) {
    return [...tests, failed(`the runner ended with exit code ${code} although no test failed`)];
  }
  return tests;
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

function chosenSuites(names: readonly string[]): readonly Suite[] {
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    const known = SUITES.map((suite) => suite.name).join(', ');
    console.error(`There is no suite ${unknown.join(', ')}. There are: ${known}.`);
    process.exit(2);
  }
  return names.length === 0 ? SUITES : SUITES.filter((suite) => names.includes(suite.name));
}

/** Installs what it may; returns what is missing after that. */
function provide(suites: readonly Suite[]): readonly Component[] {
  const missing = missingComponents(suites.map((suite) => suite.name));
  if (missing.length === 0) return [];
  return canInstall() ? install(missing) : missing;
}

const suites = chosenSuites(process.argv.slice(2).filter((argument) => argument !== '--'));
mkdirSync(join(RESULTS, 'raw'), { recursive: true });
const missing = provide(suites);

const results: { readonly suite: string; readonly tests: readonly TestRecord[]; readonly tookSec: number }[] =
  [];
for (const suite of suites) {
  const lacks = missing.filter((component) => component.suites.includes(suite.name));
  const startedMs = performance.now();
  console.log(`\n── ${suite.name} ──`);
  const tests =
    lacks.length === 0
      ? await suite.run()
      : [
          {
            name: `${suite.name}: did not run, missing ${lacks.map((lack) => lack.debianPackage).join(', ')}`,
            file: '',
            status: isCi ? ('failed' as const) : ('skipped' as const),
          },
        ];
  results.push({ suite: suite.name, tests, tookSec: (performance.now() - startedMs) / 1_000 });
  writeFileSync(
    join(RESULTS, `${suite.name}.json`),
    `${JSON.stringify({ suite: suite.name, tests }, null, 2)}\n`,
  );
}

console.log('\n── summary ──');
for (const { suite, tests, tookSec } of results) {
  console.log(`${suite.padEnd(6)} ${countsLine(count(tests))} (${tookSec.toFixed(0)} s)`);
  for (const test of tests) if (test.status !== 'passed') console.log(`       ${test.status}: ${test.name}`);
}
for (const note of notes) console.log(note);
const total = count(results.flatMap(({ tests }) => tests));
console.log(countsLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
