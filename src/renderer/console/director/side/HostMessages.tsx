import { Send } from 'lucide-react';
import { useState, type FormEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunState } from '#shared/run/state';
import { useNow } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';
import { messageState, type MessageState } from '../model/messageState.ts';

const QUICK = ['faster', 'slower', 'wrapUp', 'nextProduct'] as const;
const SHAPES: Readonly<Record<MessageState, string>> = {
  seen: '●',
  shown: '◐',
  waiting: '◔',
  unanswered: '▲',
  lapsed: '–',
};
const SHOWN = 3;

/** Words to the host, and whether they arrived. */
export function HostMessages({
  run,
  field,
}: {
  readonly run: RunState;
  readonly field: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useTranslation();
  const { act, whyNot, keyHint } = useDesk();
  const now = useNow(500);
  const [text, setText] = useState('');
  const hindrance = whyNot('message.send');
  const wordsOf = (message: (typeof run.messages)[number]): string =>
    message.kind === 'text' ? message.text : t(`director.message.${message.kind}`);
  const last = run.messages.at(-1);
  const lastState = last === undefined ? null : messageState(last, now);
  const heard =
    last !== undefined && (lastState === 'seen' || lastState === 'unanswered')
      ? t(`director.messageHeard.${lastState}`, { text: wordsOf(last) })
      : '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const words = text.trim();
    if (words === '') return;
    void act('message.send', { kind: 'text', text: words }).then((result) => {
      if (result.ok) setText('');
    });
  };
  return (
    <section className="side-block host-messages">
      <h2>{t('director.toHost')}</h2>
      <div className="host-messages-quick">
        {QUICK.map((kind) => (
          <button
            key={kind}
            type="button"
            disabled={hindrance !== null}
            title={hindrance ?? undefined}
            onClick={() => void act('message.send', { kind })}
          >
            {t(`director.message.${kind}`)}
          </button>
        ))}
      </div>
      <form onSubmit={submit}>
        <input
          ref={field}
          value={text}
          maxLength={40}
          disabled={hindrance !== null}
          title={hindrance ?? `${t('director.key.message')}${keyHint('message')}`}
          placeholder={t('director.messagePlaceholder')}
          aria-label={t('director.toHost')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur();
          }}
        />
        <button
          type="submit"
          className="icon-button"
          aria-label={t('common.send')}
          disabled={hindrance !== null || text.trim() === ''}
        >
          <Send size={16} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </form>
      {/* The list counts seconds; what is read out is only that somebody answered, or nobody. */}
      <p className="visually-hidden" role="status">
        {heard}
      </p>
      <ul>
        {run.messages
          .slice(-SHOWN)
          .toReversed()
          .map((message) => {
            const state = messageState(message, now);
            const waitedSec = Math.max(0, Math.floor((now - message.sentAt) / 1000));
            return (
              <li key={message.messageId} className={`host-message host-message-${state}`} data-state={state}>
                <span aria-hidden="true">{SHAPES[state]}</span>
                <b title={message.text}>{wordsOf(message)}</b>
                <em>{t(`director.messageState.${state}`, { seconds: waitedSec })}</em>
              </li>
            );
          })}
      </ul>
    </section>
  );
}
