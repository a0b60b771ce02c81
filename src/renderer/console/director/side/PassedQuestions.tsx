import { useTranslation } from 'react-i18next';
import { MESSAGE_LONGEST } from '#shared/model/commands';
import type { RunState } from '#shared/run/state';
import { formatTimeOfDay } from '../../../common/format.ts';
import { useDesk } from '../deskContext.tsx';

const SHOWN = 3;

/** What viewers ask, as the assistant passed it on, the newest first; one press brings it to the host. */
export function PassedQuestions({ run }: { readonly run: RunState }) {
  const { t } = useTranslation();
  const { act, whyNot } = useDesk();
  const hindrance = whyNot('message.send');
  return (
    <section className="side-block" aria-label={t('director.questions')}>
      <h2>{t('director.questions')}</h2>
      <ul className="passed-questions">
        {run.questions
          .slice(-SHOWN)
          .toReversed()
          .map(({ at, text }) => {
            const isSent = run.messages.some((message) => message.text === text);
            const why =
              hindrance ??
              (text.length > MESSAGE_LONGEST
                ? t('director.questionTooLong', { count: MESSAGE_LONGEST })
                : null);
            return (
              <li key={`${at}${text}`} className="passed-question">
                <time>{formatTimeOfDay(at)}</time>
                <p title={text}>{text}</p>
                <button
                  type="button"
                  disabled={why !== null}
                  title={why ?? undefined}
                  onClick={() => void act('message.send', { kind: 'text', text })}
                >
                  {t(isSent ? 'director.questionAgain' : 'director.questionToHost')}
                </button>
              </li>
            );
          })}
      </ul>
    </section>
  );
}
