import type { Beside } from './figure.ts';

/**
 * What others reach. These were measured once, on a quiet machine with two cores and Node 24 or Chromium 156;
 * nothing of them runs here, so they say how far apart two programs are, not how this machine is today.
 */

const ontime = (value: number): Beside => ({ name: 'Ontime 4.11', value });

/** Ontime 4.11, the peer for run sheet and clock. */
export const ONTIME = {
  /** Process start until the health call answers 200, p50, ms. */
  coldStartMs: ontime(373),
  /** Resident memory with 1,000 events, MB. */
  memoryMb: ontime(156),
  /** Sent to each client while a timer runs, B/s. */
  idleBytesPerSec: ontime(284),
  /** `start` until the last of so many clients has it, p95, ms. */
  takeMs: { 1: ontime(4), 10: ontime(4.8), 50: ontime(9.9) },
  /** Fetched by every client after one edit in a rundown of 1,000 events, B. */
  editBytes: ontime(644_000),
} as const;

/** `SetCurrentProgramScene` until its answer, on OBS 29.0.2, p95, ms. */
export const OBS_CLIENTS = {
  oneSocket: { name: 'one socket, default events', value: 46 },
  twoSockets: { name: 'bare command socket', value: 2.8 },
} as const satisfies Record<string, Beside>;

/** Prompters at 90 px/s with the main thread blocked for 120 ms each second. */
export const PROMPTERS = {
  /** translate3d in requestAnimationFrame: 23 frames of about 600 in 10 s, and the longest gap. */
  rafLongestGapMs: { name: 'VaLendo (rAF)', value: 137 },
  /** Integer pixels per frame: 120 px/s were shown where 90 were asked for. */
  integerSpeedErrorPercent: { name: 'Sofie (whole px)', value: 33 },
} as const satisfies Record<string, Beside>;
