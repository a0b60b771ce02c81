import { useTranslation } from 'react-i18next';
import { useStudio } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';
import { keycap } from '../keys.ts';
import { framingOf } from '../model/framing.ts';
import { sceneTiles, type SceneTile } from '../model/sceneTiles.ts';
import { FramingSketch } from './FramingSketch.tsx';
import { SoundRow } from './SoundRow.tsx';
import { useStill } from './useStill.ts';

const THUMB_WIDTH_PX = 240;
const THUMB_EVERY_MS = 2500;

/** Every scene of the show: one press previews, two put it on program. */
export function SceneGrid() {
  const { t } = useTranslation();
  const { view } = useDesk();
  const tiles = sceneTiles(view.state, view.live);
  return (
    <section className="scene-grid" aria-label={t('director.scenes')}>
      <SoundRow />
      <div className="scene-grid-tiles">
        {tiles.map((tile) => (
          <SceneButton key={tile.scene.id} tile={tile} />
        ))}
      </div>
    </section>
  );
}

function SceneButton({ tile }: { readonly tile: SceneTile }) {
  const { t } = useTranslation();
  const { act, whyNot, bindings } = useDesk();
  const { live, link } = useStudio();
  const { scene, digit, tally } = tile;
  const hindrance = whyNot('scene.preview');
  const hasPictures =
    live?.switcher.kind === 'obs' &&
    live.switcher.link === 'ready' &&
    link.state === 'live' &&
    !tile.isMissing;
  const still = useStill(scene.id, THUMB_WIDTH_PX, THUMB_EVERY_MS, hasPictures);
  const keys = [...bindings.preview.slice(0, 1), ...bindings.program.slice(0, 1)]
    .map((chord) => keycap(chord).replace('1–9', String(digit ?? '1–9')))
    .join(' / ');
  const caption = [scene.camera, scene.framing].filter((each) => each !== null).join(' · ');
  return (
    <button
      type="button"
      className={`scene-button scene-button-${tally}`}
      data-scene={scene.id}
      data-tally={tally}
      data-missing={tile.isMissing}
      disabled={hindrance !== null}
      title={
        hindrance ??
        `${scene.label}${caption === '' ? '' : ` · ${caption}`}\n${t('director.sceneHint')}${digit === null ? '' : ` (${keys})`}`
      }
      onClick={() => void act('scene.preview', { sceneId: scene.id })}
      onDoubleClick={() => void act('scene.switch', { sceneId: scene.id })}
    >
      <span className="scene-button-picture">
        {still === null ? <FramingSketch framing={framingOf(scene)} /> : <img src={still} alt="" />}
        {digit !== null && <kbd>{digit}</kbd>}
        {tally !== 'none' && (
          <b className="scene-button-tally">
            {tally === 'program' ? `● ${t('director.program')}` : `○ ${t('director.preview')}`}
          </b>
        )}
        {tile.isOnItsWay && tally !== 'program' && (
          <b className="scene-button-tally">{`→ ${t('director.switching')}`}</b>
        )}
        {tile.isMissing && <em>{t('director.missingInObs')}</em>}
      </span>
      <span className="scene-button-label">{scene.label}</span>
      <span className="scene-button-caption">{caption}</span>
    </button>
  );
}
