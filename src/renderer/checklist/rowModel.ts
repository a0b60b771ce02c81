import type { LiveStatus } from '#shared/model/station';
import type { MemberId } from '#shared/model/ids';
import {
  CHECKLIST_PHASES,
  rolesOf,
  type ChecklistItem,
  type ChecklistPhase,
  type ShowPlan,
  type TeamMember,
} from '#shared/model/showPlan';
import {
  automaticCheck,
  automaticResult,
  itemKind,
  type AutomaticCheck,
  type ItemKind,
} from '#shared/run/checklistRules';
import { runOn, type ItemTick, type StudioState } from '#shared/run/state';
import { switcherFacts } from '#shared/run/switcherFacts';

export type RowStatus = 'open' | 'halfSigned' | 'failed' | 'done';

/**
 * What the person at this screen may do with a row. `secondSign`: they are another person than the first
 * signer. `handOver`: they signed first, so the next one has to sit down here. `watch`: it is somebody else's.
 */
export type RowTurn = 'answer' | 'secondSign' | 'handOver' | 'watch' | 'nobody';

export type ChecklistRow = {
  readonly item: ChecklistItem;
  /** As it is answered; an automatic item that Kaibo can't know is a plain tick. */
  readonly kind: ItemKind;
  readonly check: AutomaticCheck | null;
  readonly status: RowStatus;
  readonly turn: RowTurn;
  /** Of an automatic item: what is missing, by name. */
  readonly missing: readonly string[];
  readonly tick: ItemTick | null;
  readonly owners: readonly TeamMember[];
};

export type PhaseRows = {
  readonly phase: ChecklistPhase;
  /** Unix ms by the wall clock. */
  readonly dueMs: number;
  readonly open: readonly ChecklistRow[];
  readonly done: readonly ChecklistRow[];
  readonly total: number;
  /** Blocking items that are not done. */
  readonly blocking: number;
};

const MINUTE_MS = 60_000;
const BEFORE_START_MS = {
  'T-24h': 24 * 60 * MINUTE_MS,
  'T-60min': 60 * MINUTE_MS,
  'T-15min': 15 * MINUTE_MS,
} as const;
const AFTER_END_MS = 30 * MINUTE_MS;

/** When a phase has to be done: before the scheduled start, or half an hour after the planned end. Unix ms. */
export function phaseDueMs(plan: ShowPlan, phase: ChecklistPhase): number {
  const startMs = Date.parse(plan.show.scheduledStart);
  return phase === 'T+30min'
    ? startMs + plan.show.plannedDurationSec * 1000 + AFTER_END_MS
    : startMs - BEFORE_START_MS[phase];
}

/** A show whose evening is long gone is a rehearsal of an old plan: nobody is late any more. */
const STILL_COUNTS_MS = 12 * 60 * MINUTE_MS;

export function isOverdue(plan: ShowPlan, phase: ChecklistPhase, wallMs: number): boolean {
  const endMs = Date.parse(plan.show.scheduledStart) + plan.show.plannedDurationSec * 1000;
  return wallMs > phaseDueMs(plan, phase) && wallMs < endMs + STILL_COUNTS_MS;
}

/** All phases in their order; a phase without items has no rows. */
export function checklistPhases(
  state: StudioState,
  live: LiveStatus | null,
  sitter: MemberId | null,
): readonly PhaseRows[] {
  const { plan } = state;
  if (plan === null) return [];
  return CHECKLIST_PHASES.map((phase): PhaseRows => {
    const items = plan.checklists.filter((list) => list.phase === phase).flatMap((list) => list.items);
    const rows = items.map((item) => checklistRow(item, plan, state, live, sitter));
    const open = rows
      .filter((row) => row.status !== 'done')
      .toSorted((a, b) => Number(b.item.blocking) - Number(a.item.blocking));
    return {
      phase,
      dueMs: phaseDueMs(plan, phase),
      open,
      done: rows.filter((row) => row.status === 'done'),
      total: rows.length,
      blocking: open.filter((row) => row.item.blocking).length,
    };
  });
}

function checklistRow(
  item: ChecklistItem,
  plan: ShowPlan,
  state: StudioState,
  live: LiveStatus | null,
  sitter: MemberId | null,
): ChecklistRow {
  const tick = state.prep.checklist[item.id] ?? null;
  const owners = plan.team.filter((member) => rolesOf(member).includes(item.ownerRole));
  const check = itemKind(item) === 'automatic' ? automaticCheck(item) : null;
  const isAutomatic = check !== null && check !== 'manual';
  const result = isAutomatic ? automaticResult(item, state, switcherFacts(live?.switcher ?? null)) : null;
  return {
    item,
    kind: isAutomatic ? 'automatic' : check === 'manual' ? 'tick' : itemKind(item),
    check,
    status: result === null ? (tick?.status ?? 'open') : result.met ? 'done' : 'open',
    turn: isAutomatic ? 'nobody' : turnOf(tick, owners, sitter),
    missing: result?.missing ?? [],
    tick,
    owners,
  };
}

function turnOf(tick: ItemTick | null, owners: readonly TeamMember[], sitter: MemberId | null): RowTurn {
  if (tick?.status === 'halfSigned')
    return sitter === null || sitter === tick.first.by.memberId ? 'handOver' : 'secondSign';
  return owners.some((owner) => owner.id === sitter) ? 'answer' : 'watch';
}

/** Whether the person here may take a tick back: only the owner's role may, as for the tick itself. */
export function mayUntick(row: ChecklistRow, sitter: MemberId | null): boolean {
  return row.kind !== 'automatic' && row.tick !== null && row.owners.some((owner) => owner.id === sitter);
}

/**
 * What a press anywhere on a row does: its button, taking the tick back, or only the way to the button, because
 * nobody signs in passing. What is answered with more than a tick is answered again by its button alone.
 */
export type RowPress = 'button' | 'untick' | 'point';

export function rowPress(row: ChecklistRow, sitter: MemberId | null): RowPress | null {
  if (row.turn === 'handOver') return 'button';
  if (row.turn === 'secondSign') return 'point';
  if (row.turn !== 'answer') return null;
  if (row.status === 'done') return row.kind === 'tick' && mayUntick(row, sitter) ? 'untick' : null;
  return row.kind === 'dualSign' ? 'point' : 'button';
}

/** Where a station opens: the first phase with something left to do; after the show, what comes after it. */
export function openingPhase(state: StudioState, phases: readonly PhaseRows[]): ChecklistPhase {
  if (state.run?.phase === 'ended' && state.run.mode === 'live') return 'T+30min';
  const before = phases.filter((phase) => phase.phase !== 'T+30min');
  if (runOn(state) !== null) return 'T-15min';
  return (before.find((phase) => phase.open.length > 0) ?? phases.at(-1))?.phase ?? 'T-24h';
}

/** People who could give the second signature. */
export function otherSigners(plan: ShowPlan, tick: ItemTick | null): readonly TeamMember[] {
  return plan.team.filter((member) => member.id !== tick?.first.by.memberId);
}
