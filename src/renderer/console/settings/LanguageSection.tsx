import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choices } from '../../common/Choices.tsx';
import { chooseLanguage, chosenLanguage } from '../../common/i18n.ts';
import { LANGUAGES, type Language } from '../../common/language.ts';
import { SettingsSection } from './SettingsSection.tsx';

const OPTIONS: readonly (Language | null)[] = [null, ...LANGUAGES];

/** The words of every station on this device. */
export function LanguageSection() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(chosenLanguage);
  return (
    <SettingsSection title={t('common.language')} hint={t('settings.languageHint')}>
      <Choices
        className="settings-choices"
        label={t('common.language')}
        options={OPTIONS}
        chosen={chosen}
        words={(each) => (each === null ? t('settings.asSystem') : t(`director.languageName.${each}`))}
        langOf={(each) => each ?? undefined}
        onChoose={(language) => {
          setChosen(language);
          chooseLanguage(language);
        }}
      />
    </SettingsSection>
  );
}
