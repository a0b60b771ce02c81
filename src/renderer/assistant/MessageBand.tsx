import { useTranslation } from 'react-i18next';
import type { RunState } from '#shared/run/state';
import type { StudioMs } from '#shared/timing/vector';
import { directorMessage } from './directorMessage.ts';

/** What the director has just told the host: the assistant hears it too, and does not have to answer. */
export function MessageBand({ run, now }: { readonly run: RunState; readonly now: StudioMs }) {
  const { t } = useTranslation();
  const message = directorMessage(run, now);
  if (message === null) return null;
  const words =
    message.kind === 'text'
      ? message.text
      : [t(`assistant.message.${message.kind}`), message.text].filter((each) => each !== '').join(' · ');
  return (
    <div className="assistant-message" role="alert">
      <span>{t('assistant.message.from')}</span>
      <strong>{words}</strong>
      {message.acknowledged === null ? null : <span>{t('assistant.message.acknowledged')}</span>}
    </div>
  );
}
