import { z } from '../zod.ts';
import { later, positionAt, studioMsSchema } from './vector.ts';
import type { StudioMs, TimingVector } from './vector.ts';

/**
 * The lock of the prompter to the run sheet. From one anchor, the segment clock and the host's pace, every
 * station computes the same trajectory to the end of the segment, without any message on the way.
 *
 * All figures of the law are in segment-clock time, so a rehearsal at ×60 behaves the same, sixty times
 * faster. With e = clock − script:
 * - |e| ≤ 0.5 s: natural rate. Once it chases, it goes on until |e| < 20 ms, so it does not hunt.
 * - else rate = natural × clamp(1 + e/8 s, 0.88, 1.12), reached at no more than 0.06 per second (≥ 1 s).
 *   0.88–1.12 rather than 0.9–1.1: 0.9 × 1.1 is 0.99, so a host 10 % slow would drift for ever. With
 *   1.12, e settles at 8 s × (1/0.9 − 1) = 0.89 s; 10 % fast settles at −0.73 s.
 * - |e| > 15 s: natural rate, reported; a person has to trim, skip or extend.
 * - while the text waits at a paragraph's end nobody sees script time: it follows the clock (ahead: it
 *   waits longer; behind: four times as fast, until it has caught up or the wait is over).
 */

export const prompterAnchorSchema = z.object({
  scriptMs: z.number().min(0),
  at: studioMsSchema,
  mode: z.enum(['running', 'paused']),
});
/** Where the text was put or left by a person or by the entry into the segment. */
export type PrompterAnchor = z.infer<typeof prompterAnchorSchema>;

/**
 * `held`: the segment clock stands. `waiting`: at a paragraph's end. `outOfReach`: more than 15 s off, not
 * chasing. `ended`: all is read.
 */
export type LockState = 'paused' | 'held' | 'natural' | 'chasing' | 'outOfReach' | 'waiting' | 'ended';

/** `lock` holds from this knot to the next. */
export type PrompterKnot = { readonly at: StudioMs; readonly scriptMs: number; readonly lock: LockState };

export type PrompterTrajectory = {
  /** At least one; piecewise linear between them, standing still before the first and after the last. */
  readonly knots: readonly PrompterKnot[];
  readonly clock: TimingVector;
  readonly durationMs: number;
};

export type PrompterLockInput = {
  readonly anchor: PrompterAnchor;
  /**
   * Position in the current segment. Whoever changes its velocity (hold, resume, rehearsal speed) or the
   * pace restates the anchor at the same instant with `scriptMsOn`: the law runs forward from the anchor.
   */
  readonly clock: TimingVector;
  /** The host's 字/min ÷ the base of the script timeline. */
  readonly pace: number;
  /** A `ScriptTimeline` will do. */
  readonly script: {
    readonly durationMs: number;
    readonly waits: readonly { readonly fromMs: number; readonly toMs: number }[];
  };
};

export const LOCK_BAND_MS = 500;
export const LOCK_REACH_MS = 15_000;
const MIN_PACE = 0.1;
const MAX_PACE = 10;
const GAIN_MS = 8_000;
const STEP_MS = 250;
const CATCH_UP_IN_WAIT = 4;
const SETTLED_MS = 20;
// The factor moves in steps of 0.005: a settled chase then keeps its rate for long, hence few knots.
const FACTOR_STEP = 0.005;
const MAX_STEPS = 24;
const STEPS_PER_TICK = 3;

/**
 * The trajectory from the anchor until all is read.
 *
 * @throws RangeError when pace is not within 0.1–10 or the clock runs backwards.
 */
export function prompterTrajectory({ anchor, clock, pace, script }: PrompterLockInput): PrompterTrajectory {
  if (!(pace >= MIN_PACE && pace <= MAX_PACE))
    throw new RangeError(`pace must be ${MIN_PACE} to ${MAX_PACE}: ${pace}`);
  if (clock.velocity < 0) throw new RangeError('a segment clock never runs backwards');
  const { durationMs } = script;
  const startMs = Math.min(durationMs, Math.max(0, anchor.scriptMs));
  const standing = (lock: LockState): PrompterTrajectory => ({
    knots: [{ at: anchor.at, scriptMs: startMs, lock }],
    clock,
    durationMs,
  });
  if (startMs >= durationMs) return standing('ended');
  if (anchor.mode === 'paused') return standing('paused');
  if (clock.velocity === 0) return standing('held');

  const knots: PrompterKnot[] = [];
  const firstClockMs = positionAt(clock, anchor.at);
  let clockMs = firstClockMs;
  let scriptMs = startMs;
  let lastRate = Number.NaN;
  const move = (lock: LockState, rate: number, forMs: number): void => {
    if (rate !== lastRate || knots.at(-1)?.lock !== lock) {
      knots.push({ at: later(anchor.at, (clockMs - firstClockMs) / clock.velocity), scriptMs, lock });
      lastRate = rate;
    }
    clockMs += forMs;
    scriptMs += rate * forMs;
  };

  const waits = script.waits.filter((wait) => wait.toMs > startMs);
  let waitIndex = 0;
  let steps = 0;
  let chasing = false;
  while (scriptMs < durationMs) {
    while (waitIndex < waits.length && scriptMs >= (waits[waitIndex]?.toMs ?? 0)) waitIndex += 1;
    const wait = waits[waitIndex];
    if (wait !== undefined && scriptMs >= wait.fromMs) {
      const dueMs = Math.min(clockMs, durationMs);
      if (scriptMs > dueMs) {
        move('waiting', 0, scriptMs - clockMs);
        clockMs = scriptMs;
      } else if (scriptMs < dueMs) {
        const untilCaughtUp = (dueMs - scriptMs) / (CATCH_UP_IN_WAIT - 1);
        const untilOver = (wait.toMs - scriptMs) / CATCH_UP_IN_WAIT;
        const over = clockMs >= durationMs || untilOver <= untilCaughtUp;
        move('waiting', CATCH_UP_IN_WAIT, over ? untilOver : untilCaughtUp);
        scriptMs = over ? wait.toMs : Math.min(clockMs, wait.toMs);
      } else {
        move('waiting', 1, wait.toMs - scriptMs);
        scriptMs = wait.toMs;
        clockMs = wait.toMs;
      }
      steps = 0;
      chasing = false;
      continue;
    }

    const errorMs = Math.min(clockMs, durationMs) - scriptMs;
    const outOfReach = Math.abs(errorMs) > LOCK_REACH_MS;
    if (outOfReach || Math.abs(errorMs) < SETTLED_MS) chasing = false;
    else if (Math.abs(errorMs) > LOCK_BAND_MS) chasing = true;
    const target = chasing ? wantedSteps(errorMs, steps) : 0;
    steps += Math.min(STEPS_PER_TICK, Math.max(-STEPS_PER_TICK, target - steps));
    const rate = pace * (1 + steps * FACTOR_STEP);
    const stopMs = wait?.fromMs ?? durationMs;
    const untilStop = (stopMs - scriptMs) / rate;
    move(outOfReach ? 'outOfReach' : chasing ? 'chasing' : 'natural', rate, Math.min(STEP_MS, untilStop));
    if (untilStop <= STEP_MS) scriptMs = stopMs;
  }
  knots.push({
    at: later(anchor.at, (clockMs - firstClockMs) / clock.velocity),
    scriptMs: durationMs,
    lock: 'ended',
  });
  return { knots, clock, durationMs };
}

/** The factor's step for an error; the present one is kept until it is a whole step off. */
function wantedSteps(errorMs: number, present: number): number {
  const exact = errorMs / (GAIN_MS * FACTOR_STEP);
  if (Math.abs(exact - present) < 1) return present;
  return Math.min(MAX_STEPS, Math.max(-MAX_STEPS, Math.round(exact)));
}

function knotIndexAt(knots: readonly PrompterKnot[], now: StudioMs): number {
  let low = 0;
  let high = knots.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((knots[middle]?.at ?? 0) <= now) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Script ms at `now`: also what to anchor with when something about the trajectory changes. */
export function scriptMsOn(trajectory: PrompterTrajectory, now: StudioMs): number {
  const index = knotIndexAt(trajectory.knots, now);
  const from = trajectory.knots[index];
  const to = trajectory.knots[index + 1];
  if (from === undefined) return 0;
  if (to === undefined || now <= from.at || to.at <= from.at) return from.scriptMs;
  return from.scriptMs + ((to.scriptMs - from.scriptMs) * (now - from.at)) / (to.at - from.at);
}

export type LockReading = {
  readonly state: LockState;
  /** Segment clock minus text, in ms: positive when the text is behind. */
  readonly errorMs: number;
};

/** What the lock does at `now` and how far the text is off. */
export function lockAt(trajectory: PrompterTrajectory, now: StudioMs): LockReading {
  const knot = trajectory.knots[knotIndexAt(trajectory.knots, now)];
  const dueMs = Math.min(trajectory.durationMs, Math.max(0, positionAt(trajectory.clock, now)));
  return { state: knot?.lock ?? 'ended', errorMs: dueMs - scriptMsOn(trajectory, now) };
}

/** The first instant from `now` on at which the text is out of the lock's reach, with the error then. */
export function outOfReach(
  trajectory: PrompterTrajectory,
  now: StudioMs,
): { readonly at: StudioMs; readonly errorMs: number } | null {
  const first = knotIndexAt(trajectory.knots, now);
  const knot = trajectory.knots.find((each, index) => index >= first && each.lock === 'outOfReach');
  if (knot === undefined) return null;
  const at = knot.at > now ? knot.at : now;
  return { at, errorMs: lockAt(trajectory, at).errorMs };
}
