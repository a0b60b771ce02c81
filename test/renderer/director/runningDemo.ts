import { readFileSync } from 'node:fs';
import { SYSTEM_ACTOR, type EventBody, type StudioEvent } from '#shared/model/events';
import { parseShowFile } from '#shared/model/showFile';
import { NO_SWITCHER } from '#shared/run/decide/index';
import { evolve } from '#shared/run/evolve';
import { EMPTY_STATE, type StudioState } from '#shared/run/state';
import { studioMsSchema, type StudioMs } from '#shared/timing/vector';
import { decide } from '#shared/run/decide/index';
import { commandSchema, type CommandInput } from '#shared/model/commands';

const file = parseShowFile(
  readFileSync(new URL('../../../resources/demo/show.json', import.meta.url), 'utf8'),
);
if (!file.ok) throw new Error('the demo show is broken');
export const demoPlan = file.plan;
export const at = (ms: number): StudioMs => studioMsSchema.parse(ms);

let made = 0;
/** Folds bodies as if they had happened at `ms`. */
export function happened(state: StudioState, ms: number, ...bodies: readonly EventBody[]): StudioState {
  return bodies.reduce((before, body) => {
    made += 1;
    const event: StudioEvent = {
      ...body,
      seq: made,
      id: `e${made}`,
      showId: demoPlan.show.id,
      runId: null,
      deviceId: 'd',
      v: 1,
      at: '2026-04-18T12:00:00.000Z',
      studioMs: at(ms),
      offsetMs: null,
      actor: SYSTEM_ACTOR,
      commandId: null,
    };
    return evolve(before, event);
  }, state);
}

type WithoutId<C> = C extends { id: unknown } ? Omit<C, 'id'> : never;
/** Runs a command by the core's rules; a refusal is a failed test. */
export function ordered(state: StudioState, ms: number, input: WithoutId<CommandInput>): StudioState {
  const command = commandSchema.parse({ ...input, id: `c${ms}` });
  const decision = decide(state, command, {
    now: at(ms),
    actor: SYSTEM_ACTOR,
    roles: [],
    newId: () => `n${(made += 1)}`,
    switcher: NO_SWITCHER,
    hasEvidence: () => false,
    rehearsalSpeed: 1,
  });
  if (!decision.ok) throw new Error(`refused: ${decision.error.code}`);
  return happened(state, ms, ...decision.value);
}

/** The demo show in rehearsal since studio time 0. */
export const rehearsal = (): StudioState =>
  ordered({ ...EMPTY_STATE, plan: demoPlan }, 0, {
    type: 'run.start',
    payload: { mode: 'rehearsal', speed: 1 },
  });
