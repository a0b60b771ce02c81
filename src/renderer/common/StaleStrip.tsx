import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from './StudioProvider.tsx';
import './staleStrip.css';

/** Says that the core is away and how old the picture is, or that it doesn’t let this device in. Amber, full width, and nothing else moves for it. */
export function StaleStrip() {
  const { t } = useTranslation();
  const { link } = useStudio();
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    if (link.state !== 'stale') return undefined;
    const timer = window.setInterval(() => setNowMs(performance.now()), 500);
    return () => window.clearInterval(timer);
  }, [link]);
  if (link.state === 'live') return null;
  return (
    <div className="stale-strip" role="status">
      <span aria-hidden="true">▲</span>
      {link.state === 'stale' ? (
        <>
          {/* Read out once; only the eye follows the seconds. */}
          <span className="visually-hidden">{t('common.staleNow')}</span>
          <span aria-hidden="true">
            {t('common.stale', { seconds: Math.max(0, Math.floor((nowMs - link.sinceMs) / 1000)) })}
          </span>
        </>
      ) : (
        t(link.state === 'connecting' ? 'common.connecting' : 'error.UNAUTHORIZED')
      )}
    </div>
  );
}
