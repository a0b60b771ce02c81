import type { TFunction } from 'i18next';
import { cueRun, currentSegment } from '#shared/run/state';
import { forecast } from '#shared/timing/forecast';
import type { StudioMs } from '#shared/timing/vector';
import { runOn } from '#shared/run/state';
import type { StudioView } from '../../common/studioClient.ts';
import { lampsOf } from '../lamps.ts';
import { cueStateWords, cueWords } from './runSheet/cueWords.ts';

/**
 * What the desk shows in amber or red and nothing else reads out: lamps that need somebody, failed cues of the
 * segment, a segment over its time. No figures that count: an alarm is said once.
 */
export function alarms(t: TFunction, { state, live }: StudioView, now: StudioMs): readonly string[] {
  const run = runOn(state);
  const lamps =
    live === null
      ? []
      : lampsOf(live.switcher, run?.mode === 'live')
          .filter(({ level }) => level === 'attention' || level === 'broken')
          // How much room is left changes by itself; that there is little does not.
          .map(({ id, word }) =>
            id === 'disk'
              ? t('director.alarm.disk')
              : t('common.labelled', { label: t(`common.${id}`), value: t(`director.lamp.${word}`) }),
          );
  if (run === null || state.plan === null) return lamps;
  const { plan } = state;
  const segment = currentSegment(run);
  const failed = segment.planned.cues
    .filter((cue) => cueRun(segment, cue.cueId).status === 'failed')
    .map((cue) => `${cueWords(t, plan, cue)} ${cueStateWords(t, cueRun(segment, cue.cueId))}`);
  const over = forecast(run, now).remainingMs < 0 ? [t('director.alarm.over')] : [];
  return [...lamps, ...failed, ...over];
}
