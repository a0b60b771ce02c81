import { useTranslation } from 'react-i18next';
import { runOn } from '#shared/run/state';
import { errorText } from '../common/errorText.ts';
import { useStudio } from '../common/StudioProvider.tsx';
import { LAMP_SHAPES, lampsOf, type Lamp } from './lamps.ts';
import { OutputPanel } from './OutputPanel.tsx';
import { Popover } from './Popover.tsx';

/** The health lamps of the top bar; behind stream and recording is what starts and stops them. */
export function HealthLamps() {
  const { t } = useTranslation();
  const { live, state } = useStudio();
  if (live === null) return null;
  const run = runOn(state);
  return (
    <ul className="lamps" aria-label={t('director.lamp.all')}>
      {lampsOf(live.switcher, run?.mode === 'live', run?.alarms ?? {}).map((lamp) => (
        <li key={lamp.id}>
          {lamp.id === 'stream' || lamp.id === 'record' ? (
            <OutputLamp lamp={lamp} output={lamp.id} />
          ) : (
            <PlainLamp lamp={lamp} />
          )}
        </li>
      ))}
    </ul>
  );
}

function PlainLamp({ lamp }: { readonly lamp: Lamp }) {
  const { t } = useTranslation();
  const { live } = useStudio();
  const problem = live?.switcher.problem ?? null;
  const stats = live?.switcher.stats ?? null;
  const word = t(`director.lamp.${lamp.word}`, lamp.params);
  return (
    <>
      <button
        type="button"
        className={`lamp lamp-${lamp.level}`}
        data-lamp={lamp.id}
        data-level={lamp.level}
        aria-label={`${t(`common.${lamp.id}`)}:${word}`}
      >
        <LampFace lamp={lamp} />
      </button>
      <span className="lamp-more" role="tooltip">
        {word}
        {lamp.id === 'obs' && problem !== null && <em>{errorText(t, problem)}</em>}
        {lamp.id === 'obs' && stats !== null && (
          <em>{t('director.frames', { fps: stats.fps ?? '–', skipped: stats.skippedFrames })}</em>
        )}
      </span>
    </>
  );
}

function OutputLamp({ lamp, output }: { readonly lamp: Lamp; readonly output: 'stream' | 'record' }) {
  const { t } = useTranslation();
  const word = t(`director.lamp.${lamp.word}`, lamp.params);
  return (
    <Popover
      align="start"
      className="lamp-popover"
      buttonClassName={`lamp lamp-${lamp.level}`}
      title={word}
      buttonData={{
        'data-lamp': lamp.id,
        'data-level': lamp.level,
        'aria-label': `${t(`common.${lamp.id}`)}:${word}`,
      }}
      label={<LampFace lamp={lamp} />}
    >
      {() => <OutputPanel output={output} />}
    </Popover>
  );
}

function LampFace({ lamp }: { readonly lamp: Lamp }) {
  const { t } = useTranslation();
  const isLoud = lamp.level === 'attention' || lamp.level === 'broken';
  return (
    <>
      <span className="lamp-shape" aria-hidden="true">
        {LAMP_SHAPES[lamp.level]}
      </span>
      {t(`common.${lamp.id}`)}
      {isLoud && <span className="lamp-word">{t(`director.lamp.${lamp.word}`, lamp.params)}</span>}
    </>
  );
}
