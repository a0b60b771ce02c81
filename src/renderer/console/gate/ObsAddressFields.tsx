import { useTranslation } from 'react-i18next';

/** Where an OBS is and its password; an empty password leaves the one that is kept. */
export function ObsAddressFields({
  label,
  placeholder,
  url,
  password,
  isDisabled,
  onUrl,
  onPassword,
}: {
  readonly label: string;
  readonly placeholder?: string;
  readonly url: string;
  readonly password: string;
  readonly isDisabled: boolean;
  readonly onUrl: (url: string) => void;
  readonly onPassword: (password: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <label>
        <span>{label}</span>
        <input
          type="text"
          inputMode="url"
          spellCheck={false}
          autoComplete="off"
          required
          pattern="wss?://.+"
          placeholder={placeholder}
          value={url}
          onChange={(event) => onUrl(event.target.value)}
          disabled={isDisabled}
        />
      </label>
      <label>
        <span>{t('gate.obs.password')}</span>
        <input
          type="password"
          autoComplete="off"
          value={password}
          placeholder={t('gate.obs.passwordHint')}
          onChange={(event) => onPassword(event.target.value)}
          disabled={isDisabled}
        />
      </label>
    </>
  );
}
