import { durationMs, currentSegment, nextAutoCue, runOn } from '#shared/run/state';
import { reachesAt, type StudioMs, type TimingVector } from '#shared/timing/vector';
import type { StudioClock } from '../studioClock.ts';
import type { Executor } from './executor.ts';

/** Node’s timers stand still while the machine sleeps, the studio clock doesn’t: it is asked at least so often. */
const LONGEST_WAIT_MS = 1000;
/** What could not be stored is tried again, but not in a spin. */
const RETRY_MS = 500;

/**
 * Waits for the next thing that the clock brings: an automatic cue, or the end of a segment that advances
 * by itself. It holds no plan of its own: after every commit it looks at the state anew.
 */
export class CueRunner {
  readonly #executor: Executor;
  readonly #clock: StudioClock;
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(executor: Executor, clock: StudioClock) {
    this.#executor = executor;
    this.#clock = clock;
    this.#unsubscribe = executor.onCommitted(() => this.#wait());
    this.#wait();
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #wait(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const due = this.#nextDue();
    if (this.#closed || due === null) return;
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(0, due.at - this.#clock.now()));
    this.#timer = setTimeout(() => this.#fire(), waitMs);
  }

  #fire(): void {
    this.#timer = null;
    const due = this.#nextDue();
    const now = this.#clock.now();
    if (due === null || due.at > now) return this.#wait();
    const stored = this.#executor.record(
      due.kind === 'cue'
        ? { type: 'cue.due', cueId: due.cueId, lateMs: now - due.at }
        : { type: 'segment.over', segmentId: due.segmentId },
    );
    if (stored) this.#wait();
    else this.#timer = setTimeout(() => this.#fire(), RETRY_MS);
  }

  #nextDue() {
    const run = runOn(this.#executor.state);
    if (run === null) return null;
    const cue = nextAutoCue(run);
    const cueAt = cue === null ? null : dueAt(run.segmentClock, cue.atMs);
    const segment = currentSegment(run);
    const overAt =
      run.advance === 'auto' &&
      run.segments.slice(run.currentIndex + 1).some((each) => each.status === 'pending')
        ? dueAt(run.segmentClock, durationMs(segment))
        : null;
    if (cue !== null && cueAt !== null && (overAt === null || cueAt <= overAt))
      return { kind: 'cue' as const, at: cueAt, cueId: cue.cueId };
    return overAt === null ? null : { kind: 'segment' as const, at: overAt, segmentId: segment.segmentId };
  }
}

/** When a running clock reaches the position, or the instant of its last mark if it is past it already; null while it stands. */
function dueAt(clock: TimingVector, positionMs: number): StudioMs | null {
  if (clock.velocity === 0) return null;
  return reachesAt(clock, positionMs) ?? clock.at;
}
