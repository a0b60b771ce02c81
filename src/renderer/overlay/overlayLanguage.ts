import type { Language } from '../common/i18n.ts';

/**
 * Viewers read this page, so its language is the room's and not that of the machine OBS runs on: Chinese,
 * unless the browser source's address ends in `?lang=en`.
 */
export function overlayLanguage(search: string): Language {
  return new URLSearchParams(search).get('lang') === 'en' ? 'en' : 'zh-CN';
}
