import { useTranslation } from 'react-i18next';
import type { Scene } from '#shared/model/showPlan';
import { useStudio } from '../../../common/StudioProvider.tsx';
import { framingOf } from '../model/framing.ts';
import { FramingSketch } from './FramingSketch.tsx';
import { useStill } from './useStill.ts';

const STILL_WIDTH_PX = 640;
const STILL_EVERY_MS = 220;

/** Program or preview: the picture where there is one, else the scene by name and framing. */
export function Monitor({
  bus,
  scene,
  name,
  note,
  isLastSeen = false,
}: {
  readonly bus: 'program' | 'preview';
  readonly scene: Scene | null;
  /** What the switcher calls what it shows, when the plan has no such scene. */
  readonly name: string | null;
  readonly note: React.ReactNode;
  /** The switcher can't be asked: this is what it showed last. */
  readonly isLastSeen?: boolean;
}) {
  const { t } = useTranslation();
  const { live, link } = useStudio();
  const hasPictures = live?.switcher.kind === 'obs' && live.switcher.link !== 'down' && link.state === 'live';
  const still = useStill(scene?.id ?? null, STILL_WIDTH_PX, STILL_EVERY_MS, hasPictures);
  const label = scene?.label ?? name;
  return (
    <figure
      className={`monitor monitor-${bus}`}
      data-testid={bus}
      data-scene={scene?.id ?? ''}
      data-last-seen={isLastSeen}
    >
      <div className="monitor-picture">
        {still === null ? (
          <div className="monitor-drawn">
            {scene !== null && <FramingSketch framing={framingOf(scene)} />}
            <b>{label ?? t(bus === 'preview' ? 'director.nothingInPreview' : 'director.noPicture')}</b>
            {scene !== null && (
              <span>{[scene.camera, scene.framing].filter((each) => each !== null).join(' · ')}</span>
            )}
          </div>
        ) : (
          <img src={still} alt={label ?? ''} />
        )}
        {note}
      </div>
      <figcaption>
        <b>{bus === 'program' ? `● ${t('director.program')}` : `○ ${t('director.preview')}`}</b>
        <span title={label ?? undefined}>{label ?? '—'}</span>
        {bus === 'preview' && live?.switcher.studioMode === true && (
          <span className="monitor-mode">{t('director.studioMode')}</span>
        )}
        {isLastSeen && label !== null && <em title={t('director.lastSeen')}>{t('director.lastSeen')}</em>}
      </figcaption>
    </figure>
  );
}
