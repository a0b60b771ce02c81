import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../deskContext.tsx';
import { keycap, SIMPLE_ACTIONS } from '../keys.ts';

/** Every key of the desk. */
export function KeyOverlay({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { bindings } = useDesk();
  return (
    <section className="key-overlay" aria-label={t('director.key.title')} data-testid="keys">
      <header>
        <h2>{t('director.key.title')}</h2>
        <button type="button" className="icon-button" aria-label={t('common.close')} onClick={onClose}>
          <X size={20} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </header>
      <dl>
        {[...SIMPLE_ACTIONS, 'preview' as const, 'program' as const].map((action) => (
          <div key={action}>
            <dt>
              {bindings[action].map((chord) => (
                <kbd key={chord}>
                  {action === 'panic' ? `${keycap(chord)} ${keycap(chord)}` : keycap(chord)}
                </kbd>
              ))}
            </dt>
            <dd>{t(`director.key.${action}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('director.key.held')}</p>
      <p>{t('director.key.enter')}</p>
    </section>
  );
}
