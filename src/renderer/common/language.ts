/** The languages of the stations, the language of origin first. */
export const LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (tag: string | null): tag is Language =>
  LANGUAGES.some((language) => language === tag);

/**
 * Ours for a language of the system, in its order of preference: `zh-HK` and `zh-Hant` are traditional Chinese.
 * Whoever reads neither Chinese nor English is likelier to read English.
 */
export function languageFor(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const { language, script } = maximized(tag);
    if (language === 'zh') return script === 'Hant' ? 'zh-TW' : 'zh-CN';
    if (language === 'en') return 'en';
  }
  return preferred.length === 0 ? 'zh-CN' : 'en';
}

function maximized(tag: string): Partial<Pick<Intl.Locale, 'language' | 'script'>> {
  try {
    return new Intl.Locale(tag).maximize();
  } catch {
    // Not a language tag (`C`, `POSIX`): it says nothing.
    return {};
  }
}
