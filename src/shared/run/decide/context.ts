import type { Actor, EventBody } from '../../model/events.ts';
import type { CommandOf, CommandType } from '../../model/commands.ts';
import { refuse, type Result } from '../../errors.ts';
import type { Role } from '../../model/roles.ts';
import type { StudioMs } from '../../timing/vector.ts';
import { runOn, type RunState, type StudioState } from '../state.ts';

/** What a decision may know besides the state: nothing here is read from the outside while deciding. */
export type DecideContext = {
  readonly now: StudioMs;
  readonly actor: Actor;
  /** All roles of the actor; `actor.role` is the one under which the command was let through. */
  readonly roles: readonly Role[];
  /** A fresh UUIDv7. */
  readonly newId: () => string;
  readonly switcher: SwitcherFacts;
  /** Whether a photo with this id is stored. */
  readonly hasEvidence: (evidenceId: string) => boolean;
  /** Show seconds per second of a rehearsal that asks for no speed. */
  readonly rehearsalSpeed: number;
};

/** What is observed of the switcher at this moment. */
export type SwitcherFacts = {
  readonly ready: boolean;
  /** The built-in rehearsal switcher: nothing of it reaches an audience. */
  readonly simulated: boolean;
  /** null while it is not known. */
  readonly sceneNames: readonly string[] | null;
  readonly audioLevelKnown: boolean;
  /** Names of the audio inputs that are off. */
  readonly mutedInputs: readonly string[];
  readonly freeDiskMb: number | null;
  /** The one of a pair that does not lead. */
  readonly standby: { readonly name: 'main' | 'spare'; readonly ready: boolean } | null;
};

export const NO_SWITCHER: SwitcherFacts = {
  ready: false,
  simulated: false,
  sceneNames: null,
  audioLevelKnown: false,
  mutedInputs: [],
  freeDiskMb: null,
  standby: null,
};

export type Decision = Result<readonly EventBody[]>;
export type Decider<Type extends CommandType> = (
  state: StudioState,
  payload: CommandOf<Type>['payload'],
  context: DecideContext,
) => Decision;

/** A decider that needs a run that is on. */
export function duringRun<Payload>(
  decide: (run: RunState, payload: Payload, context: DecideContext, state: StudioState) => Decision,
): (state: StudioState, payload: Payload, context: DecideContext) => Decision {
  return (state, payload, context) => {
    const run = runOn(state);
    return run === null ? refuse('RUN_NOT_ON') : decide(run, payload, context, state);
  };
}
