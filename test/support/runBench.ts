import { z } from 'zod';
import type { ErrorBody } from '#shared/errors';
import { commandSchema, type CommandType } from '#shared/model/commands';
import {
  studioEventSchema,
  SYSTEM_ACTOR,
  type Actor,
  type EventBody,
  type StudioEvent,
} from '#shared/model/events';
import { cueIdSchema, memberIdSchema } from '#shared/model/ids';
import type { Role } from '#shared/model/roles';
import { rolesOf, type ShowPlan } from '#shared/model/showPlan';
import { decide, type SwitcherFacts } from '#shared/run/decide/index';
import { evolve } from '#shared/run/evolve';
import { permittingRole } from '#shared/run/permissions';
import { react, type Fact } from '#shared/run/react';
import {
  cueRun,
  currentSegment,
  EMPTY_STATE,
  runOn,
  type CueRun,
  type RunState,
  type StudioState,
} from '#shared/run/state';
import { later, studioMsSchema, type StudioMs } from '#shared/timing/vector';

type Answer =
  | { readonly ok: true; readonly events: readonly StudioEvent[] }
  | { readonly ok: false; readonly error: ErrorBody };

export const READY_SWITCHER: SwitcherFacts = {
  ready: true,
  simulated: false,
  sceneNames: ['画面-wide', '画面-close', '画面-table', '画面-safe'],
  audioLevelKnown: true,
  mutedInputs: [],
  freeDiskMb: 100_000,
  standby: null,
};

export function studioState(plan: ShowPlan | null = null, change: Partial<StudioState> = {}): StudioState {
  return { ...EMPTY_STATE, plan, ...change };
}

/** The pure run with a clock that stands until it is moved: commands and facts in, a log and a state out. */
export class RunBench {
  readonly log: StudioEvent[] = [];
  readonly start: StudioState;
  state: StudioState;
  now: StudioMs = studioMsSchema.parse(1_000_000);
  switcher: SwitcherFacts = READY_SWITCHER;
  evidence: ReadonlySet<string> = new Set();
  rehearsalSpeed = 1;
  #ids = 0;

  constructor(plan: ShowPlan | null) {
    this.start = studioState(plan);
    this.state = this.start;
  }

  pass(ms: number): this {
    this.now = later(this.now, ms);
    return this;
  }

  get run(): RunState {
    if (this.state.run === null) throw new Error('no run');
    return this.state.run;
  }

  get segmentId(): string {
    return currentSegment(this.run).segmentId;
  }

  /** As a member of the show (`m-host`), or as admin in nobody's name. Permissions apply. */
  ask(type: CommandType, payload: object = {}, as?: string): Answer {
    const member = this.state.plan?.team.find((each) => each.id === as);
    const roles: readonly Role[] = as === undefined ? ['admin'] : member === undefined ? [] : rolesOf(member);
    return this.askWith(type, payload, roles, as ?? null);
  }

  askWith(
    type: CommandType,
    payload: object,
    roles: readonly Role[],
    memberId: string | null = null,
  ): Answer {
    const command = commandSchema.parse({ id: this.#newId(), type, payload });
    const role = permittingRole(command.type, roles);
    if (role === null) return { ok: false, error: { code: 'ROLE_FORBIDDEN', params: {} } };
    const actor: Actor = { memberId: memberIdSchema.nullable().parse(memberId), role, stationId: null };
    const decision = decide(this.state, command, this.#context(actor, roles));
    return decision.ok ? { ok: true, events: this.#append(decision.value, actor) } : decision;
  }

  /** For steps that only prepare a test: throws when refused. */
  do(type: CommandType, payload: object = {}, as?: string): readonly StudioEvent[] {
    const answer = this.ask(type, payload, as);
    if (!answer.ok) throw new Error(`${type} was refused: ${answer.error.code}`);
    return answer.events;
  }

  /** As after another file of the same show. */
  imported(): void {
    const { show } = this.state.plan ?? {};
    if (show === undefined) throw new Error('no show');
    const payload = { showId: show.id, title: show.title, rev: 2, contentHash: '' };
    this.#append([{ type: 'show.imported', payload }], SYSTEM_ACTOR);
  }

  learn(fact: Fact): readonly StudioEvent[] {
    return this.#append(react(this.state, fact, this.#context(SYSTEM_ACTOR, [])), SYSTEM_ACTOR);
  }

  #newId(): string {
    return `id-${(this.#ids += 1)}`;
  }

  #context(actor: Actor, roles: readonly Role[]) {
    return {
      now: this.now,
      actor,
      roles,
      newId: () => this.#newId(),
      switcher: this.switcher,
      hasEvidence: (id: string) => this.evidence.has(id),
      rehearsalSpeed: this.rehearsalSpeed,
    };
  }

  #append(bodies: readonly EventBody[], actor: Actor): readonly StudioEvent[] {
    const started = bodies.find((body) => body.type === 'run.started');
    const run =
      started === undefined ? runOn(this.state) : { runId: started.payload.runId, startedAt: this.now };
    const events = bodies.map((body, index) =>
      // Through JSON, as the log and every station get it.
      z
        .custom<StudioEvent>((value) => studioEventSchema.safeParse(value).success, JSON.stringify(body))
        .parse(
          JSON.parse(
            JSON.stringify({
              ...body,
              seq: this.log.length + index + 1,
              id: this.#newId(),
              showId: this.state.plan?.show.id ?? null,
              runId: run?.runId ?? null,
              deviceId: 'device',
              v: 1,
              at: new Date(1_700_000_000_000 + this.now).toISOString(),
              studioMs: this.now,
              offsetMs: run === null ? null : this.now - run.startedAt,
              actor,
              commandId: null,
            }),
          ),
        ),
    );
    this.log.push(...events);
    this.state = events.reduce(evolve, this.state);
    return events;
  }
}

/** A bench with the run on. */
export function runningBench(plan: ShowPlan, payload: object = { mode: 'rehearsal' }): RunBench {
  const bench = new RunBench(plan);
  bench.do('run.start', payload);
  return bench;
}

export const typesOf = (events: readonly { readonly type: string }[]): string[] =>
  events.map((event) => event.type);

/** What became of a cue, in whichever segment it is. */
export function cueOf(run: RunState, id: string): CueRun {
  const cueId = cueIdSchema.parse(id);
  const segment = run.segments.find(({ planned }) => planned.cues.some((cue) => cue.cueId === cueId));
  if (segment === undefined) throw new Error(`no cue ${id}`);
  return cueRun(segment, cueId);
}
