import { Mic, MicOff, SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AudioInput } from '#shared/model/outputs';
import { errorText } from '../../../common/errorText.ts';
import { Popover } from '../../Popover.tsx';
import { useDesk } from '../deskContext.tsx';
import { Fader } from './Fader.tsx';
import { Meter } from './Meter.tsx';

/** Sound as asked for and as proven: the whole of it, each input with its level, and the mixer behind a button. */
export function SoundRow() {
  const { t } = useTranslation();
  const { view } = useDesk();
  const { mutedDesired, muteRequest, muteFailure } = view.state.output;
  const observed = view.live?.switcher.muted ?? null;
  const inputs = view.live?.switcher.inputs ?? [];
  return (
    <header className="sound-row">
      <h2 className="visually-hidden">{t('director.sound')}</h2>
      <MuteAll />
      {muteFailure !== null && (
        <span className="mute-failure" role="alert">
          ▲ {errorText(t, muteFailure)}
        </span>
      )}
      {observed !== null && observed !== mutedDesired && muteRequest === null && muteFailure === null && (
        <span className="mute-note">{t('director.mutedElsewhere')}</span>
      )}
      <ul className="channels" aria-label={t('director.inputs')}>
        {inputs.map((input) => (
          <li key={input.name} className="channel" data-muted={input.muted} title={input.name}>
            <InputMute input={input} />
            <span className="channel-level">
              <span className="channel-name">{input.name}</span>
              <Meter input={input.name} />
            </span>
          </li>
        ))}
      </ul>
      {inputs.length > 0 && (
        <Popover
          title={t('director.mixer')}
          label={
            <>
              <SlidersHorizontal size={16} strokeWidth={1.75} aria-hidden="true" />
              <span className="mixer-word">{t('director.mixer')}</span>
            </>
          }
        >
          {() => <Mixer inputs={inputs} />}
        </Popover>
      )}
    </header>
  );
}

function MuteAll() {
  const { t } = useTranslation();
  const { view, act, whyNot } = useDesk();
  const { mutedDesired, muteRequest } = view.state.output;
  const isMuted = view.live?.switcher.muted ?? mutedDesired;
  const hindrance = whyNot('audio.mute');
  return (
    <button
      type="button"
      className="mute-button"
      data-muted={isMuted}
      aria-pressed={isMuted}
      disabled={hindrance !== null}
      title={hindrance ?? t(isMuted ? 'director.unmute' : 'director.mute')}
      onClick={() => void act('audio.mute', { muted: !isMuted })}
    >
      {isMuted ? (
        <MicOff size={16} strokeWidth={1.75} aria-hidden="true" />
      ) : (
        <Mic size={16} strokeWidth={1.75} aria-hidden="true" />
      )}
      {muteRequest !== null
        ? t(mutedDesired ? 'director.muting' : 'director.unmuting')
        : t(isMuted ? 'director.muted' : 'director.soundOn')}
    </button>
  );
}

/** Mutes one input. What it shows is the switcher's own word, not the press. */
function InputMute({ input }: { readonly input: AudioInput }) {
  const { t } = useTranslation();
  const { view, act, whyNot } = useDesk();
  const request = view.state.output.inputs[input.name];
  const hindrance = whyNot('input.mute');
  const word = t(input.muted ? 'director.unmuteInput' : 'director.muteInput', { input: input.name });
  return (
    <button
      type="button"
      className="icon-button input-mute"
      data-muted={input.muted}
      data-pending={request !== undefined && request.failure === null}
      aria-pressed={input.muted}
      aria-label={word}
      disabled={hindrance !== null}
      title={hindrance ?? word}
      onClick={() => void act('input.mute', { input: input.name, muted: !input.muted })}
    >
      {input.muted ? (
        <MicOff size={16} strokeWidth={1.75} aria-hidden="true" />
      ) : (
        <Mic size={16} strokeWidth={1.75} aria-hidden="true" />
      )}
    </button>
  );
}

function Mixer({ inputs }: { readonly inputs: readonly AudioInput[] }) {
  const { t } = useTranslation();
  const { view } = useDesk();
  return (
    <ul className="mixer" aria-label={t('director.mixer')}>
      {inputs.map((input) => {
        const failure = view.state.output.inputs[input.name]?.failure ?? null;
        return (
          <li key={input.name} data-input={input.name}>
            <InputMute input={input} />
            <span className="mixer-strip">
              <span className="channel-name" title={input.name}>
                {input.name}
              </span>
              <Meter input={input.name} />
              <Fader input={input} />
              {failure !== null && <em role="alert">▲ {errorText(t, failure)}</em>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
