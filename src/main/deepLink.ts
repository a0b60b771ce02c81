import type { StationKind } from '../shared/model/station.ts';
import { stationKindSchema } from './stations.ts';

export const LINK_SCHEME = 'kaibo';

/**
 * The station of a link like `kaibo://station/prompter`, which any page or program may open; null for anything
 * else. A link can bring a window to the front and nothing more.
 */
export function stationOfLink(link: string): StationKind | null {
  const url = URL.parse(link);
  if (url === null || url.protocol !== `${LINK_SCHEME}:` || url.host !== 'station') return null;
  const station = stationKindSchema.safeParse(url.pathname.slice(1).replace(/\/$/u, ''));
  return station.success ? station.data : null;
}

/** Windows and Linux hand a link over as an argument. */
export function stationInArgs(args: readonly string[]): StationKind | null {
  for (const arg of args) {
    const station = stationOfLink(arg);
    if (station !== null) return station;
  }
  return null;
}
