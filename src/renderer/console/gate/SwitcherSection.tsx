import { Plug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveStatus } from '#shared/model/station';
import { errorText } from '../../common/errorText.ts';
import { useStudio } from '../../common/StudioProvider.tsx';
import { useCommand } from '../../common/useCommand.ts';
import { CopyField } from './CopyField.tsx';
import { ObsAddressFields } from './ObsAddressFields.tsx';
import { Refusal } from './Refusal.tsx';
import { SafeScenePolicyForm } from './SafeScenePolicyForm.tsx';
import { SpareForm } from './SpareForm.tsx';
import { Section } from './Section.tsx';
import type { Gate } from './useGate.ts';

type SwitcherStatus = LiveStatus['switcher'];
const KINDS = ['obs', 'rehearsal'] as const;
/** For these the way out is in OBS's own settings; the others mend themselves or name their own remedy. */
const NEEDS_SETUP: ReadonlySet<SwitcherStatus['link']> = new Set(['down', 'authFailed', 'busy', 'off']);

/** Which switcher, how it stands, and what to do in OBS when it does not. */
export function SwitcherSection({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const { live } = useStudio();
  const { send, error } = useCommand();
  const { switcher } = gate;
  if (switcher === null || live === null)
    return (
      <Section id="switcher" mark="unknown" status={t('common.connecting')}>
        {null}
      </Section>
    );
  const hindrance =
    gate.run?.mode === 'live' ? t('gate.switcher.notDuringLive') : gate.whyNot('switcher.choose');
  const isReady = switcher.link === 'ready' && switcher.kind === 'obs';
  return (
    <Section
      id="switcher"
      mark={isReady ? 'ok' : 'attention'}
      status={t('gate.switcher.status', {
        name: t(`gate.switcher.kind.${switcher.kind}`),
        link: t(`common.link.${switcher.link}`),
      })}
    >
      <fieldset className="gate-choice" disabled={hindrance !== null} title={hindrance ?? undefined}>
        <legend className="visually-hidden">{t('gate.section.switcher')}</legend>
        {KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="switcher"
              checked={switcher.kind === kind}
              onChange={() => void send('switcher.choose', { kind })}
            />
            <b>{t(`gate.switcher.kind.${kind}`)}</b>
            <small>{t(`gate.switcher.about.${kind}`)}</small>
          </label>
        ))}
      </fieldset>
      <Refusal error={error} />
      {switcher.kind === 'obs' && (
        <>
          {switcher.problem !== null && (
            <p className="gate-lead" data-testid="switcher-problem">
              {errorText(t, switcher.problem)}
            </p>
          )}
          {NEEDS_SETUP.has(switcher.link) && (
            <ol className="gate-steps">
              {(['start', 'enable', 'copy'] as const).map((step) => (
                <li key={step}>{t(`gate.switcher.step.${step}`)}</li>
              ))}
            </ol>
          )}
          {switcher.version !== null && (
            <p className="gate-quiet">{t('gate.switcher.version', { version: switcher.version })}</p>
          )}
          <ObsForm
            key={live.obsUrl}
            url={live.obsUrl}
            hindrance={hindrance ?? gate.whyNot('obs.settings')}
            isOpen={!isReady}
          />
          <SpareForm
            key={live.obsSpare?.url ?? 'none'}
            spare={live.obsSpare}
            pair={switcher.pair}
            hindrance={hindrance ?? gate.whyNot('obs.spare')}
          />
        </>
      )}
      <SafeScenePolicyForm gate={gate} />
      <CopyField label={t('gate.overlay.label')} hint={t('gate.overlay.hint')} value={live.overlayUrl} />
    </Section>
  );
}

function ObsForm({
  url: knownUrl,
  hindrance,
  isOpen,
}: {
  readonly url: string;
  readonly hindrance: string | null;
  readonly isOpen: boolean;
}) {
  const { t } = useTranslation();
  const { send, error } = useCommand();
  const [url, setUrl] = useState(knownUrl);
  const [password, setPassword] = useState('');
  return (
    <details className="gate-more" open={isOpen}>
      <summary>{t('gate.obs.title')}</summary>
      <form
        className="gate-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send('obs.settings', { url: url.trim(), ...(password === '' ? {} : { password }) });
        }}
      >
        <ObsAddressFields
          label={t('gate.obs.url')}
          url={url}
          password={password}
          isDisabled={hindrance !== null}
          onUrl={setUrl}
          onPassword={setPassword}
        />
        <button
          type="submit"
          className="gate-button"
          disabled={hindrance !== null}
          title={hindrance ?? undefined}
        >
          <Plug size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('gate.obs.connect')}
        </button>
        {hindrance !== null && <p className="gate-quiet">{hindrance}</p>}
      </form>
      <Refusal error={error} />
    </details>
  );
}
