import type { LiveStatus } from '../model/station.ts';
import type { SwitcherFacts } from './decide/context.ts';

/** What a decision may know of the switcher, as a station sees it. The core makes the same from its own port. */
export function switcherFacts({ kind, link, scenes, muted, stats }: LiveStatus['switcher']): SwitcherFacts {
  // A missed heartbeat makes nothing unknown; in every other state the list may be an old one.
  const known = link === 'ready' || link === 'suspect';
  return {
    ready: link === 'ready',
    simulated: kind === 'rehearsal',
    sceneNames: known ? scenes : null,
    audioLevelKnown: muted !== null,
    freeDiskMb: stats?.freeDiskMb ?? null,
  };
}
