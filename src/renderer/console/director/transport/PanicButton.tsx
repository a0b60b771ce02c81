import { OctagonAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { safeScene } from '#shared/model/showPlan';
import type { TwoStep } from '../../../common/useTwoStep.ts';
import { useDesk } from '../deskContext.tsx';

/** Sound off and the safe scene. A second press within 1.5 s does it; the button fills meanwhile. */
export function PanicButton({ panic }: { readonly panic: TwoStep }) {
  const { t } = useTranslation();
  const { view, whyNot, keyHint } = useDesk();
  const { plan } = view.state;
  const safe = plan === null ? null : safeScene(plan);
  const hindrance = whyNot('panic.cut');
  const armedWord = safe === null ? t('director.mute') : t('director.panicAgain', { scene: safe.label });
  return (
    <button
      type="button"
      className="panic-button"
      data-armed={panic.isArmed}
      data-testid="panic"
      disabled={hindrance !== null}
      title={hindrance ?? `${t('director.panicHint')}${keyHint('panic')}`}
      onClick={panic.press}
    >
      <span className="panic-button-fill" aria-hidden="true" />
      <OctagonAlert size={20} strokeWidth={1.75} aria-hidden="true" />
      <span className="panic-button-word">{panic.isArmed ? armedWord : t('director.panic')}</span>
    </button>
  );
}
