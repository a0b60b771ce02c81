import { isLanguage, type Language } from '../common/language.ts';

/**
 * Viewers read this page, so its language is the room's and not that of the machine OBS runs on: Chinese,
 * unless the browser source's address ends in another one (`?lang=en`, `?lang=zh-TW`).
 */
export function overlayLanguage(search: string): Language {
  const asked = new URLSearchParams(search).get('lang');
  return isLanguage(asked) ? asked : 'zh-CN';
}
