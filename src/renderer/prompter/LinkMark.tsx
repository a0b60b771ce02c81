import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../common/StudioProvider.tsx';

/** A change of seat reconnects too; that is no news for the host. */
const SAID_AFTER_MS = 700;

/** The core is away; the text goes on. Small, and never over the text. */
export function LinkMark() {
  const { t } = useTranslation();
  const { link } = useStudio();
  const [ageMs, setAgeMs] = useState(0);
  useEffect(() => {
    setAgeMs(0);
    if (link.state !== 'stale') return undefined;
    const timer = window.setInterval(() => setAgeMs(performance.now() - link.sinceMs), 250);
    return () => window.clearInterval(timer);
  }, [link]);
  if (link.state !== 'stale' || ageMs < SAID_AFTER_MS) return null;
  return (
    <p className="prompter-link" role="status" data-testid="link-mark">
      <span aria-hidden="true">▲</span>
      {t('prompter.stale', { seconds: Math.floor(ageMs / 1000) })}
    </p>
  );
}
