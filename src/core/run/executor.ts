import { hash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from '#shared/zod';
import { KaiboError, type ErrorBody } from '#shared/errors';
import { commandResultSchema, refusedFor, type CommandResult } from '#shared/model/commandResult';
import type { Command } from '#shared/model/commands';
import { SYSTEM_ACTOR, type Actor, type EventBody, type StudioEvent } from '#shared/model/events';
import {
  showIdSchema,
  type CommandId,
  type MemberId,
  type ParagraphId,
  type SceneId,
  type SegmentId,
  type ShowId,
  type StationId,
} from '#shared/model/ids';
import type { Recovery } from '#shared/model/recovery';
import type { Role } from '#shared/model/roles';
import type { ShowPlan } from '#shared/model/showPlan';
import { decide, type DecideContext, type SwitcherFacts } from '#shared/run/decide/index';
import { evolve } from '#shared/run/evolve';
import { permittingRole } from '#shared/run/permissions';
import { react, type Fact } from '#shared/run/react';
import { EMPTY_STATE, runOn, sceneByName, type OutputState, type StudioState } from '#shared/run/state';
import type { ShowRepository } from '../desk/shows/index.ts';
import {
  isStorageError,
  storedJson,
  unreadable,
  type Db,
  type EventLog,
  type Settings,
  type Write,
} from '../store/index.ts';
import type { StudioClock } from '../studioClock.ts';

/** Who asks, and what they may do in the open show. */
export type Principal = {
  readonly memberId: MemberId | null;
  readonly roles: readonly Role[];
  readonly stationId: StationId | null;
};

/** What listeners get after each commit. A `reset` means another show, or another plan, is open: start from the state. */
export type Committed =
  | { readonly kind: 'events'; readonly events: readonly StudioEvent[] }
  | { readonly kind: 'reset'; readonly events: readonly StudioEvent[] };
type Listener = (committed: Committed, state: StudioState) => void;

export type ExecutorParts = {
  readonly db: Db;
  readonly write: Write;
  readonly log: EventLog;
  readonly clock: StudioClock;
  readonly shows: ShowRepository;
  readonly settings: Settings;
  readonly switcherFacts: () => SwitcherFacts;
  readonly hasEvidence: (evidenceId: string) => boolean;
  readonly rehearsalSpeed: number;
  /**
   * Keeps what is accepted beside the log (a password is never logged). Called inside the transaction; what it
   * returns takes back what lies outside of that, should it fail after all.
   */
  readonly keep: (events: readonly StudioEvent[], command: Command | null) => () => void;
  /** Hears of what could not be stored and was nobody's command. */
  readonly onFault: (error: Error) => void;
};

const OPEN_SHOW = 'openShow';

/**
 * Reads what an executor begins with.
 *
 * @throws KaiboError RECORD_DAMAGED when it is not all there
 */
export function readOpenShow(settings: Settings, shows: ShowRepository, log: EventLog): void {
  const showId = settings.read(OPEN_SHOW, showIdSchema.nullable());
  if (showId === null) return;
  if (shows.find(showId) === null) throw unreadable(`show ${showId}`, 'missing');
  fold(log, showId);
}

/** A log that reads well can still tell what can't have been. */
function fold(log: EventLog, showId: ShowId): StudioState {
  const events = log.ofShow(showId);
  try {
    return events.reduce(evolve, EMPTY_STATE);
  } catch (error) {
    throw unreadable(`the log of show ${showId}`, String(error));
  }
}

const resultRowSchema = z.object({ wish_hash: z.string(), result: z.string() });

/** Lets go of a show that can't be read. What else there is goes on; it can be imported under another id. */
export const closeOpenShow = (settings: Settings): void => settings.write(OPEN_SHOW, null);

/** What was asked, and by whom: an id that comes back with another wish is no repeat. A password leaves no trace. */
const wishHash = ({ type, payload }: Command, memberId: MemberId | null): string =>
  hash(
    'sha256',
    JSON.stringify([type, payload, memberId], (key, value: unknown) => (key === 'password' ? '' : value)),
    'base64',
  );

/**
 * The one writer. A command is decided on the state, its events are committed in one transaction with its
 * answer, the state moves on, listeners hear of it, and only then is the command answered.
 */
export class Executor {
  readonly #parts: ExecutorParts;
  readonly #findResult;
  readonly #saveResult;
  readonly #listeners = new Set<Listener>();
  readonly #pending: Committed[] = [];
  #publishing = false;
  #state: StudioState = EMPTY_STATE;

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
    this.#findResult = parts.db.prepare('SELECT wish_hash, result FROM command_result WHERE command_id = ?');
    this.#saveResult = parts.db.prepare(
      'INSERT INTO command_result (command_id, wish_hash, result) VALUES (?, ?, ?)',
    );
    const openShow = parts.settings.read(OPEN_SHOW, showIdSchema.nullable());
    if (openShow !== null) this.#load(openShow, 'asLogged');
  }

  get state(): StudioState {
    return this.#state;
  }

  get seq(): number {
    return this.#parts.log.lastSeq;
  }

  /** Hears of every commit, in order. Returns the unsubscribe function. */
  onCommitted(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes up a run where it was left, after a recovery of the database if there was one. Said once, by whoever serves it. */
  resume(recovery: Recovery | null): void {
    const { awayMs, sameBoot } = this.#parts.clock;
    const bodies: EventBody[] = recovery === null ? [] : [{ type: 'studio.recovered', payload: recovery }];
    if (runOn(this.#state) !== null)
      bodies.push({ type: 'studio.resumed', payload: { downMs: awayMs, sameBoot } });
    if (bodies.length > 0) this.#commitIfStorable(bodies);
  }

  /**
   * Runs one command; the same id is answered as the first time. Returns once everything is on disk.
   *
   * @throws KaiboError RECORD_DAMAGED, and nothing has happened, when what it asks for can't be read
   */
  execute(command: Command, principal: Principal): CommandResult {
    const known = this.#findResult.get(command.id);
    if (known !== undefined) {
      const { wish_hash: firstWish, result } = resultRowSchema.parse(known);
      if (firstWish !== wishHash(command, principal.memberId))
        return refusedFor({ code: 'COMMAND_ID_REUSED', params: {} });
      return storedJson(`result of ${command.id}`, commandResultSchema, result);
    }
    const role = permittingRole(command.type, principal.roles);
    const actor: Actor = {
      memberId: principal.memberId,
      role: role ?? principal.roles[0] ?? 'system',
      stationId: principal.stationId,
    };
    // Who may do nothing at all leaves no trace in a log that nobody can shorten.
    if (principal.roles.length === 0)
      return refusedFor({ code: 'ROLE_FORBIDDEN', params: { roles: '', command: command.type } });
    if (role === null) {
      return this.#refuse(command, actor, {
        code: 'ROLE_FORBIDDEN',
        params: { roles: principal.roles.join(', '), command: command.type },
      });
    }
    if (command.type === 'show.open') {
      const { showId } = command.payload;
      if (this.#parts.shows.find(showId) === null)
        return this.#refuse(command, actor, { code: 'SHOW_NOT_FOUND', params: { showId } });
      // All of it is read before it counts as opened.
      fold(this.#parts.log, showId);
    }
    const decision = decide(this.#state, command, this.#context(actor, principal.roles));
    if (!decision.ok) return this.#refuse(command, actor, decision.error);
    return this.#commit(decision.value, actor, command);
  }

  /**
   * Takes in what the clock or the switcher found out.
   *
   * @returns false when it could not be stored (a full disk): the state is as before, the show goes on.
   */
  record(fact: Fact): boolean {
    const events = react(this.#state, fact, this.#context(SYSTEM_ACTOR, []));
    return events.length === 0 || this.#commitIfStorable(events);
  }

  #commitIfStorable(bodies: readonly EventBody[]): boolean {
    try {
      this.#commit(bodies, SYSTEM_ACTOR, null);
      return true;
    } catch (error) {
      if (!isStorageError(error)) throw error;
      this.#parts.onFault(error);
      return false;
    }
  }

  /**
   * Stores a plan under its own id, in place of an older one, and opens it when it is the open show or none is.
   *
   * @throws KaiboError SHOW_IN_RUN; RECORD_DAMAGED when its log can't be read, and nothing has happened
   */
  importShow(
    plan: ShowPlan,
    principal: Principal,
  ): { readonly showId: ShowId; readonly rev: number; readonly seq: number } {
    const showId = plan.show.id;
    const openId = this.#state.plan?.show.id ?? null;
    if (openId === showId && runOn(this.#state) !== null) throw new KaiboError('SHOW_IN_RUN');
    const { write, clock, shows, settings } = this.#parts;
    const actor: Actor = {
      memberId: principal.memberId,
      role: principal.roles[0] ?? 'system',
      stationId: principal.stationId,
    };
    const opens = openId === null || openId === showId;
    // Before anything is stored: what can't be opened is not imported to be opened.
    if (opens) fold(this.#parts.log, showId);
    let rev = 0;
    let events: readonly StudioEvent[] = [];
    write(() => {
      rev = shows.replace(plan, clock.wallIso());
      const contentHash = hash('sha256', JSON.stringify(plan), 'hex');
      const bodies: EventBody[] = [
        { type: 'show.imported', payload: { showId, title: plan.show.title, rev, contentHash } },
      ];
      if (openId === null) bodies.push({ type: 'show.opened', payload: { showId } });
      if (opens) settings.write(OPEN_SHOW, showId);
      events = this.#append(bodies, actor, null, showId);
    });
    this.#parts.log.committed(events);
    if (opens) this.#load(showId, 'asItIs');
    this.#publish({ kind: opens ? 'reset' : 'events', events });
    return { showId, rev, seq: this.seq };
  }

  #context(actor: Actor, roles: readonly Role[]): DecideContext {
    const { clock, switcherFacts, hasEvidence, rehearsalSpeed } = this.#parts;
    return {
      now: clock.now(),
      actor,
      roles,
      newId: uuidv7,
      switcher: switcherFacts(),
      hasEvidence,
      rehearsalSpeed,
    };
  }

  #refuse(command: Command, actor: Actor, error: ErrorBody): CommandResult {
    const result = refusedFor(error);
    const logged: EventBody[] =
      error.code === 'ROLE_FORBIDDEN' || error.code === 'NOT_ITEM_OWNER'
        ? [
            {
              type: 'command.refused',
              payload: { command: command.type, code: error.code, params: { ...error.params } },
            },
          ]
        : [];
    let events: readonly StudioEvent[] = [];
    this.#parts.write(() => {
      events = this.#append(logged, actor, command.id, null);
      this.#saveResult.run(command.id, wishHash(command, actor.memberId), JSON.stringify(result));
    });
    this.#parts.log.committed(events);
    if (events.length > 0) this.#publish({ kind: 'events', events });
    return result;
  }

  #commit(bodies: readonly EventBody[], actor: Actor, command: Command | null): CommandResult {
    const { write, log, settings, keep } = this.#parts;
    const opens = command?.type === 'show.open' ? command.payload.showId : undefined;
    let next = this.#state;
    let events: readonly StudioEvent[] = [];
    let result: CommandResult = { ok: true, seq: log.lastSeq, events: [] };
    let takeBack = (): void => undefined;
    try {
      write(() => {
        events = this.#append(bodies, actor, command?.id ?? null, opens ?? null);
        next = events.reduce(evolve, this.#state);
        this.#savePlanEdits(events, next);
        if (opens !== undefined) settings.write(OPEN_SHOW, opens);
        result = {
          ok: true,
          seq: events.at(-1)?.seq ?? log.lastSeq,
          events: events.map(({ seq, type }) => ({ seq, type })),
        };
        if (command !== null)
          this.#saveResult.run(command.id, wishHash(command, actor.memberId), JSON.stringify(result));
        takeBack = keep(events, command);
      });
    } catch (error) {
      takeBack();
      throw error;
    }
    log.committed(events);
    if (opens === undefined) this.#state = next;
    else this.#load(opens, 'asItIs');
    if (events.length > 0) this.#publish({ kind: opens === undefined ? 'events' : 'reset', events });
    return result;
  }

  /** Inside a transaction. Each event is stamped with the run it belongs to, as the events before it left it. */
  #append(
    bodies: readonly EventBody[],
    actor: Actor,
    commandId: CommandId | null,
    showId: ShowId | null,
  ): readonly StudioEvent[] {
    const { log, clock } = this.#parts;
    const now = clock.now();
    const at = clock.wallIso();
    const openId = this.#state.plan?.show.id ?? null;
    // What happens to another show is no part of this run.
    const before = showId === null || showId === openId ? runOn(this.#state) : null;
    const start = bodies.find((body) => body.type === 'run.started');
    const run = start === undefined ? before : { runId: start.payload.runId, startedAt: now };
    return log.append(bodies, () => ({
      id: uuidv7(),
      showId: showId ?? openId,
      runId: run?.runId ?? null,
      at,
      studioMs: now,
      offsetMs: run === null ? null : now - run.startedAt,
      actor,
      commandId,
    }));
  }

  #savePlanEdits(events: readonly StudioEvent[], next: StudioState): void {
    const { plan } = next;
    if (plan === null) return;
    for (const event of events) {
      const edit = { at: event.at, actor: event.actor };
      if (event.type === 'script.edited') {
        const { segmentId, paragraphId } = event.payload;
        this.#parts.shows.saveSegment(plan.show.id, segmentId, plan, {
          ...edit,
          entity: `paragraph ${paragraphId}`,
          before: textOf(this.#state.plan, segmentId, paragraphId),
          after: textOf(plan, segmentId, paragraphId),
        });
      }
      if (event.type === 'timings.adopted') {
        for (const { segmentId, beforeSec, afterSec } of event.payload.durations) {
          this.#parts.shows.saveSegment(plan.show.id, segmentId, plan, {
            ...edit,
            entity: `segment ${segmentId}`,
            before: { durationSec: beforeSec },
            after: { durationSec: afterSec },
          });
        }
        this.#parts.shows.saveTimes(plan);
      }
    }
  }

  /** What is on program does not depend on the show; only a core that just starts has to take it from the log. */
  #load(showId: ShowId, output: 'asLogged' | 'asItIs'): void {
    const found = this.#parts.shows.find(showId);
    if (found === null) throw new KaiboError('SHOW_NOT_FOUND', { showId });
    // Edits of the plan are in the plan already; folding them again would undo a later import.
    const folded = fold(this.#parts.log, showId);
    const opened: StudioState = { ...folded, plan: found.plan };
    this.#state = {
      ...opened,
      output: outputFor(opened, output === 'asLogged' ? this.#loggedOutput(opened) : this.#state.output),
    };
  }

  /** Sound and panic are of the studio, not of a show: they hold from whichever show they were asked in. */
  #loggedOutput(opened: StudioState): OutputState {
    const { mutedDesired, muteRequest, muteFailure, panic } = this.#parts.log
      .lastOfTypes(['audio.requested', 'audio.switched', 'audio.failed', 'panic.cut', 'panic.released'])
      .reduce(evolve, EMPTY_STATE).output;
    return { ...opened.output, mutedDesired, muteRequest, muteFailure, panic };
  }

  /** Listeners may cause further commits; those wait their turn, so that everybody hears everything in order. */
  #publish(committed: Committed): void {
    this.#pending.push(committed);
    if (this.#publishing) return;
    this.#publishing = true;
    try {
      for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
        for (const listener of this.#listeners) listener(next, this.#state);
      }
    } finally {
      this.#publishing = false;
    }
  }
}

const textOf = (plan: ShowPlan | null, segmentId: SegmentId, paragraphId: ParagraphId): string =>
  plan?.segments.find(({ id }) => id === segmentId)?.script.find(({ id }) => id === paragraphId)?.text ?? '';

/** The output as it is, in the words of the show that is open now. */
function outputFor(opened: StudioState, output: OutputState): OutputState {
  const { program, panic } = output;
  const isOwn = (sceneId: SceneId | null): boolean =>
    opened.plan?.scenes.some((scene) => scene.id === sceneId) === true;
  return {
    ...output,
    program: program === null ? null : { ...program, sceneId: sceneByName(opened, program.obsSceneName) },
    preview: isOwn(output.preview) ? output.preview : null,
    failure: null,
    owed: null,
    panic: panic === null || isOwn(panic.fromSceneId) ? panic : { ...panic, fromSceneId: null },
  };
}

/** The studio PC's own token: everything, in nobody's name. */
export const STUDIO_PRINCIPAL: Principal = { memberId: null, roles: ['admin'], stationId: null };
