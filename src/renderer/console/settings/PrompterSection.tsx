import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openStation } from '../openStation.ts';
import { SettingsSection } from './SettingsSection.tsx';

/** Where the prompter keeps what was chosen at it (prompter/useStationLook.ts). */
const LOOK_KEY = 'kaibo.prompter.look';

/** The look of the text is set at the prompter itself, where it is seen; here is the way there, and back to the show’s own. */
export function PrompterSection() {
  const { t } = useTranslation();
  const [hasOwn, setHasOwn] = useState(() => localStorage.getItem(LOOK_KEY) !== null);
  return (
    <SettingsSection title={t('common.station.prompter')} hint={t('settings.prompterHint')}>
      <div className="settings-buttons">
        <button type="button" onClick={() => openStation('prompter')}>
          <ExternalLink size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('settings.openPrompter')}
        </button>
        <button
          type="button"
          disabled={!hasOwn}
          onClick={() => {
            localStorage.removeItem(LOOK_KEY);
            setHasOwn(false);
          }}
        >
          {t('prompter.asInShow')}
        </button>
      </div>
    </SettingsSection>
  );
}
