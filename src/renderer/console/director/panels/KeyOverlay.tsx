import { Footprints, Keyboard, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../../../common/useFocusReturn.ts';
import { openStation } from '../../openStation.ts';
import { useDesk } from '../deskContext.tsx';
import { BINDABLE_ACTIONS, keycap } from '../keys.ts';

/** Every key of the desk, the way to change them, and the tour once more. */
export function KeyOverlay({
  onTour,
  onClose,
}: {
  /** null while the show is live. */
  readonly onTour: (() => void) | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { bindings } = useDesk();
  const panel = useRef<HTMLElement>(null);
  useFocusReturn();
  useEffect(() => panel.current?.focus(), []);
  return (
    <section
      ref={panel}
      className="key-overlay"
      tabIndex={-1}
      aria-label={t('director.key.title')}
      data-testid="keys"
    >
      <header>
        <h2>{t('director.key.title')}</h2>
        <button type="button" className="icon-button" aria-label={t('common.close')} onClick={onClose}>
          <X size={20} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </header>
      <dl>
        {BINDABLE_ACTIONS.map((action) => (
          <div key={action}>
            <dt>{t(`director.key.${action}`)}</dt>
            <dd>
              {bindings[action].map((chord) => (
                <kbd key={chord}>
                  {Array(action === 'panic' ? 2 : 1)
                    .fill(keycap(chord, t('director.key.space')))
                    .join(' ')}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p>{t('director.key.held')}</p>
      <p>{t('director.key.enter')}</p>
      <footer>
        <button type="button" onClick={() => openStation('settings')}>
          <Keyboard size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('director.key.change')}
        </button>
        {onTour !== null && (
          <button type="button" onClick={onTour}>
            <Footprints size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('director.tour.again')}
          </button>
        )}
      </footer>
    </section>
  );
}
