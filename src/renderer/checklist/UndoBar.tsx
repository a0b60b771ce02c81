import { Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { UndoOffer } from './useChecklistActions.ts';

const OFFERED_FOR_MS = 6000;

/** For a few seconds after a tick: take it back with one tap. */
export function UndoBar({
  offer,
  onDone,
}: {
  readonly offer: UndoOffer | null;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  useEffect(() => {
    if (offer === null) return undefined;
    const timer = window.setTimeout(onDone, OFFERED_FOR_MS);
    return () => window.clearTimeout(timer);
  }, [offer, onDone]);
  if (offer === null) return null;
  return (
    <div className="undo-bar" role="status" key={offer.id}>
      <span className="undo-bar-text">{t(`checklist.undo.${offer.deed}`, { text: offer.text })}</span>
      <button
        type="button"
        onClick={() => {
          offer.undo();
          onDone();
        }}
      >
        <Undo2 size={20} strokeWidth={1.75} aria-hidden="true" />
        {t(offer.deed === 'ticked' ? 'checklist.undo.take' : 'checklist.undo.restore')}
      </button>
    </div>
  );
}
