import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveStatus } from '#shared/model/station';
import { safeScene, type Scene } from '#shared/model/showPlan';
import { OWED_FOR_MS } from '#shared/run/react';
import type { OutputState } from '#shared/run/state';
import { errorText } from '../../../common/errorText.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';
import { isOutsideChange } from '../model/outsideChange.ts';
import { Monitor } from './Monitor.tsx';

/** In these states what the switcher shows is known; in any other it is only what it showed last. */
const KNOWS_PROGRAM: ReadonlySet<LiveStatus['switcher']['link']> = new Set([
  'ready',
  'suspect',
  'renderStalled',
  'uiBlocked',
]);

/** Program and preview side by side: what was asked for, what is proven, and what went wrong. */
export function Monitors() {
  const { t } = useTranslation();
  const { view, act, whyNot } = useDesk();
  const { output, plan } = view.state;
  const sceneOf = (id: string | null | undefined): Scene | null =>
    plan?.scenes.find((each) => each.id === id) ?? null;
  const outside = useOutsideChange(output);
  const now = useNow(1000);
  const wanted = output.desired === null ? null : sceneOf(output.desired.sceneId);
  const failed = output.failure === null ? null : sceneOf(output.failure.sceneId);
  const safe = plan === null ? null : safeScene(plan);
  const hindrance = whyNot('scene.switch');
  const isAway = view.live?.switcher.link !== 'ready';
  const isOwed = output.owed !== null && isAway && now - output.owed.at <= OWED_FOR_MS;
  const owed = isOwed ? sceneOf(output.owed?.sceneId) : null;
  const programNote = (
    <>
      {output.desired !== null && (
        <p className="monitor-note" role="status">
          {t('director.switchingTo', { scene: wanted?.label ?? output.desired.sceneId })}
        </p>
      )}
      {output.failure !== null && (
        <div className="monitor-note monitor-failure" role="alert">
          <p>
            <span aria-hidden="true">✕ </span>
            {t('director.switchFailed', {
              scene: failed?.label ?? output.failure.sceneId,
              why: errorText(t, output.failure),
            })}
          </p>
          {owed !== null && <p data-testid="owed">{t('director.owed', { scene: owed.label })}</p>}
          <span>
            {failed !== null && (
              <button
                type="button"
                disabled={hindrance !== null}
                title={hindrance ?? undefined}
                onClick={() => void act('scene.switch', { sceneId: failed.id })}
              >
                {t('common.retry')}
              </button>
            )}
            {safe !== null && (
              <button
                type="button"
                disabled={hindrance !== null}
                title={hindrance ?? undefined}
                onClick={() => void act('scene.switch', { sceneId: safe.id, transition: 'Cut' })}
              >
                {t('director.safePicture')}
              </button>
            )}
          </span>
        </div>
      )}
      {output.failure === null && owed !== null && (
        <p className="monitor-note" role="status" data-testid="owed">
          {t('director.owed', { scene: owed.label })}
        </p>
      )}
      {outside !== null && output.desired === null && output.failure === null && (
        <p className="monitor-note">{t('director.outsideChange', { scene: outside })}</p>
      )}
    </>
  );
  const program = sceneOf(output.program?.sceneId);
  const preview = sceneOf(output.preview);
  const takeHindrance = preview === null ? t('director.nothingInPreview') : hindrance;
  return (
    <div className="monitors">
      <Monitor
        bus="program"
        scene={program}
        name={output.program?.obsSceneName ?? null}
        note={programNote}
        isLastSeen={!KNOWS_PROGRAM.has(view.live?.switcher.link ?? 'down')}
      />
      <Monitor
        bus="preview"
        scene={preview}
        name={null}
        note={
          preview !== null &&
          preview.id !== program?.id && (
            <button
              type="button"
              className="monitor-cut"
              disabled={takeHindrance !== null}
              title={takeHindrance ?? undefined}
              onClick={() => void act('scene.switch', { sceneId: preview.id })}
            >
              {t('director.toProgram')}
            </button>
          )
        }
      />
    </div>
  );
}

/** The name of the scene somebody chose in OBS itself, until program changes again. */
function useOutsideChange(output: OutputState): string | null {
  const before = useRef(output);
  const [scene, setScene] = useState<string | null>(null);
  useEffect(() => {
    if (before.current.program !== output.program)
      setScene(isOutsideChange(before.current, output) ? (output.program?.obsSceneName ?? null) : null);
    before.current = output;
  }, [output]);
  return scene;
}
