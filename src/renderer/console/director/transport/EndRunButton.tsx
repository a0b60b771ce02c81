import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../deskContext.tsx';

const CONFIRM_WITHIN_MS = 3000;

/** Ends the run; asks for a second press in its own place. */
export function EndRunButton({ className = '' }: { readonly className?: string }) {
  const { t } = useTranslation();
  const { run, act, whyNot } = useDesk();
  const [isArmed, setArmed] = useState(false);
  useEffect(() => {
    if (!isArmed) return undefined;
    const timer = window.setTimeout(() => setArmed(false), CONFIRM_WITHIN_MS);
    return () => window.clearTimeout(timer);
  }, [isArmed]);
  if (run === null) return null;
  const hindrance = whyNot('run.end');
  return (
    <button
      type="button"
      className={`end-run ${className}`}
      data-armed={isArmed}
      disabled={hindrance !== null}
      title={hindrance ?? undefined}
      onClick={() => (isArmed ? void act('run.end', {}) : setArmed(true))}
    >
      {t(isArmed ? 'director.endConfirm' : `director.end.${run.mode}`)}
    </button>
  );
}
