import { useTranslation } from 'react-i18next';
import { formatClock } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';

/** While a fault is being practised: that it is one, what it does, how long it lasts, and the way out. */
export function DrillStrip() {
  const { t } = useTranslation();
  const { run, view, act, whyNot } = useDesk();
  const now = useNow(500);
  if (run === null || run.drill === null) return null;
  const { fault, sceneId, endsAt } = run.drill;
  const scene = view.state.plan?.scenes.find((each) => each.id === sceneId)?.label ?? '';
  const hindrance = whyNot('drill.end');
  return (
    <div className="panic-strip" role="status" data-testid="drill-strip" data-fault={fault}>
      <b>
        <span aria-hidden="true">▲ </span>
        {t('director.drill.on', { fault: t(`director.drill.fault.${fault}`) })}
      </b>
      <span>{t(`director.drill.shows.${fault}`, { scene })}</span>
      <span>{t('director.drill.left', { time: formatClock(Math.max(0, endsAt - now)) })}</span>
      <button
        type="button"
        disabled={hindrance !== null}
        title={hindrance ?? undefined}
        onClick={() => void act('drill.end', {})}
      >
        {t('director.drill.end')}
      </button>
    </div>
  );
}
