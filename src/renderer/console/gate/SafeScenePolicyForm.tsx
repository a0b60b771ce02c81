import { useTranslation } from 'react-i18next';
import { safeScene } from '#shared/model/showPlan';
import { useCommand } from '../../common/useCommand.ts';
import { Refusal } from './Refusal.tsx';
import type { Gate } from './useGate.ts';

const OCCASIONS = ['afterLoss', 'missingScene'] as const;

/** What Kaibo may do with program on its own when OBS fails: nothing, or one cut to the safe scene. */
export function SafeScenePolicyForm({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const { send, error } = useCommand();
  const { plan, prep } = gate.state;
  if (plan === null) return null;
  const safe = safeScene(plan);
  const hindrance = safe === null ? t('gate.safeScene.none') : gate.whyNot('safeScene.policy');
  return (
    <>
      <fieldset
        className="gate-choice"
        disabled={hindrance !== null}
        title={hindrance ?? undefined}
        data-testid="safe-scene-policy"
      >
        <legend>{t('gate.safeScene.title', { scene: safe?.label ?? '' })}</legend>
        {OCCASIONS.map((occasion) => (
          <label key={occasion}>
            <input
              type="checkbox"
              checked={prep.safeScenePolicy[occasion] === 'safeScene'}
              onChange={(event) =>
                void send('safeScene.policy', {
                  ...prep.safeScenePolicy,
                  [occasion]: event.target.checked ? 'safeScene' : 'stay',
                })
              }
            />
            <b>{t(`gate.safeScene.${occasion}`)}</b>
            <small>{t(`gate.safeScene.about.${occasion}`)}</small>
          </label>
        ))}
      </fieldset>
      <Refusal error={error} />
    </>
  );
}
