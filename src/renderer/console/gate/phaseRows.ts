import { CHECKLIST_PHASES, type ChecklistItem, type ChecklistPhase } from '#shared/model/showPlan';
import { isMet } from '#shared/run/checklistRules';
import type { SwitcherFacts } from '#shared/run/decide/index';
import type { StudioState } from '#shared/run/state';

export type PhaseRow = {
  readonly phase: ChecklistPhase;
  readonly name: string;
  readonly met: number;
  readonly total: number;
  readonly blocking: readonly ChecklistItem[];
};

/** How far each checklist before the show is, and what of it still blocks. The one after the show blocks nothing. */
export function phaseRows(state: StudioState, facts: SwitcherFacts): readonly PhaseRow[] {
  return CHECKLIST_PHASES.filter((phase) => phase !== 'T+30min').flatMap((phase) =>
    (state.plan?.checklists ?? [])
      .filter((list) => list.phase === phase)
      .map((list) => {
        const open = list.items.filter((item) => !isMet(item, state, facts));
        return {
          phase,
          name: list.name,
          met: list.items.length - open.length,
          total: list.items.length,
          blocking: open.filter((item) => item.blocking),
        };
      }),
  );
}
