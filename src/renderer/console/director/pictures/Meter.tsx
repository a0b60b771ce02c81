import { useEffect, useRef } from 'react';
import { meterShare, METER_HOT_DB } from '../model/meterScale.ts';
import { useStudioClient } from '../../../common/StudioProvider.tsx';

const SILENT_DB = -100;
/** Levels come ten times a second; without any for so long there is nothing to show. */
const FADE_AFTER_MS = 400;

/** A level as a bar. It is drawn past React: ten times a second is too often to draw a page anew. */
export function Meter({ input }: { readonly input: string }) {
  const client = useStudioClient();
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let timer = 0;
    const show = (peakDb: number): void => {
      if (bar.current === null) return;
      bar.current.style.transform = `scaleX(${meterShare(peakDb).toFixed(3)})`;
      bar.current.dataset['hot'] = String(peakDb >= METER_HOT_DB);
    };
    const stop = client.onMeters((frame) => {
      window.clearTimeout(timer);
      show(frame.find(({ name }) => name === input)?.peakDb ?? SILENT_DB);
      timer = window.setTimeout(() => show(SILENT_DB), FADE_AFTER_MS);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [client, input]);
  return (
    <span className="meter" aria-hidden="true" data-testid="meter">
      <span ref={bar} className="meter-bar" />
    </span>
  );
}
