import type { TestRecord } from './testReports.ts';

export type Requirement = { readonly id: string; readonly title: string; readonly owned: boolean };
export type Evidence = {
  readonly requirement: Requirement;
  readonly passing: readonly string[];
  readonly notPassing: readonly TestRecord[];
};

const ID = /\b[A-Z]{2,4}-\d{2}\b/g;

/** Reads the tables of docs/requirements.md: `| LIVE-01 | 中文 | English | C | ● |`. */
export function readRequirements(markdown: string): Requirement[] {
  return markdown.split('\n').flatMap((line) => {
    const [, id = '', chinese = '', english = '', , owned = ''] = line.split('|').map((cell) => cell.trim());
    return /^[A-Z]{2,4}-\d{2}$/.test(id)
      ? [{ id, title: `${chinese} · ${english}`, owned: owned === '●' }]
      : [];
  });
}

/** Which tests carry a requirement’s id in their names; one test may prove several. */
export function evidenceFor(requirements: readonly Requirement[], tests: readonly TestRecord[]): Evidence[] {
  return requirements.map((requirement) => {
    const about = tests.filter(({ name }) => idsIn(name).has(requirement.id));
    return {
      requirement,
      passing: about.filter(({ status }) => status === 'passed').map(({ name }) => name),
      notPassing: about.filter(({ status }) => status !== 'passed'),
    };
  });
}

/** Ids of a group we have that no requirement has: a slip of the pen in a test’s name. */
export function unknownIds(requirements: readonly Requirement[], tests: readonly TestRecord[]): string[] {
  const known = new Set(requirements.map(({ id }) => id));
  const groups = new Set(requirements.map(({ id }) => id.split('-')[0]));
  const found = new Set(tests.flatMap(({ name }) => [...idsIn(name)]));
  return [...found].filter((id) => groups.has(id.split('-')[0]) && !known.has(id)).toSorted();
}

const idsIn = (name: string): ReadonlySet<string> => new Set(name.match(ID) ?? []);
