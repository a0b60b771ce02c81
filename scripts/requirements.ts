import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceFor, readRequirements, unknownIds } from './requirementCoverage.ts';
import { suiteResultSchema } from './testReports.ts';

/**
 * `npm run requirements`: for each requirement the tests of the last `npm test` that prove it. Exits with 1
 * if one that this version must have is without a passing test, or a test names an id that doesn’t exist.
 */
const ROOT = join(import.meta.dirname, '..');
const RESULTS = join(ROOT, '.cache/test-results');
const SHOWN = 3;

const files = globSync('*.json', { cwd: RESULTS });
if (files.length === 0) {
  console.error('There are no test results yet: run `npm test` first.');
  process.exit(1);
}
const tests = files.flatMap(
  (file) => suiteResultSchema.parse(JSON.parse(readFileSync(join(RESULTS, file), 'utf8'))).tests,
);
const requirements = readRequirements(readFileSync(join(ROOT, 'docs/requirements.md'), 'utf8'));
const evidence = evidenceFor(requirements, tests);

for (const { requirement, passing, notPassing } of evidence) {
  if (!requirement.owned && passing.length === 0 && notPassing.length === 0) continue;
  const mark = passing.length > 0 ? '✔' : requirement.owned ? '✘' : '–';
  console.log(`${mark} ${requirement.id} ${requirement.title}: ${passing.length} passing`);
  for (const name of passing.slice(0, SHOWN)) console.log(`    ${name}`);
  if (passing.length > SHOWN) console.log(`    … and ${passing.length - SHOWN} more`);
  for (const test of notPassing) console.log(`    ${test.status}: ${test.name}`);
}

const bare = evidence.filter(({ passing }) => passing.length === 0).map(({ requirement }) => requirement);
const later = bare.filter(({ owned }) => !owned).map(({ id }) => id);
const lacking = bare.filter(({ owned }) => owned).map(({ id }) => id);
const unknown = unknownIds(requirements, tests);
console.log(`\nLeft to later versions, without a test: ${later.join(' ')}`);
if (unknown.length > 0) console.log(`Ids that don’t exist, in the names of tests: ${unknown.join(' ')}`);
console.log(
  `Owned by this version, without a passing test: ${lacking.length === 0 ? 'none' : lacking.join(' ')}`,
);
process.exitCode = lacking.length === 0 && unknown.length === 0 ? 0 : 1;
