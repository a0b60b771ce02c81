import type { TFunction } from 'i18next';
import type { NumberLimits } from '#shared/run/checklistRules';

/** Whether there is anything to say: counting never goes below zero, which needs no words. */
export const hasLimits = ({ min, max }: NumberLimits): boolean => max !== null || (min !== null && min !== 0);

/** The limits of a number as a person says them: “不少于 50GB”. */
export function limitWords(t: TFunction, { min, max, unit }: NumberLimits): string {
  if (!hasLimits({ min, max, unit })) return t('checklist.limit.none');
  if (min !== null && max !== null) return t('checklist.limit.between', { min, max, unit });
  if (min !== null) return t('checklist.limit.atLeast', { min, unit });
  return max === null ? t('checklist.limit.none') : t('checklist.limit.atMost', { max, unit });
}
