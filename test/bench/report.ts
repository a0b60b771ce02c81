import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { isMet, type Beside, type Figure } from './figure.ts';

/** What became of one subject. */
export type SubjectReport = { readonly subject: string; readonly tookSec: number } & (
  | { readonly outcome: 'measured'; readonly figures: readonly Figure[] }
  | { readonly outcome: 'missing'; readonly components: readonly string[] }
  | { readonly outcome: 'failed'; readonly error: string }
);

const digits = (value: number): number => (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
const number = (value: number): string =>
  Number(value.toFixed(digits(value))).toLocaleString('en-US', { maximumFractionDigits: digits(value) });
const beside = (other: Beside | undefined): string =>
  other === undefined ? '' : `${number(other.value)} (${other.name})`;
const budgetOf = ({ budget }: Figure): string =>
  budget === undefined
    ? ''
    : 'atMost' in budget
      ? `≤ ${number(budget.atMost)}`
      : `≥ ${number(budget.atLeast)}`;
const verdictOf = (figure: Figure): string => {
  const met = isMet(figure);
  return met === null ? '' : met ? 'met' : 'MISSED';
};

/** A table for a terminal that is also a table in Markdown. */
export function tableOf(reports: readonly SubjectReport[]): string {
  const rows = [['figure', 'value', 'budget', '', 'bare baseline', 'peer']];
  for (const report of reports) {
    if (report.outcome === 'measured') {
      for (const figure of report.figures)
        rows.push([
          figure.what,
          `${number(figure.value)} ${figure.unit}`,
          budgetOf(figure),
          verdictOf(figure),
          beside(figure.baseline),
          beside(figure.peer),
        ]);
    } else {
      const why =
        report.outcome === 'missing' ? `not run, missing ${report.components.join(', ')}` : 'FAILED';
      rows.push([`${report.subject}: ${why}`, '', '', '', '', '']);
    }
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? '')))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((each) => '-'.repeat(each))), ...body.map(line)].join('\n');
}

/** Columns in a terminal: a Chinese character takes two. */
const width = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + (/\p{Script=Han}/u.test(char) ? 2 : 1), 0);

export function notesOf(reports: readonly SubjectReport[]): readonly string[] {
  return reports.flatMap((report) => {
    if (report.outcome === 'failed') return [`${report.subject}: ${report.error}`];
    if (report.outcome === 'missing') return [];
    return report.figures.flatMap(({ what, note }) => (note === undefined ? [] : [`${what}: ${note}`]));
  });
}

/** The machine a run was on; without it a figure says nothing. */
const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryMb: Math.round(totalmem() / 2 ** 20),
  system: `${process.platform} ${release()}`,
  node: process.versions.node,
  load1min: loadavg()[0],
});

/** @returns the file that was written */
export function writeReport(folder: string, reports: readonly SubjectReport[], full: boolean): string {
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${at.replaceAll(/[:.]/gu, '-')}.json`);
  const verdicts = reports.map((report) =>
    report.outcome === 'measured'
      ? { ...report, figures: report.figures.map((figure) => ({ ...figure, met: isMet(figure) })) }
      : report,
  );
  writeFileSync(file, `${JSON.stringify({ at, full, machine: machine(), subjects: verdicts }, null, 2)}\n`);
  return file;
}
