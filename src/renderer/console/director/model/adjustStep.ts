import { durationMs, type RunState, type SegmentRun } from '#shared/run/state';
import { positionAt, type StudioMs } from '#shared/timing/vector';

const USUAL_SEC = 30;
/** What may pass between looking and the command's arrival. */
const MARGIN_MS = 1000;

/** How far a segment can be made longer and shorter now, in whole seconds; 0 where its limits forbid it. */
export function adjustRoomSec(
  run: RunState,
  segment: SegmentRun,
  now: StudioMs,
): { readonly extend: number; readonly shorten: number } {
  const lastsMs = durationMs(segment);
  const playedMs = segment.status === 'current' ? positionAt(run.segmentClock, now) + MARGIN_MS : 0;
  const whole = (ms: number): number => Math.max(0, Math.floor(ms / 1000));
  return {
    extend: whole(segment.planned.maxMs - lastsMs),
    shorten: whole(lastsMs - Math.max(segment.planned.minMs, playedMs)),
  };
}

/** The step of a button: 30 s, or what is left. With nothing left it stays 30, so that pressing says why not. */
export function adjustStepSec(
  run: RunState,
  segment: SegmentRun,
  direction: 'extend' | 'shorten',
  now: StudioMs,
): number {
  const room = adjustRoomSec(run, segment, now)[direction];
  return room === 0 ? USUAL_SEC : Math.min(USUAL_SEC, room);
}
