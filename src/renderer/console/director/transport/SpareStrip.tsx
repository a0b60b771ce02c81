import { useTranslation } from 'react-i18next';
import { errorText } from '../../../common/errorText.ts';
import { useDesk } from '../deskContext.tsx';

/** The OBS that leads is in trouble and the other one is ready: one press changes over, and one more changes back. */
export function SpareStrip() {
  const { t } = useTranslation();
  const { view, act, whyNot } = useDesk();
  const switcher = view.live?.switcher ?? null;
  const pair = switcher?.pair ?? null;
  if (switcher === null || pair === null || pair.standby.link !== 'ready' || switcher.problem === null)
    return null;
  const to = pair.leader === 'main' ? 'spare' : 'main';
  const shown = view.state.plan?.scenes.find((each) => each.obsSceneName === pair.standby.programScene);
  const hindrance = whyNot('switcher.failover');
  return (
    <div className="panic-strip" role="alert" data-testid="spare-strip" data-to={to}>
      <b>
        <span aria-hidden="true">▲ </span>
        {errorText(t, switcher.problem)}
      </b>
      <span>
        {t(`director.spare.ready.${to}`, { scene: shown?.label ?? pair.standby.programScene ?? '—' })}
      </span>
      <button
        type="button"
        disabled={hindrance !== null}
        title={hindrance ?? t('director.spare.hint')}
        onClick={() => void act('switcher.failover', { to })}
      >
        {t(`director.spare.to.${to}`)}
      </button>
    </div>
  );
}
