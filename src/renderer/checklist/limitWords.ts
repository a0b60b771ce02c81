import type { TFunction } from 'i18next';
import type { NumberLimits } from '#shared/run/checklistRules';

/** The limits of a number as a person says them: “不少于 50GB”. */
export function limitWords(t: TFunction, { min, max, unit }: NumberLimits): string {
  if (min !== null && max !== null) return t('checklist.limit.between', { min, max, unit });
  if (min !== null) return t('checklist.limit.atLeast', { min, unit });
  return max === null ? t('checklist.limit.none') : t('checklist.limit.atMost', { max, unit });
}
