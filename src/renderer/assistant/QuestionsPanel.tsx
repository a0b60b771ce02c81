import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesOf } from '#shared/model/showPlan';
import { permittingRole } from '#shared/run/permissions';
import type { RunState } from '#shared/run/state';
import { errorText } from '../common/errorText.ts';
import { formatTimeOfDay } from '../common/format.ts';
import { useStudio } from '../common/StudioProvider.tsx';
import { useCommand } from '../common/useCommand.ts';

const LONGEST = 300;
const LISTED = 20;

/** A viewer's question, passed on with one button; below it what was passed on before, the newest first. */
export function QuestionsPanel({ run }: { readonly run: RunState | null }) {
  const { t } = useTranslation();
  const { state, memberId } = useStudio();
  const { send, error } = useCommand();
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [isPassed, setPassed] = useState(false);
  const sitter = state.plan?.team.find((member) => member.id === memberId);
  const isAllowed = sitter === undefined || permittingRole('question.pass', rolesOf(sitter)) !== null;
  const last = run?.questions.at(-1);
  const pass = async (): Promise<void> => {
    setBusy(true);
    const result = await send('question.pass', { text: text.trim() });
    setBusy(false);
    if (!result.ok) return;
    setText('');
    setPassed(true);
  };
  return (
    <section className="assistant-questions" aria-label={t('assistant.questions')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void pass();
        }}
      >
        <header>
          <h3>{t('assistant.questions')}</h3>
          <p role="status">
            {isPassed &&
              last !== undefined &&
              `● ${t('assistant.passed', { time: formatTimeOfDay(last.at) })}`}
          </p>
        </header>
        <input
          value={text}
          maxLength={LONGEST}
          disabled={run === null || !isAllowed}
          aria-label={t('assistant.question')}
          placeholder={t(
            run === null
              ? 'assistant.questionsLater'
              : isAllowed
                ? 'assistant.question'
                : 'assistant.questionsNotYours',
          )}
          onChange={(event) => {
            setText(event.target.value);
            setPassed(false);
          }}
        />
        <button type="submit" disabled={isBusy || run === null || !isAllowed || text.trim() === ''}>
          <Send size={20} strokeWidth={1.75} aria-hidden="true" />
          {t('assistant.pass')}
        </button>
      </form>
      {error === null ? null : (
        <p className="assistant-error" role="alert">
          ▲ {errorText(t, error)}
        </p>
      )}
      <ul>
        {(state.run?.questions ?? [])
          .slice(-LISTED)
          .toReversed()
          .map((question) => (
            <li key={`${question.at}${question.text}`}>
              <time>{formatTimeOfDay(question.at)}</time>
              <span>{question.text}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}
