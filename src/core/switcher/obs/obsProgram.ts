import { z } from 'zod';

import type { SwitchFailureCode } from '../port.ts';
import type { Wish } from '../switchQueue.ts';
import type { JsonValue, ObsConnection, ObsRequest, ObsResult } from './obsConnection.ts';
import { parsed } from './obsSnapshot.ts';

/**
 * Puts a scene on program with a transition of its own that leaves the operator's defaults alone.
 *
 * The wanted transition goes on the target scene as its override, the switch follows, and the
 * override that was there before is put back: all in one serial batch, which OBS carries out to the
 * end even if we are killed meanwhile. OBS reads the override at the moment a transition starts, so
 * a fade goes on for its full length although its override is gone again.
 *
 * Seen on OBS 29: while an overridden transition runs, OBS ignores the override of the next switch and
 * takes the running kind with the default duration. A cut out of a fade therefore sets that duration
 * for the moment of the switch, too, in the same batch.
 */
export type ProgramPlan =
  | {
      readonly type: 'go';
      readonly requests: readonly ObsRequest[];
      readonly cursorAt: number;
      readonly switchAt: number;
    }
  | ProgramAnswer;
export type ProgramAnswer =
  | { readonly type: 'accepted' }
  /** Studio mode swallows a switch while a transition runs. */
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
const currentTransitionSchema = z.object({ transitionDuration: z.number().nullable() });
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
): Promise<ProgramPlan> {
  const { sceneName, transition } = wish;
  if (transition === null && !studioMode) return batchOf(sceneName, [], []);

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
  const running = isRunning(parsed(cursorNow, cursorSchema).transitionCursor);
  if (studioMode && running) return { type: 'held' };
  if (transition === null) return batchOf(sceneName, [], []);

  const kind = KIND[transition.kind];
  const { transitions } = parsed(list, transitionListSchema);
  const name = transitions.find((each) => each.transitionKind === kind)?.transitionName;
  if (name === undefined) {
    const params = { obsCode: RESOURCE_NOT_FOUND, comment: `no transition of kind ${kind}` };
    return { type: 'refused', code: 'SWITCHER_REFUSED', params };
  }
  const durationMs =
    transition.kind === 'Cut'
      ? SHORTEST_MS
      : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, transition.durationMs));
  const use = override(sceneName, { transitionName: name, transitionDuration: durationMs });
  const putBack = override(sceneName, parsed(overrideNow, overrideSchema));
  const operatorsMs = parsed(current, currentTransitionSchema).transitionDuration;
  return running && operatorsMs !== null
    ? batchOf(sceneName, [use, defaultDuration(durationMs)], [defaultDuration(operatorsMs), putBack])
    : batchOf(sceneName, [use], [putBack]);
}

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
): ProgramPlan {
  const requests: ObsRequest[] = [
    ...before,
    cursor,
    { type: 'SetCurrentProgramScene', data: { sceneName } },
    ...after,
  ];
  return { type: 'go', requests, cursorAt: before.length, switchAt: before.length + 1 };
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
const isRunning = (cursor: number): boolean => cursor > 0 && cursor < 1;

export function refusal(
  result: ObsResult & { readonly ok: false },
  sceneName: string,
): ProgramAnswer & { readonly type: 'refused' } {
  const { code, comment } = result;
  return code === RESOURCE_NOT_FOUND
    ? { type: 'refused', code: 'SCENE_NOT_FOUND', params: { sceneName } }
    : { type: 'refused', code: 'SWITCHER_REFUSED', params: { obsCode: code, comment } };
}
