import { Circle, Pause, Play, Save, Square } from 'lucide-react';
import { useCallback, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isRunning, type OutputFigures, type OutputMode, type OutputName } from '#shared/model/outputs';
import { runOn } from '#shared/run/state';
import { errorText } from '../common/errorText.ts';
import { formatClock } from '../common/format.ts';
import { useNow, useStudio } from '../common/StudioProvider.tsx';
import { useCommand } from '../common/useCommand.ts';
import { useTwoStep } from '../common/useTwoStep.ts';
import { useWhyNot } from '../common/useWhyNot.ts';
import './outputPanel.css';

/** One output: what it does by its own word, its figures, and the buttons that change it. */
export function OutputPanel({ output }: { readonly output: 'stream' | 'record' }) {
  const { t } = useTranslation();
  const { live } = useStudio();
  const replay = live?.switcher.replay ?? 'unknown';
  return (
    <div className="output-panel">
      <Output name={output} />
      {output === 'record' && replay !== 'unknown' && replay !== 'unavailable' && <Output name="replay" />}
      {live?.switcher.kind === 'rehearsal' && <p className="output-note">{t('director.output.simulated')}</p>}
    </div>
  );
}

function Output({ name }: { readonly name: OutputName }) {
  const { t } = useTranslation();
  const { live, state } = useStudio();
  const { send, error } = useCommand();
  const whyNot = useWhyNot();
  const mode: OutputMode = live?.switcher[name] ?? 'unknown';
  const { pending, failure, file } = state.output.outputs[name];
  const figures = live?.figures[name];
  const running = isRunning(mode);
  const hindrance =
    mode === 'unknown' ? t('director.output.unknownHint') : whyNot(running ? 'output.stop' : 'output.start');
  const shownFailure = error ?? (pending === null ? failure : null);
  return (
    <section data-output={name} data-mode={mode}>
      <h3>
        {t(`common.${name}`)}
        <span>
          <span aria-hidden="true">{running ? (mode === 'active' ? '●' : '▲') : '○'} </span>
          {pending === null
            ? t(`director.lamp.output.${mode}`)
            : t(`director.output.pending.${pending.action}`)}
        </span>
      </h3>
      {running && figures !== undefined && <Figures figures={figures} isMoving={mode === 'active'} />}
      {shownFailure !== null && (
        <p className="output-failure" role="alert">
          ▲ {errorText(t, shownFailure)}
        </p>
      )}
      {file !== null && (
        <p className="output-note" title={file}>
          {t('director.output.file', { file: file.split(/[\\/]/u).at(-1) ?? file })}
        </p>
      )}
      <div className="output-buttons">
        {!running && (
          <OutputButton hindrance={hindrance} onPress={() => void send('output.start', { output: name })}>
            <Circle size={16} strokeWidth={1.75} aria-hidden="true" />
            {t(`director.output.start.${name}`)}
          </OutputButton>
        )}
        {running && name === 'record' && (
          <OutputButton
            hindrance={whyNot('record.pause')}
            onPress={() => void send(mode === 'paused' ? 'record.resume' : 'record.pause', {})}
          >
            {mode === 'paused' ? (
              <Play size={16} strokeWidth={1.75} aria-hidden="true" />
            ) : (
              <Pause size={16} strokeWidth={1.75} aria-hidden="true" />
            )}
            {t(mode === 'paused' ? 'director.output.resume' : 'director.output.pause')}
          </OutputButton>
        )}
        {running && name === 'replay' && (
          <OutputButton hindrance={whyNot('replay.save')} onPress={() => void send('replay.save', {})}>
            <Save size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('director.output.save')}
          </OutputButton>
        )}
        {running && (
          <StopButton
            name={name}
            hindrance={hindrance}
            onStop={() => void send('output.stop', { output: name })}
          />
        )}
      </div>
    </section>
  );
}

function OutputButton({
  hindrance,
  isArmed = false,
  onPress,
  children,
}: {
  readonly hindrance: string | null;
  readonly isArmed?: boolean;
  readonly onPress: (event: { readonly timeStamp: number }) => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      disabled={hindrance !== null}
      title={hindrance ?? undefined}
      data-armed={isArmed}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** While live a stop takes a second press in its own place: what viewers or the archive lose can't be given back. */
function StopButton({
  name,
  hindrance,
  onStop,
}: {
  readonly name: OutputName;
  readonly hindrance: string | null;
  readonly onStop: () => void;
}) {
  const { t } = useTranslation();
  const isLive = runOn(useStudio().state)?.mode === 'live';
  const { isArmed, press } = useTwoStep(useCallback(() => onStop(), [onStop]));
  return (
    <OutputButton hindrance={hindrance} isArmed={isArmed} onPress={isLive ? press : onStop}>
      <Square size={16} strokeWidth={1.75} aria-hidden="true" />
      {t(isArmed ? 'director.output.stopAgain' : `director.output.stop.${name}`)}
    </OutputButton>
  );
}

function Figures({ figures, isMoving }: { readonly figures: OutputFigures; readonly isMoving: boolean }) {
  const { t } = useTranslation();
  const now = useNow(500);
  // Told every few seconds; in between the time goes on by itself.
  const toldAt = useMemo(() => ({ figures, now }), [figures]); // oxlint-disable-line react-hooks/exhaustive-deps -- the moment it was told
  const durationMs = figures.durationMs + (isMoving ? now - toldAt.now : 0);
  const { kbitPerSec, droppedFrames, totalFrames, congestion } = figures;
  const percent =
    droppedFrames === null || totalFrames === null || totalFrames === 0
      ? null
      : ((droppedFrames / totalFrames) * 100).toFixed(1);
  return (
    <dl className="output-figures">
      <div>
        <dt>{t('director.output.duration')}</dt>
        <dd>{formatClock(durationMs)}</dd>
      </div>
      {kbitPerSec !== null && (
        <div>
          <dt>{t('director.output.bitrate')}</dt>
          <dd>{`${(kbitPerSec / 1000).toFixed(1)} Mbps`}</dd>
        </div>
      )}
      {percent !== null && (
        <div>
          <dt>{t('director.output.dropped')}</dt>
          <dd>{`${droppedFrames} (${percent}%)`}</dd>
        </div>
      )}
      {congestion !== null && (
        <div>
          <dt>{t('director.output.congestion')}</dt>
          <dd>{`${Math.round(congestion * 100)}%`}</dd>
        </div>
      )}
    </dl>
  );
}
