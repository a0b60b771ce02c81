import { X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Props = { readonly title: string; readonly children: ReactNode; readonly onClose: () => void };

/** A sheet from the bottom on a phone, in the middle of a larger screen; Escape and its X leave without a trace. */
export function Sheet({ title, children, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    if (shown !== null && !shown.open) {
      shown.showModal();
      // The keypad takes typed digits at once; no button is armed for a stray Enter.
      shown.focus();
    }
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="sheet"
      tabIndex={-1}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="sheet-header">
        <h2>{title}</h2>
        <button type="button" className="checklist-button checklist-button-quiet" onClick={onClose}>
          <X size={20} strokeWidth={1.75} aria-hidden="true" />
          {t('common.cancel')}
        </button>
      </header>
      {children}
    </dialog>
  );
}
