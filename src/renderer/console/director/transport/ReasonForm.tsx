import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../../../common/useFocusReturn.ts';
import { useFocusOnOpen } from '../panels/useFocusOnOpen.ts';

/** A reason in one press, or in own words. What it is for is foreseen while the hand is on it. */
export function ReasonForm({
  word,
  quick,
  onReason,
  onFocus,
  onLeave,
  onCancel,
}: {
  readonly word: string;
  /** Reasons of one press. */
  readonly quick: readonly string[];
  readonly onReason: (reason: string) => void;
  readonly onFocus: () => void;
  readonly onLeave: () => void;
  /** Esc. */
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  useFocusReturn();
  const field = useFocusOnOpen();
  // The knock-on is shown for as long as the question is open.
  useEffect(() => {
    onFocus();
    return onLeave;
    // oxlint-disable-next-line react/exhaustive-deps -- the callbacks are made anew on every drawing and mean the same
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') onReason(text.trim());
  };
  return (
    <form className="reason-form" onSubmit={submit}>
      <span>{`${word} · ${t('common.reason')}`}</span>
      {quick.map((each) => (
        <button key={each} type="button" onClick={() => onReason(each)}>
          {each}
        </button>
      ))}
      <input
        ref={field}
        value={text}
        maxLength={200}
        placeholder={t('director.ownReason')}
        aria-label={t('common.reason')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) onCancel();
        }}
      />
      <button type="submit" disabled={text.trim() === ''}>
        {t('common.confirm')}
      </button>
    </form>
  );
}
