import { useTranslation } from 'react-i18next';
import { safeScene } from '#shared/model/showPlan';
import { useDesk } from '../deskContext.tsx';

/** While in panic: what is shown and heard, and the way back. */
export function PanicStrip() {
  const { t } = useTranslation();
  const { view, act, whyNot } = useDesk();
  const { output, plan } = view.state;
  if (output.panic === null) return null;
  const safe = plan === null ? null : safeScene(plan);
  const isSafe = safe !== null && output.program?.sceneId === safe.id;
  const isComing = safe !== null && output.desired?.sceneId === safe.id;
  const sound = view.live?.switcher.muted === true ? t('director.muted') : t('director.muting');
  const from = plan?.scenes.find((scene) => scene.id === output.panic?.fromSceneId)?.label;
  const hindrance = whyNot('panic.release');
  return (
    <div className="panic-strip" role="alert" data-testid="panic-strip">
      <b>
        <span aria-hidden="true">▲ </span>
        {t('director.inPanic')}
      </b>
      <span>{`${sound} · ${safe === null ? t('director.noSafeScene') : isSafe ? t('director.panicShows', { scene: safe.label }) : isComing ? t('director.panicSwitching', { scene: safe.label }) : t('director.panicNotShown', { scene: safe.label })}`}</span>
      {safe !== null && !isSafe && !isComing && (
        <button
          type="button"
          disabled={hindrance !== null}
          title={hindrance ?? undefined}
          onClick={() => void act('panic.cut', {})}
        >
          {t('director.panicAgain', { scene: safe.label })}
        </button>
      )}
      <button
        type="button"
        disabled={hindrance !== null}
        title={hindrance ?? undefined}
        onClick={() => void act('panic.release', {})}
      >
        {from === undefined ? t('director.release') : t('director.releaseTo', { scene: from })}
      </button>
    </div>
  );
}
