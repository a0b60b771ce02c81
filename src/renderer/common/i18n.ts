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
import enSettings from '../../../resources/locales/en/settings.json';
import zhCommon from '../../../resources/locales/zh-CN/common.json';
import zhErrors from '../../../resources/locales/zh-CN/errors.json';
import zhDirector from '../../../resources/locales/zh-CN/director.json';
import zhPrompter from '../../../resources/locales/zh-CN/prompter.json';
import zhChecklist from '../../../resources/locales/zh-CN/checklist.json';
import zhAssistant from '../../../resources/locales/zh-CN/assistant.json';
import zhOverlay from '../../../resources/locales/zh-CN/overlay.json';
import zhGate from '../../../resources/locales/zh-CN/gate.json';
import zhDesktop from '../../../resources/locales/zh-CN/desktop.json';
import zhSettings from '../../../resources/locales/zh-CN/settings.json';
import twCommon from '../../../resources/locales/zh-TW/common.json';
import twErrors from '../../../resources/locales/zh-TW/errors.json';
import twDirector from '../../../resources/locales/zh-TW/director.json';
import twPrompter from '../../../resources/locales/zh-TW/prompter.json';
import twChecklist from '../../../resources/locales/zh-TW/checklist.json';
import twAssistant from '../../../resources/locales/zh-TW/assistant.json';
import twOverlay from '../../../resources/locales/zh-TW/overlay.json';
import twGate from '../../../resources/locales/zh-TW/gate.json';
import twDesktop from '../../../resources/locales/zh-TW/desktop.json';
import twSettings from '../../../resources/locales/zh-TW/settings.json';
import { isLanguage, languageFor, type Language } from './language.ts';

const WORDS = {
  'zh-CN': {
    ...zhCommon,
    ...zhErrors,
    ...zhDirector,
    ...zhPrompter,
    ...zhChecklist,
    ...zhAssistant,
    ...zhOverlay,
    ...zhGate,
    ...zhSettings,
    ...zhDesktop,
  },
  'zh-TW': {
    ...twCommon,
    ...twErrors,
    ...twDirector,
    ...twPrompter,
    ...twChecklist,
    ...twAssistant,
    ...twOverlay,
    ...twGate,
    ...twSettings,
    ...twDesktop,
  },
  en: {
    ...enCommon,
    ...enErrors,
    ...enDirector,
    ...enPrompter,
    ...enChecklist,
    ...enAssistant,
    ...enOverlay,
    ...enGate,
    ...enSettings,
    ...enDesktop,
  },
} as const satisfies Record<Language, unknown>;

const KEY = 'kaibo.language';

/** What was chosen on this device; null follows the system. */
export function chosenLanguage(): Language | null {
  const chosen = localStorage.getItem(KEY);
  return isLanguage(chosen) ? chosen : null;
}

const preferredLanguage = (): Language => chosenLanguage() ?? languageFor(navigator.languages);

/**
 * Starts the words of a page. Texts are in the bundle: nothing is fetched.
 *
 * @param fixed the page's own language, for a page that is not for whoever sits at this device
 */
export function startI18n(fixed: Language | null = null): typeof i18next {
  const language = fixed ?? preferredLanguage();
  document.documentElement.lang = language;
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    resources: {
      'zh-CN': { translation: WORDS['zh-CN'] },
      'zh-TW': { translation: WORDS['zh-TW'] },
      en: { translation: WORDS.en },
    },
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    keySeparator: '.',
    returnNull: false,
  });
  if (fixed === null)
    window.addEventListener('storage', ({ key }) => {
      // Chosen in another window of this device: the stations that are open follow.
      if (key === KEY) speak(preferredLanguage());
    });
  return i18next;
}

/** For every station of this device, from now on; null follows the system. */
export function chooseLanguage(language: Language | null): void {
  if (language === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, language);
  speak(preferredLanguage());
}

function speak(language: Language): void {
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}
