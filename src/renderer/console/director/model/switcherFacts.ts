import type { LiveStatus } from '#shared/model/station';
import { NO_SWITCHER, type SwitcherFacts } from '#shared/run/decide/index';

/** What a rule may know of the switcher, from what this station was told of it. */
export function switcherFactsOf(live: LiveStatus | null): SwitcherFacts {
  if (live === null) return NO_SWITCHER;
  const { kind, link, scenes, muted, stats } = live.switcher;
  return {
    ready: link === 'ready',
    simulated: kind === 'rehearsal',
    sceneNames: link === 'ready' || link === 'suspect' ? scenes : null,
    audioLevelKnown: muted !== null,
    freeDiskMb: stats?.freeDiskMb ?? null,
  };
}
