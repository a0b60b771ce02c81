import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunState, SegmentRun } from '#shared/run/state';
import { formatDeviation } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';
import { adjustRoomSec } from '../model/adjustStep.ts';
import { useFocusOnOpen } from '../panels/useFocusOnOpen.ts';

const AMOUNTS_SEC = [-120, -60, 60, 120, 300] as const;
const REASONS = ['hot', 'slow', 'hurry'] as const;

/** A length of one's own choice, with a reason for whoever reads the log; its knock-on is shown while it is chosen. */
export function AdjustForm({
  run,
  segment,
  onDone,
  onEnd,
}: {
  readonly run: RunState;
  readonly segment: SegmentRun;
  readonly onDone: () => void;
  /** To end it right now instead; only for what is on. */
  readonly onEnd?: () => void;
}) {
  const { t } = useTranslation();
  const { act, intend, whyNot } = useDesk();
  const room = adjustRoomSec(run, segment, useNow(500));
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const field = useFocusOnOpen();
  const { segmentId } = segment;
  const deltaSec = Math.round(Number(text.replace('−', '-')));
  const isAmount = text.trim() !== '' && Number.isFinite(deltaSec) && deltaSec !== 0;
  const type = deltaSec < 0 ? 'segment.shorten' : 'segment.extend';
  const size = Math.min(3600, Math.abs(deltaSec));
  useEffect(() => {
    intend(isAmount ? { type, payload: { segmentId, deltaSec: size } } : null);
    return () => intend(null);
  }, [intend, isAmount, type, segmentId, size]);
  const hindrance = whyNot(type);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isAmount) return;
    const words = reason.trim();
    void act(type, {
      segmentId,
      deltaSec: size,
      ...(words === '' ? {} : { reason: words }),
    }).then((result) => result.ok && onDone());
  };
  const onEscape = (event: { readonly key: string; readonly nativeEvent: KeyboardEvent }): void => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) onDone();
  };
  return (
    <form
      className="line-panel"
      data-testid="adjust-form"
      aria-label={t('director.adjust')}
      onSubmit={submit}
    >
      <span className="line-panel-title">
        {t('director.adjustRoom', { shorten: room.shorten, extend: room.extend })}
      </span>
      <span className="line-panel-choices" role="radiogroup" aria-label={t('director.adjust')}>
        {AMOUNTS_SEC.map((sec) => (
          <button
            key={sec}
            type="button"
            role="radio"
            aria-checked={isAmount && sec === deltaSec}
            disabled={sec < 0 ? -sec > room.shorten : sec > room.extend}
            onClick={() => setText(String(sec))}
          >
            {formatDeviation(sec * 1000)}
          </button>
        ))}
      </span>
      <input
        ref={field}
        className="line-panel-seconds"
        value={text}
        inputMode="numeric"
        maxLength={5}
        placeholder={t('director.adjustSeconds')}
        aria-label={t('director.adjustSeconds')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onEscape}
      />
      <span className="line-panel-choices" role="radiogroup" aria-label={t('common.reason')}>
        {REASONS.map((each) => {
          const words = t(`director.reason.${each}`);
          return (
            <button
              key={each}
              type="button"
              role="radio"
              aria-checked={reason === words}
              onClick={() => setReason(reason === words ? '' : words)}
            >
              {words}
            </button>
          );
        })}
      </span>
      <input
        value={reason}
        maxLength={200}
        placeholder={t('director.reasonOptional')}
        aria-label={t('common.reason')}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={onEscape}
      />
      <button type="submit" disabled={!isAmount || hindrance !== null} title={hindrance ?? undefined}>
        {t('common.confirm')}
      </button>
      {onEnd !== undefined && (
        <button
          type="button"
          disabled={whyNot('segment.end') !== null}
          title={whyNot('segment.end') ?? undefined}
          onClick={onEnd}
        >
          {t('director.endEarly')}
        </button>
      )}
      <button type="button" onClick={onDone}>
        {t('common.cancel')}
      </button>
    </form>
  );
}
