import type { LiveStatus } from '../model/station.ts';
import { NO_SWITCHER, type SwitcherFacts } from './decide/context.ts';

type Observed = Pick<LiveStatus['switcher'], 'kind' | 'link' | 'scenes' | 'muted' | 'inputs' | 'pair'> & {
  readonly stats: { readonly freeDiskMb: number | null } | null;
};

/** What a decision may know of the switcher, from what is observed of it: the same in the core and on every station. */
export function switcherFacts(observed: Observed | null): SwitcherFacts {
  if (observed === null) return NO_SWITCHER;
  const { kind, link, scenes, muted, inputs, stats, pair } = observed;
  // A missed heartbeat makes nothing unknown; in every other state the list may be an old one.
  const known = link === 'ready' || link === 'suspect';
  return {
    ready: link === 'ready',
    simulated: kind === 'rehearsal',
    sceneNames: known ? scenes : null,
    audioLevelKnown: muted !== null,
    mutedInputs: inputs.filter((input) => input.muted).map(({ name }) => name),
    freeDiskMb: stats?.freeDiskMb ?? null,
    standby:
      pair === null
        ? null
        : { name: pair.leader === 'main' ? 'spare' : 'main', ready: pair.standby.link === 'ready' },
  };
}
