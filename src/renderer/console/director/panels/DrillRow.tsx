import { useTranslation } from 'react-i18next';
import { DRILL_FAULTS } from '#shared/model/commands';
import type { RunState } from '#shared/run/state';
import { useDesk } from '../deskContext.tsx';

/** In a rehearsal: a fault at the press of a button, to practise on. */
export function DrillRow({ run }: { readonly run: RunState }) {
  const { t } = useTranslation();
  const { act, whyNot, view } = useDesk();
  if (run.mode !== 'rehearsal' || run.drill !== null) return null;
  const hindrance = view.live?.switcher.kind === 'obs' ? t('director.drill.notOnObs') : whyNot('drill.start');
  return (
    <div className="drill-row" data-testid="drills">
      <span>{t('director.drill.practise')}</span>
      {DRILL_FAULTS.map((fault) => (
        <button
          key={fault}
          type="button"
          data-fault={fault}
          disabled={hindrance !== null}
          title={hindrance ?? t(`director.drill.about.${fault}`)}
          onClick={() => void act('drill.start', { fault })}
        >
          {t(`director.drill.fault.${fault}`)}
        </button>
      ))}
    </div>
  );
}
