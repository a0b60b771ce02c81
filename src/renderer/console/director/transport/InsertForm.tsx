import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '#shared/model/ids';
import { formatClock } from '../../../common/format.ts';
import { useDesk } from '../deskContext.tsx';
import { useFocusOnOpen } from '../panels/useFocusOnOpen.ts';

const LENGTHS_SEC = [30, 60, 120, 180, 300] as const;

/** A short bridge that no plan has; what it does to the rest is shown while it is being named. */
export function InsertForm({
  afterSegmentId,
  onDone,
}: {
  readonly afterSegmentId: SegmentId;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const { act, intend, whyNot } = useDesk();
  const [title, setTitle] = useState(t('director.bridge'));
  const [durationSec, setDurationSec] = useState<number>(60);
  const field = useFocusOnOpen();
  useEffect(() => {
    const source = { kind: 'blank', title: '-', durationSec } as const;
    intend({ type: 'segment.insert', payload: { afterSegmentId, source } });
    return () => intend(null);
  }, [intend, afterSegmentId, durationSec]);
  const hindrance = whyNot('segment.insert');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (title.trim() === '') return;
    void act('segment.insert', {
      afterSegmentId,
      source: { kind: 'blank', title: title.trim(), durationSec },
    }).then((result) => result.ok && onDone());
  };
  return (
    <form
      className="line-panel"
      data-testid="insert-form"
      aria-label={t('director.insert')}
      onSubmit={submit}
    >
      <span className="line-panel-title">{t('director.insertBridge')}</span>
      <input
        ref={field}
        value={title}
        maxLength={50}
        aria-label={t('director.bridgeTitle')}
        onChange={(event) => setTitle(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) onDone();
        }}
      />
      <span className="line-panel-choices" role="radiogroup" aria-label={t('director.bridgeLength')}>
        {LENGTHS_SEC.map((sec) => (
          <button
            key={sec}
            type="button"
            role="radio"
            aria-checked={sec === durationSec}
            onClick={() => setDurationSec(sec)}
          >
            {formatClock(sec * 1000)}
          </button>
        ))}
      </span>
      <button
        type="submit"
        disabled={title.trim() === '' || hindrance !== null}
        title={hindrance ?? undefined}
      >
        {t('director.insert')}
      </button>
      <button type="button" onClick={onDone}>
        {t('common.cancel')}
      </button>
    </form>
  );
}
