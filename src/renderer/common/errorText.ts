import type { TFunction } from 'i18next';

/** What happened, in the reader’s language; a code without words of its own still says something whole. */
export function errorText(
  t: TFunction,
  error: { readonly code: string; readonly params: Readonly<Record<string, string | number>> },
): string {
  return t(`error.${error.code}`, {
    ...error.params,
    defaultValue: t('error.UNKNOWN', { code: error.code }),
  });
}
