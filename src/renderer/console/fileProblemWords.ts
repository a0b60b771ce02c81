import type { TFunction } from 'i18next';
import { z } from '#shared/zod';

/** A problem as the import answers it; the path is where in the file. */
export const fileProblemSchema = z.object({
  path: z.string(),
  problem: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type ReportedProblem = z.infer<typeof fileProblemSchema>;

const VALUE_TYPES: ReadonlySet<string> = new Set(['string', 'number', 'int', 'boolean', 'array', 'object']);

/** What is wrong at this place, in the reader's language. */
export function fileProblemWords(t: TFunction, { problem, params }: ReportedProblem): string {
  const expected = String(params['expected'] ?? '');
  const type = t(`common.valueType.${VALUE_TYPES.has(expected) ? expected : 'other'}`);
  return t(`common.problem.${problem}`, {
    ...params,
    expected: type,
    defaultValue: t('common.problem.badFormat'),
  });
}
