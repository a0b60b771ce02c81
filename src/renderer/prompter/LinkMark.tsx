import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../common/StudioProvider.tsx';

/** A change of seat reconnects too; that is no news for the host. */
const SAID_AFTER_MS = 700;

/** The core is away, or doesn’t let this device in; the text goes on. Small, and never over the text. */
export function LinkMark() {
  const { t } = useTranslation();
  const { link } = useStudio();
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    if (link.state !== 'stale') return undefined;
    const timer = window.setInterval(() => setNowMs(performance.now()), 250);
    return () => window.clearInterval(timer);
  }, [link]);
  const ageMs = link.state === 'stale' ? nowMs - link.sinceMs : 0;
  const isShutOut = link.state === 'unauthorized';
  if (!isShutOut && ageMs < SAID_AFTER_MS) return null;
  return (
    <p className="prompter-link" role="status" data-testid="link-mark">
      <span aria-hidden="true">▲</span>
      {isShutOut ? (
        t('prompter.unauthorized')
      ) : (
        <>
          {/* Read out once; only the eye follows the seconds. */}
          <span className="visually-hidden">{t('common.staleNow')}</span>
          <span aria-hidden="true">{t('prompter.stale', { seconds: Math.floor(ageMs / 1000) })}</span>
        </>
      )}
      <span className="prompter-link-more">
        {t(isShutOut ? 'prompter.unauthorizedMore' : 'prompter.staleMore')}
      </span>
    </p>
  );
}
