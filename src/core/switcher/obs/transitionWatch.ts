/**
 * Knows whether OBS may be given a new switch just now. Pure but for its state; times are monotonic ms.
 *
 * Seen on OBS 29 (and in how libobs ends a transition): between the last picture of a transition and
 * the end of its audio, some 20 to 50 ms after `CurrentProgramSceneChanged`, a new switch wedges it.
 * OBS then names the new scene and either never reports it or goes on showing the old one, and the
 * switches after that go wrong, too. So nothing is sent around the end of a transition.
 */
export type TransitionPhase =
  | 'idle'
  | 'running' // far from its end: may be interrupted
  | 'ending';

/** A transition this close to its end is waited for. */
const ENDING_MS = 80;
/** The end comes this soon after the last picture (seen: up to 25 ms), else its event was lost. */
const TAIL_MS = 100;
/** A transition of ours that tells no end is forgotten this long after its time. */
const OVERTIME_MS = 250;
/** OBS may tell the end before the change (seen: 15 ms). */
const SHUFFLE_MS = 60;

export class TransitionWatch {
  #endsAtMs: number | null = null;
  #tailUntilMs: number;
  /** When an end was told whose change has not been told yet. */
  #earlyEndMs = -Infinity;

  /** Made when a session begins: a transition may just be ending. */
  constructor(nowMs: number) {
    this.#tailUntilMs = nowMs + TAIL_MS;
  }

  /** A switch of ours was sent; its transition lasts `durationMs` (0 for a cut). */
  dispatched(nowMs: number, durationMs: number): void {
    this.#endsAtMs = nowMs + durationMs;
  }

  /** `CurrentProgramSceneChanged`: the last picture was drawn. */
  changed(nowMs: number): void {
    this.#endsAtMs = null;
    this.#tailUntilMs = nowMs - this.#earlyEndMs <= SHUFFLE_MS ? 0 : nowMs + TAIL_MS;
    this.#earlyEndMs = -Infinity;
  }

  /** `SceneTransitionEnded`: picture and sound are through. */
  ended(nowMs: number): void {
    if (nowMs >= this.#tailUntilMs) this.#earlyEndMs = nowMs;
    this.#tailUntilMs = 0;
    if (this.#endsAtMs !== null && this.#endsAtMs <= nowMs + ENDING_MS) this.#endsAtMs = null;
  }

  /** What is left of the running transition, negative for one that should be over; -Infinity without any. */
  leftMs(nowMs: number, othersLeftMs: number): number {
    const oursLeftMs = this.#endsAtMs === null ? -Infinity : this.#endsAtMs - nowMs;
    return Math.max(oursLeftMs, othersLeftMs === 0 ? -Infinity : othersLeftMs);
  }

  /** `othersLeftMs`: what is left of a transition that OBS itself tells about, 0 for none. */
  phase(nowMs: number, othersLeftMs: number): TransitionPhase {
    const leftMs = this.leftMs(nowMs, othersLeftMs);
    if (leftMs > ENDING_MS) return 'running';
    if (leftMs > -OVERTIME_MS || nowMs < this.#tailUntilMs) return 'ending';
    return 'idle';
  }
}
