import { join } from 'node:path';
import { COMPONENTS } from '../../scripts/components.ts';
import { append } from './append.ts';
import { coldStart } from './coldStart.ts';
import { command } from './command.ts';
import { edit } from './edit.ts';
import { isMet, type BenchOptions, type Subject } from './figure.ts';
import { idleTraffic, idleTrafficWithObs } from './idleTraffic.ts';
import { memory } from './memory.ts';
import { obsAck } from './obsAck.ts';
import { prompterAccuracy } from './prompterAccuracy.ts';
import { prompterFrames } from './prompterFrames.ts';
import { prompterLoad } from './prompterLoad.ts';
import { notesOf, tableOf, writeReport, type SubjectReport } from './report.ts';
import { take } from './take.ts';

/**
 * `npm run bench`: how fast Kaibo is; `npm run bench -- take obs` for some of it, `--full` for as long as the
 * budgets say. docs/benchmarks.md explains every figure. Exits with 1 when a subject broke or, with
 * `--strict`, when a budget was missed: on a machine that does other things besides, a miss is no fault.
 */
const SUBJECTS: readonly Subject[] = [
  coldStart,
  memory,
  idleTraffic,
  idleTrafficWithObs,
  take,
  edit,
  command,
  append,
  obsAck,
  prompterLoad,
  prompterAccuracy,
  prompterFrames,
];
const RESULTS = join(import.meta.dirname, '../../.cache/bench');

function chosen(names: readonly string[]): readonly Subject[] {
  const known = new Set(SUBJECTS.map(({ name }) => name));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    console.error(`There is no subject ${unknown.join(', ')}. There are: ${[...known].join(', ')}.`);
    process.exit(2);
  }
  return names.length === 0 ? SUBJECTS : SUBJECTS.filter(({ name }) => names.includes(name));
}

async function measure(subject: Subject, options: BenchOptions): Promise<SubjectReport> {
  const startedMs = performance.now();
  const done = () => ({ subject: subject.name, tookSec: (performance.now() - startedMs) / 1000 });
  const components = COMPONENTS.filter(
    ({ debianPackage, isThere }) => subject.needs.includes(debianPackage) && !isThere(),
  ).map(({ debianPackage }) => debianPackage);
  if (components.length > 0) return { ...done(), outcome: 'missing', components };
  try {
    return { outcome: 'measured', figures: await subject.run(options), ...done() };
  } catch (error) {
    return {
      ...done(),
      outcome: 'failed',
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

const args = process.argv.slice(2).filter((argument) => argument !== '--');
const options: BenchOptions = { full: args.includes('--full') };
const reports: SubjectReport[] = [];
for (const subject of chosen(args.filter((argument) => !argument.startsWith('--')))) {
  process.stderr.write(`${subject.name} … `);
  const report = await measure(subject, options);
  process.stderr.write(`${report.tookSec.toFixed(0)} s\n`);
  reports.push(report);
}
console.log(`\n${tableOf(reports)}\n`);
for (const note of notesOf(reports)) console.log(`- ${note}`);
console.log(`\n${writeReport(RESULTS, reports, options.full)}`);

const figures = reports.flatMap((report) => (report.outcome === 'measured' ? report.figures : []));
const missed = figures.filter((figure) => isMet(figure) === false);
if (missed.length > 0) console.log(`${missed.length} of ${figures.length} figures miss their budget`);
const broke = reports.some(({ outcome }) => outcome === 'failed');
process.exitCode = broke || (args.includes('--strict') && missed.length > 0) ? 1 : 0;
