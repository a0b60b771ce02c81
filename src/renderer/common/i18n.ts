import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import enCommon from '../../../resources/locales/en/common.json';
import enErrors from '../../../resources/locales/en/errors.json';
import enDirector from '../../../resources/locales/en/director.json';
import enPrompter from '../../../resources/locales/en/prompter.json';
import enChecklist from '../../../resources/locales/en/checklist.json';
import enAssistant from '../../../resources/locales/en/assistant.json';
import enOverlay from '../../../resources/locales/en/overlay.json';
import enGate from '../../../resources/locales/en/gate.json';
import enDesktop from '../../../resources/locales/en/desktop.json';
import zhCommon from '../../../resources/locales/zh-CN/common.json';
import zhErrors from '../../../resources/locales/zh-CN/errors.json';
import zhDirector from '../../../resources/locales/zh-CN/director.json';
import zhPrompter from '../../../resources/locales/zh-CN/prompter.json';
import zhChecklist from '../../../resources/locales/zh-CN/checklist.json';
import zhAssistant from '../../../resources/locales/zh-CN/assistant.json';
import zhOverlay from '../../../resources/locales/zh-CN/overlay.json';
import zhGate from '../../../resources/locales/zh-CN/gate.json';
import zhDesktop from '../../../resources/locales/zh-CN/desktop.json';

const zhCN = {
  ...zhCommon,
  ...zhErrors,
  ...zhDirector,
  ...zhPrompter,
  ...zhChecklist,
  ...zhAssistant,
  ...zhOverlay,
  ...zhGate,
  ...zhDesktop,
};
const en = {
  ...enCommon,
  ...enErrors,
  ...enDirector,
  ...enPrompter,
  ...enChecklist,
  ...enAssistant,
  ...enOverlay,
  ...enGate,
  ...enDesktop,
};

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
const KEY = 'kaibo.language';

/** Chosen here before, else the system's, else Chinese. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'zh-CN' || chosen === 'en') return chosen;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

/** Starts the words of a page. Texts are in the bundle: nothing is fetched. */
export function startI18n(): typeof i18next {
  const language = preferredLanguage();
  document.documentElement.lang = language;
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    keySeparator: '.',
    returnNull: false,
  });
  return i18next;
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}
