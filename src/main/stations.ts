import { z } from '#shared/zod';
import { STATION_KINDS } from '../shared/model/station.ts';
import type { StationKind } from '../shared/model/station.ts';

/** The stations as the desktop opens them: size of the window in DIP, and where it prefers to be. */
export type StationWindow = {
  readonly widthDip: number;
  readonly heightDip: number;
  /** `second`: on the second display, full screen, when there is one. */
  readonly display: 'main' | 'second';
};

export const STATIONS: Readonly<Record<StationKind, StationWindow>> = {
  director: { widthDip: 1_920, heightDip: 1_080, display: 'main' },
  prompter: { widthDip: 1_280, heightDip: 720, display: 'second' },
  checklist: { widthDip: 480, heightDip: 900, display: 'main' },
  assistant: { widthDip: 1_280, heightDip: 800, display: 'main' },
  gate: { widthDip: 1_280, heightDip: 900, display: 'main' },
  overlay: { widthDip: 540, heightDip: 960, display: 'main' },
  settings: { widthDip: 960, heightDip: 900, display: 'main' },
};

export const stationKindSchema = z.enum(STATION_KINDS);

/** Where a station's page is: `http://127.0.0.1:PORT/director`. */
export const stationUrl = (origin: string, station: StationKind): string => `${origin}/${station}`;

/** The station a URL of our own origin leads to, or null when it is anything else. */
export function stationAt(url: string, origin: string): StationKind | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.origin !== origin) return null;
  const name = stationKindSchema.safeParse(parsed.pathname.split('/')[1]);
  return name.success ? name.data : null;
}
