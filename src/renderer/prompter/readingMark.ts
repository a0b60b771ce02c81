import type { Segment } from '#shared/model/showPlan';
import { isHeld, type RunState } from '#shared/run/state';
import type { PrompterTrajectory } from '#shared/timing/prompterLock';
import { lockAt } from '#shared/timing/prompterLock';
import type { StudioMs } from '#shared/timing/vector';

/** Why the text stands. */
export type ReadingMark =
  | { readonly kind: 'held' | 'paused' }
  /** Between two paragraphs; what the segment does meanwhile. */
  | { readonly kind: 'gap'; readonly meanwhile: 'demo' | 'interaction' | 'quiet'; readonly leftMs: number }
  /** All is read; the segment has so much time left, 0 when over. */
  | { readonly kind: 'read'; readonly leftMs: number };

/** Who stopped the text: the director, with the segment, or a hand at the prompter. */
export function stoppedBy(run: RunState): 'held' | 'paused' | null {
  if (isHeld(run)) return 'held';
  return run.prompter.running ? null : 'paused';
}

/** A breath between two paragraphs needs no sign. */
const SHORTEST_GAP_MS = 2000;

/** Times in show ms: in a fast rehearsal they run as fast as the show. */
export function readingMark(
  run: RunState,
  trajectory: PrompterTrajectory,
  segmentType: string,
  now: StudioMs,
): ReadingMark | null {
  const stopped = stoppedBy(run);
  if (stopped !== null) return { kind: stopped };
  const { state } = lockAt(trajectory, now);
  if (state !== 'waiting' && state !== 'ended') return null;
  const showMs = (at: StudioMs): number => Math.max(0, (at - now) * run.segmentClock.velocity);
  const { knots } = trajectory;
  const nowIndex = knots.findLastIndex((knot) => knot.at <= now);
  const over = knots.findIndex((knot, index) => index > nowIndex && knot.lock !== 'waiting');
  const until = knots[over];
  if (until === undefined || until.lock === 'ended')
    return { kind: 'read', leftMs: until === undefined ? 0 : showMs(until.at) };
  const since = knots.findLastIndex((knot, index) => index < over && knot.lock !== 'waiting');
  const from = knots[since + 1];
  const isShort = from !== undefined && (until.at - from.at) * run.segmentClock.velocity < SHORTEST_GAP_MS;
  return isShort ? null : { kind: 'gap', meanwhile: meanwhileIn(segmentType), leftMs: showMs(until.at) };
}

function meanwhileIn(segmentType: Segment['segmentType']): 'demo' | 'interaction' | 'quiet' {
  if (segmentType === 'product') return 'demo';
  return segmentType === 'interaction' ? 'interaction' : 'quiet';
}

/** How far the text is off when the lock no longer follows, in whole seconds; null while it does. */
export function outOfStep(
  trajectory: PrompterTrajectory,
  now: StudioMs,
): { readonly kind: 'ahead' | 'behind'; readonly seconds: number } | null {
  const { state, errorMs } = lockAt(trajectory, now);
  if (state !== 'outOfReach') return null;
  return { kind: errorMs > 0 ? 'behind' : 'ahead', seconds: Math.round(Math.abs(errorMs) / 1000) };
}
