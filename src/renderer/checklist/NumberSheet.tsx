import { Delete } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NumberLimits } from '#shared/run/checklistRules';
import { limitWords } from './limitWords.ts';
import { enteredNumber, pressKey, verdictOn, type PadKey } from './numberEntry.ts';
import { Sheet } from './Sheet.tsx';

const PAD: readonly PadKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'sign', '0', '.'];
const DIGITS: ReadonlySet<string> = new Set(PAD.filter((key) => key !== 'sign'));
const isPadKey = (key: string): key is PadKey => DIGITS.has(key);

type Props = {
  readonly title: string;
  readonly limits: NumberLimits;
  readonly isWholeOnly: boolean;
  /** What a number outside the limits leads to: a failed item, or interactions that may not run. */
  readonly outsideMeans: 'failed' | 'short';
  readonly onEnter: (value: number) => void;
  readonly onClose: () => void;
};

/** A keypad with the limits in sight: what would fail says so before it is sent. */
export function NumberSheet({ title, limits, isWholeOnly, outsideMeans, onEnter, onClose }: Props) {
  const { t } = useTranslation();
  const [entry, setEntry] = useState('');
  const verdict = verdictOn(entry, limits, isWholeOnly);
  const value = enteredNumber(entry);
  const isSendable = value !== null && verdict !== 'notWhole';
  useEffect(() => {
    const typed = (event: KeyboardEvent): void => {
      if (isPadKey(event.key))
        setEntry((before) => pressKey(before, isPadKey(event.key) ? event.key : 'back'));
      else if (event.key === 'Backspace') setEntry((before) => pressKey(before, 'back'));
      else if (event.key === '-') setEntry((before) => pressKey(before, 'sign'));
      else if (event.key === 'Enter' && event.target instanceof HTMLDialogElement && isSendable)
        onEnter(value);
    };
    window.addEventListener('keydown', typed);
    return () => window.removeEventListener('keydown', typed);
  }, [isSendable, onEnter, value]);
  return (
    <Sheet title={title} onClose={onClose}>
      <p className="number-limits">{limitWords(t, limits)}</p>
      <div className={`number-display number-display-${verdict}`}>
        <output>{entry === '' ? '–' : entry.replace('-', '−')}</output>
        <span>{limits.unit}</span>
        <button
          type="button"
          className="number-back"
          aria-label={t('checklist.pad.back')}
          onClick={() => setEntry(pressKey(entry, 'back'))}
        >
          <Delete size={28} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </div>
      <p className={`number-verdict number-verdict-${verdict}`} role="status">
        {verdict === 'outside' ? <span aria-hidden="true">▲ </span> : null}
        {t(`checklist.verdict.${verdict === 'outside' ? outsideMeans : verdict}`)}
      </p>
      <div className="number-pad">
        {PAD.map((key) => (
          <button
            key={key}
            type="button"
            disabled={isWholeOnly && (key === '.' || key === 'sign')}
            onClick={() => setEntry(pressKey(entry, key))}
          >
            {key === 'sign' ? '±' : key}
          </button>
        ))}
      </div>
      <button
        type="button"
        className="checklist-button checklist-button-main number-send"
        disabled={!isSendable}
        onClick={() => (value === null ? undefined : onEnter(value))}
      >
        {t(
          verdict === 'outside' && outsideMeans === 'failed'
            ? 'checklist.pad.sendFailed'
            : 'checklist.pad.send',
        )}
      </button>
    </Sheet>
  );
}
