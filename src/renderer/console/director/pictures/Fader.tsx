import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AudioInput } from '#shared/model/outputs';
import { useDesk } from '../deskContext.tsx';

const LOWEST_DB = -60;
const HIGHEST_DB = 6;
const STEP_DB = 0.5;
/** A moving hand is followed this often; each step is a command and an entry in the log. */
const SEND_EVERY_MS = 150;

/** The volume of one input: while a hand is on it the hand's place, else the switcher's own word. */
export function Fader({ input }: { readonly input: AudioInput }) {
  const { t } = useTranslation();
  const { act, whyNot } = useDesk();
  const [held, setHeld] = useState<number | null>(null);
  const sentAtMs = useRef(-Infinity);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const hindrance = whyNot('input.volume');
  const shown = held ?? Math.max(LOWEST_DB, Math.round(input.volumeDb / STEP_DB) * STEP_DB);
  const move = (volumeDb: number): void => {
    setHeld(volumeDb);
    window.clearTimeout(timer.current);
    const send = (): void => {
      sentAtMs.current = performance.now();
      void act('input.volume', { input: input.name, volumeDb }).then(() => setHeld(null));
    };
    timer.current = window.setTimeout(
      send,
      Math.max(0, sentAtMs.current + SEND_EVERY_MS - performance.now()),
    );
  };
  return (
    <span className="fader">
      <input
        type="range"
        min={LOWEST_DB}
        max={HIGHEST_DB}
        step={STEP_DB}
        value={shown}
        aria-label={t('director.volumeOf', { input: input.name })}
        disabled={hindrance !== null}
        title={hindrance ?? undefined}
        onChange={(event) => move(event.target.valueAsNumber)}
      />
      <output>{shown <= LOWEST_DB ? '−∞' : `${shown < 0 ? '−' : ''}${Math.abs(shown).toFixed(1)}`} dB</output>
    </span>
  );
}
