import { Plug, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveStatus } from '#shared/model/station';
import { errorText } from '../../common/errorText.ts';
import { useCommand } from '../../common/useCommand.ts';
import { ObsAddressFields } from './ObsAddressFields.tsx';
import { Refusal } from './Refusal.tsx';

/** A second OBS that is kept on the same scene: where it is, how it stands, and what happens when the first fails. */
export function SpareForm({
  spare,
  pair,
  hindrance,
}: {
  readonly spare: LiveStatus['obsSpare'];
  readonly pair: LiveStatus['switcher']['pair'];
  readonly hindrance: string | null;
}) {
  const { t } = useTranslation();
  const { send, error } = useCommand();
  const [url, setUrl] = useState(spare?.url ?? '');
  const [password, setPassword] = useState('');
  const [takeOver, setTakeOver] = useState(spare?.takeOver ?? 'ask');
  return (
    <details className="gate-more" open={spare !== null} data-testid="spare">
      <summary>
        {spare === null || pair === null
          ? t('gate.spare.title')
          : t(`gate.spare.status.${pair.leader}`, { link: t(`common.link.${pair.standby.link}`) })}
      </summary>
      <p className="gate-quiet">{t('gate.spare.about')}</p>
      {pair !== null && pair.standby.problem !== null && (
        <p className="gate-lead">{errorText(t, pair.standby.problem)}</p>
      )}
      {pair?.leader === 'spare' && (
        <button
          type="button"
          className="gate-button"
          disabled={pair.standby.link !== 'ready'}
          onClick={() => void send('switcher.failover', { to: 'main' })}
        >
          {t('gate.spare.back')}
        </button>
      )}
      <form
        className="gate-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send('obs.spare', { url: url.trim(), takeOver, ...(password === '' ? {} : { password }) });
        }}
      >
        <ObsAddressFields
          label={t('gate.spare.url')}
          placeholder="ws://192.168.1.20:4455"
          url={url}
          password={password}
          isDisabled={hindrance !== null}
          onUrl={setUrl}
          onPassword={setPassword}
        />
        <label>
          <span>{t('gate.spare.takeOver')}</span>
          <select
            value={takeOver}
            disabled={hindrance !== null}
            onChange={(event) => setTakeOver(event.target.value === 'auto' ? 'auto' : 'ask')}
          >
            {(['ask', 'auto'] as const).map((each) => (
              <option key={each} value={each}>
                {t(`gate.spare.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <button
          type="submit"
          className="gate-button"
          disabled={hindrance !== null}
          title={hindrance ?? undefined}
        >
          <Plug size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('gate.spare.connect')}
        </button>
        {spare !== null && (
          <button
            type="button"
            className="gate-button"
            disabled={hindrance !== null}
            title={hindrance ?? undefined}
            onClick={() => void send('obs.spare', { url: null, takeOver: 'ask' })}
          >
            <Unplug size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('gate.spare.remove')}
          </button>
        )}
      </form>
      <Refusal error={error} />
    </details>
  );
}
