import { SYSTEM_ACTOR, type StudioEvent } from '#shared/model/events';
import { commandSchema, type CommandInput } from '#shared/model/commands';
import { ROLES } from '#shared/model/roles';
import { ok, type Result } from '#shared/errors';
import { decide, type SwitcherFacts } from '#shared/run/decide/index';
import { evolve } from '#shared/run/evolve';
import type { StudioState } from '#shared/run/state';
import type { StudioMs } from '#shared/timing/vector';

type WithoutId<C> = C extends { id: unknown } ? Omit<C, 'id'> : never;
export type Intent = WithoutId<CommandInput>;

/**
 * What the studio would look like right after a command, by the core's own rules and without asking it.
 * Refused in the same way as the core would, roles left aside.
 */
export function foresee(
  state: StudioState,
  intent: Intent,
  now: StudioMs,
  switcher: SwitcherFacts,
): Result<StudioState> {
  const command = commandSchema.parse({ ...intent, id: 'foreseen' });
  let made = 0;
  const newId = (): string => `foreseen-${(made += 1)}`;
  const decision = decide(state, command, {
    now,
    actor: SYSTEM_ACTOR,
    roles: ROLES,
    newId,
    switcher,
    hasEvidence: () => false,
    rehearsalSpeed: 1,
  });
  if (!decision.ok) return decision;
  const events = decision.value.map((body, index): StudioEvent => ({
    ...body,
    seq: index + 1,
    id: newId(),
    showId: state.plan?.show.id ?? null,
    runId: state.run?.runId ?? null,
    deviceId: '',
    v: 1,
    at: new Date(0).toISOString(),
    studioMs: now,
    offsetMs: null,
    actor: SYSTEM_ACTOR,
    commandId: command.id,
  }));
  return ok(events.reduce(evolve, state));
}
