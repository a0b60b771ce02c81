import { z } from 'zod';

import type { SwitchFailureCode, TransitionSpec } from '../port.ts';
import type { Wish } from '../switchQueue.ts';
import type { JsonValue, ObsConnection, ObsRequest, ObsResult } from './obsConnection.ts';
import { parsed, statsSchema } from './obsSnapshot.ts';
import type { TransitionWatch } from './transitionWatch.ts';

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
      readonly requests: readonly ObsRequest[];
      /** Expected length of the transition; 0 for a cut. */
      readonly lastsMs: number;
      readonly cursorAt: number;
      readonly switchAt: number;
    }
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
// obs-websocket protocol, RequestStatus.ResourceNotFound
const RESOURCE_NOT_FOUND = 600;

/** Asks what the batch depends on. Changes nothing in OBS. */
export async function planProgram(
  commands: ObsConnection,
  wish: Wish,
  studioMode: boolean,
  watch: TransitionWatch,
): Promise<ProgramPlan> {
  const { sceneName, transition } = wish;
  const [overrideNow, cursorNow, list, current] = await commands.serialBatch(
    [
      { type: 'GetSceneSceneTransitionOverride', data: { sceneName } },
      cursor,
      { type: 'GetSceneTransitionList' },
      { type: 'GetCurrentSceneTransition' },
    ],
    Infinity,
  );
  if (overrideNow?.ok === false) return refusal(overrideNow, sceneName);
  const operators = parsed(current, currentTransitionSchema);
  const cursorValue = parsed(cursorNow, cursorSchema).transitionCursor;
  const leftMs = isRunning(cursorValue)
    ? (1 - cursorValue) * (operators.transitionDuration ?? LONGEST_MS)
    : 0;
  const phase = watch.phase(performance.now(), leftMs);
  // In studio mode OBS names the new scene and swallows the switch while a transition runs.
  if (phase === 'ending' || (phase === 'running' && studioMode)) return { type: 'held' };
  const ownOverride = parsed(overrideNow, overrideSchema);
  if (transition === null) {
    return batchOf(sceneName, [], [], ownOverride.transitionDuration ?? operators.transitionDuration ?? 0);
  }

  const kind = KIND[transition.kind];
  const { transitions } = parsed(list, transitionListSchema);
  const name = transitions.find((each) => each.transitionKind === kind)?.transitionName;
  if (name === undefined) {
    const params = { obsCode: RESOURCE_NOT_FOUND, comment: `no transition of kind ${kind}` };
    return { type: 'refused', code: 'SWITCHER_REFUSED', params };
  }
  const durationMs = overrideMs(transition);
  const use = override(sceneName, { transitionName: name, transitionDuration: durationMs });
  const putBack = override(sceneName, ownOverride);
  const lastsMs = transition.kind === 'Cut' ? 0 : durationMs;
  if (phase === 'running' && operators.transitionDuration !== null) {
    const lend = [use, defaultDuration(durationMs)];
    return batchOf(sceneName, lend, [defaultDuration(operators.transitionDuration), putBack], lastsMs);
  }
  if (phase === 'running' && kind === KIND.Cut && operators.transitionKind === KIND.Cut) {
    const anew: ObsRequest = {
      type: 'SetCurrentSceneTransition',
      data: { transitionName: operators.transitionName },
    };
    return batchOf(sceneName, [use, anew], [putBack], lastsMs);
  }
  return batchOf(sceneName, [use], [putBack], lastsMs);
}

/** How long a wish's transition lasts in OBS, in milliseconds; a cut ignores it but must name one. */
const overrideMs = ({ kind, durationMs }: TransitionSpec): number =>
  kind === 'Cut' ? SHORTEST_MS : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, durationMs));

/** Carries the plan out. Throws `ObsGone`; then it is unknown whether it took effect. */
export async function carryOutProgram(
  commands: ObsConnection,
  plan: ProgramPlan & { readonly type: 'go' },
  wish: Wish,
  studioMode: boolean,
): Promise<ProgramAnswer> {
  const results = await commands.serialBatch(plan.requests, Infinity);
  const switched = results[plan.switchAt];
  if (switched?.ok === false) return refusal(switched, wish.sceneName);
  const { transitionCursor } = parsed(results[plan.cursorAt], cursorSchema);
  return studioMode && isRunning(transitionCursor) ? { type: 'held' } : { type: 'accepted' };
}

function batchOf(
  sceneName: string,
  before: readonly ObsRequest[],
  after: readonly ObsRequest[],
  lastsMs: number,
): ProgramPlan {
  const requests: ObsRequest[] = [
    ...before,
    cursor,
    { type: 'SetCurrentProgramScene', data: { sceneName } },
    ...after,
  ];
  return { type: 'go', requests, lastsMs, cursorAt: before.length, switchAt: before.length + 1 };
}

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

/** Where OBS is heading and how far it got. `sceneName` is set before anything of it is drawn. */
export type ProgramIntent = {
  readonly sceneName: string;
  readonly transitionRuns: boolean;
  /** Frames drawn since OBS was started. */
  readonly framesDrawn: number;
};

export async function readIntent(commands: ObsConnection, withinMs: number): Promise<ProgramIntent> {
  const [program, cursorNow, stats] = await commands.serialBatch(
    [{ type: 'GetCurrentProgramScene' }, cursor, { type: 'GetStats' }],
    withinMs,
  );
  return {
    sceneName: parsed(program, programSchema).currentProgramSceneName,
    transitionRuns: isRunning(parsed(cursorNow, cursorSchema).transitionCursor),
    framesDrawn: parsed(stats, statsSchema).renderTotalFrames,
  };
}

export function refusal(
  result: ObsResult & { readonly ok: false },
  sceneName: string,
): ProgramAnswer & { readonly type: 'refused' } {
  const { code, comment } = result;
  return code === RESOURCE_NOT_FOUND
    ? { type: 'refused', code: 'SCENE_NOT_FOUND', params: { sceneName } }
    : { type: 'refused', code: 'SWITCHER_REFUSED', params: { obsCode: code, comment } };
}
