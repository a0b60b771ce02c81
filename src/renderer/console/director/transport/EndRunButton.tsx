import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useTwoStep } from '../../../common/useTwoStep.ts';
import { useDesk } from '../deskContext.tsx';

/** Ends the run; asks for a second press in its own place. */
export function EndRunButton({ className = '' }: { readonly className?: string }) {
  const { t } = useTranslation();
  const { run, act, whyNot } = useDesk();
  const { isArmed, press } = useTwoStep(useCallback(() => void act('run.end', {}), [act]));
  if (run === null) return null;
  const hindrance = whyNot('run.end');
  return (
    <button
      type="button"
      className={`end-run ${className}`}
      data-armed={isArmed}
      disabled={hindrance !== null}
      title={hindrance ?? undefined}
      onClick={press}
    >
      {t(isArmed ? 'director.endConfirm' : `director.end.${run.mode}`)}
    </button>
  );
}
