import { z } from '#shared/zod';

import type { SwitchFailureCode, TransitionSpec } from '../port.ts';
import type { Wish } from '../switchQueue.ts';
import type { JsonValue, ObsConnection, ObsRequest, ObsResult } from './obsConnection.ts';
import { parsed, statsSchema } from './obsSnapshot.ts';
import { TransitionWatch } from './transitionWatch.ts';

/**
 * Puts a scene on program with a transition of its own that leaves the operator's defaults alone.
 *
 * The wanted transition goes on the target scene as its override, the switch follows, and the
 * override that was there before is put back: all in one serial batch, which OBS carries out to the
 * end even if we are killed meanwhile. OBS reads the override at the moment a transition starts, so
 * a fade goes on for its full length although its override is gone again. Changing the default
 * transition and restoring it later would be visible to the operator and lost with a crash.
 *
 * Seen on OBS 29: while an overridden transition runs, OBS ignores the override of the next switch and
 * takes the running kind with the default duration, so that a cut out of a fade would fade (315 ms
 * instead of 85 or less). Then the same batch also lends the default duration for the moment of the
 * switch; or, where the default is itself a cut and has none, sets that default anew, which OBS takes
 * as the end of the override.
 */
export type ProgramPlan =
  | {
      readonly type: 'go';
      readonly sceneName: string;
      readonly studioMode: boolean;
      /** False when the scene is on program already: then OBS tells no end of a transition. */
      readonly transitionFollows: boolean;
      /** Around the switch, in the same batch. */
      readonly before: readonly ObsRequest[];
      readonly after: readonly ObsRequest[];
      /** Expected length of the transition; 0 for a cut. */
      readonly lastsMs: number;
      readonly loan: { readonly operatorsMs: number; readonly lentMs: number } | null;
    }
  /** OBS is already fading to this scene: nothing needs to be sent. */
  | { readonly type: 'underWay' }
  | ProgramAnswer;
export type ProgramAnswer =
  | { readonly type: 'accepted' }
  /** OBS can't take a switch right now, see `TransitionWatch`; nothing was changed. */
  | { readonly type: 'held' }
  | { readonly type: 'refused'; readonly code: SwitchFailureCode; readonly params: Params };
type Params = Readonly<Record<string, string | number>>;

const overrideSchema = z.object({
  transitionName: z.string().nullable(),
  transitionDuration: z.number().nullable(),
});
const transitionListSchema = z.object({
  transitions: z.array(z.object({ transitionName: z.string(), transitionKind: z.string() })),
});
const currentTransitionSchema = z.object({
  transitionName: z.string(),
  transitionKind: z.string(),
  transitionDuration: z.number().nullable(), // null for a transition of fixed length, such as a cut
});
const programSchema = z.object({ currentProgramSceneName: z.string() });
const cursorSchema = z.object({ transitionCursor: z.number() });

/** Names are localised and chosen by the operator; kinds are not. */
const KIND = { Cut: 'cut_transition', Fade: 'fade_transition' } as const;
/** obs-websocket refuses durations outside these (milliseconds). */
const SHORTEST_MS = 50;
const LONGEST_MS = 20_000;
/** For so long a lent duration may be read back as if it were the operator's. */
const LOAN_SEEN_MS = 1_000;
// obs-websocket protocol, RequestStatus.ResourceNotFound
const RESOURCE_NOT_FOUND = 600;

/** A default duration lent for the moment of a switch. OBS takes it back a little after it says so. */
type Loan = { readonly operatorsMs: number; readonly lentMs: number; readonly untilMs: number };

/** The program bus of one session: what was sent to it and how its transitions go. */
export class ObsProgram {
  readonly #commands: ObsConnection;
  readonly #watch = new TransitionWatch(performance.now());
  #loan: Loan | null = null;

  constructor(commands: ObsConnection) {
    this.#commands = commands;
  }

  /** `CurrentProgramSceneChanged` arrived. */
  changed(): void {
    this.#watch.changed(performance.now());
  }

  /** `SceneTransitionEnded` arrived. */
  transitionEnded(): void {
    this.#watch.ended(performance.now());
  }

  /** Asks what the switch depends on. Changes nothing in OBS. Throws `ObsGone` or `ObsRefused`. */
  async plan(
    { sceneName, transition }: Wish,
    shown: { studioMode: boolean; program: string | null },
  ): Promise<ProgramPlan> {
    const { studioMode, program } = shown;
    const [overrideNow, intentNow, cursorNow, list, current] = await this.#commands.serialBatch(
      [
        { type: 'GetSceneSceneTransitionOverride', data: { sceneName } },
        { type: 'GetCurrentProgramScene' },
        cursor,
        { type: 'GetSceneTransitionList' },
        { type: 'GetCurrentSceneTransition' },
      ],
      Infinity,
    );
    if (overrideNow?.ok === false) return refusal(overrideNow, sceneName);
    const ownOverride = parsed(overrideNow, overrideSchema);
    const {
      transitionName: defaultName,
      transitionKind: defaultKind,
      transitionDuration,
    } = parsed(current, currentTransitionSchema);
    const defaultMs = this.#operatorsMs(transitionDuration);
    const cursorValue = parsed(cursorNow, cursorSchema).transitionCursor;
    const leftMs = isRunning(cursorValue) ? (1 - cursorValue) * (defaultMs ?? LONGEST_MS) : 0;
    const phase = this.#watch.phase(performance.now(), leftMs);
    // In studio mode OBS names the new scene and swallows the switch while a transition runs.
    if (phase === 'ending' || (phase === 'running' && studioMode)) return { type: 'held' };

    // Asked again for the scene it is heading for, OBS gets stuck halfway.
    const intent = parsed(intentNow, programSchema).currentProgramSceneName;
    if (phase === 'running' && intent === sceneName) return { type: 'underWay' };

    const transitionFollows = studioMode || phase === 'running' || program !== sceneName;
    const plan = { type: 'go', sceneName, studioMode, transitionFollows, loan: null } as const;
    if (phase === 'running' && program === sceneName) {
      // Back out of a fade: OBS shows the old scene at once but tells so at the end of the fade, and a
      // transition of our own would leave it stuck.
      return { ...plan, before: [], after: [], lastsMs: this.#watch.leftMs(performance.now(), leftMs) };
    }
    if (transition === null) {
      const lastsMs = ownOverride.transitionDuration ?? defaultMs ?? 0;
      return { ...plan, before: [], after: [], lastsMs };
    }
    const kind = KIND[transition.kind];
    const { transitions } = parsed(list, transitionListSchema);
    const name = transitions.find((each) => each.transitionKind === kind)?.transitionName;
    if (name === undefined) {
      const params = { obsCode: RESOURCE_NOT_FOUND, comment: `no transition of kind ${kind}` };
      return { type: 'refused', code: 'SWITCHER_REFUSED', params };
    }
    const overrideMs = durationFor(transition);
    const lastsMs = transition.kind === 'Cut' ? 0 : overrideMs;
    const use = override(sceneName, { transitionName: name, transitionDuration: overrideMs });
    const putBack = override(sceneName, ownOverride);
    if (phase === 'running' && defaultMs !== null) {
      const before = [use, defaultDuration(overrideMs)];
      const after = [defaultDuration(defaultMs), putBack];
      return { ...plan, before, after, lastsMs, loan: { operatorsMs: defaultMs, lentMs: overrideMs } };
    }
    if (phase === 'running' && kind === KIND.Cut && defaultKind === KIND.Cut) {
      const anew: ObsRequest = { type: 'SetCurrentSceneTransition', data: { transitionName: defaultName } };
      return { ...plan, before: [use, anew], after: [putBack], lastsMs };
    }
    return { ...plan, before: [use], after: [putBack], lastsMs };
  }

  /** Carries a plan out. Throws `ObsGone`: then it is unknown whether it took effect. */
  async carryOut(plan: ProgramPlan & { readonly type: 'go' }): Promise<ProgramAnswer> {
    const { sceneName, studioMode, before, after, lastsMs, loan } = plan;
    const now = performance.now();
    if (plan.transitionFollows) this.#watch.dispatched(now, lastsMs);
    if (loan !== null) this.#loan = { ...loan, untilMs: now + LOAN_SEEN_MS };
    const switchTo: ObsRequest = { type: 'SetCurrentProgramScene', data: { sceneName } };
    const results = await this.#commands.serialBatch([...before, cursor, switchTo, ...after], Infinity);
    const switched = results[before.length + 1];
    if (switched?.ok === false) return refusal(switched, sceneName);
    // A transition that began since the plan was made has swallowed it.
    const { transitionCursor } = parsed(results[before.length], cursorSchema);
    return studioMode && isRunning(transitionCursor) ? { type: 'held' } : { type: 'accepted' };
  }

  /** Where OBS is heading and how far it got. Throws what `ObsConnection.serialBatch` throws. */
  async intent(withinMs: number): Promise<ProgramIntent> {
    const [program, cursorNow, stats] = await this.#commands.serialBatch(
      [{ type: 'GetCurrentProgramScene' }, cursor, { type: 'GetStats' }],
      withinMs,
    );
    const othersRun = isRunning(parsed(cursorNow, cursorSchema).transitionCursor);
    return {
      sceneName: parsed(program, programSchema).currentProgramSceneName,
      defaultTransitionRuns: othersRun,
      transitionRuns: othersRun || this.#watch.phase(performance.now(), 0) !== 'idle',
      framesDrawn: parsed(stats, statsSchema).renderTotalFrames,
    };
  }

  /** The operator's default duration, also while OBS still shows the one we lent; null for a fixed one. */
  #operatorsMs(readMs: number | null): number | null {
    const loan = this.#loan;
    return loan !== null && readMs === loan.lentMs && performance.now() < loan.untilMs
      ? loan.operatorsMs
      : readMs;
  }
}

/** `sceneName` is set before anything of it is drawn. */
export type ProgramIntent = {
  readonly sceneName: string;
  readonly defaultTransitionRuns: boolean;
  /** Also counts a transition of ours, which OBS does not tell about. */
  readonly transitionRuns: boolean;
  /** Frames drawn since OBS was started. */
  readonly framesDrawn: number;
};

/** How long a wish's transition lasts in OBS, in milliseconds; a cut ignores it but must name one. */
const durationFor = ({ kind, durationMs }: TransitionSpec): number =>
  kind === 'Cut' ? SHORTEST_MS : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, durationMs));

const cursor: ObsRequest = { type: 'GetCurrentSceneTransitionCursor' };

const override = (sceneName: string, fields: Record<string, JsonValue>): ObsRequest => ({
  type: 'SetSceneSceneTransitionOverride',
  data: { sceneName, ...fields },
});

const defaultDuration = (transitionDuration: number): ObsRequest => ({
  type: 'SetCurrentSceneTransitionDuration',
  data: { transitionDuration },
});

/** OBS's own test for "a transition runs": its time is strictly between start and end. */
const isRunning = (cursorValue: number): boolean => cursorValue > 0 && cursorValue < 1;

export function refusal(
  result: ObsResult & { readonly ok: false },
  sceneName: string,
): ProgramAnswer & { readonly type: 'refused' } {
  const { code, comment } = result;
  return code === RESOURCE_NOT_FOUND
    ? { type: 'refused', code: 'SCENE_NOT_FOUND', params: { sceneName } }
    : { type: 'refused', code: 'SWITCHER_REFUSED', params: { obsCode: code, comment } };
}
