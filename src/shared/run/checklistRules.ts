import type { ChecklistItem, ShowPlan } from '../model/showPlan.ts';
import type { SwitcherFacts } from './decide/context.ts';
import type { ItemTick, StudioState } from './state.ts';

/** How an item is answered. */
export type ItemKind = 'tick' | 'number' | 'photo' | 'dualSign' | 'automatic';

export function itemKind(item: ChecklistItem): ItemKind {
  if (item.kind === 'auto' || item.kind === 'roster') return 'automatic';
  if (item.evidence === 'dualSign') return 'dualSign';
  if (item.kind === 'count' || item.kind === 'measure') return 'number';
  return item.evidence === 'photo' || item.evidence === 'screenshot' ? 'photo' : 'tick';
}

export type NumberLimits = {
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: string;
};
const AT_LEAST = /(?:不少于|不低于|至少)\s*(\d+(?:\.\d+)?)\s*([A-Za-z%]+|[^\d\s,。;、]{0,2})/u;
const AT_MOST = /(?:不超过|不高于|至多|最多)\s*(\d+(?:\.\d+)?)\s*([A-Za-z%]+|[^\d\s,。;、]{0,2})/u;

/** The limits of a number: as the file gives them, else as the item's own words say (“不少于50GB”). */
export function numberLimits(item: ChecklistItem): NumberLimits {
  if (item.limits !== undefined) return item.limits;
  const least = AT_LEAST.exec(item.text);
  const most = AT_MOST.exec(item.text);
  return {
    min: least?.[1] === undefined ? (item.kind === 'count' ? 0 : null) : Number(least[1]),
    max: most?.[1] === undefined ? null : Number(most[1]),
    unit: least?.[2] ?? most?.[2] ?? '',
  };
}

export function isWithin(value: number, { min, max }: NumberLimits): boolean {
  return Number.isFinite(value) && (min === null || value >= min) && (max === null || value <= max);
}

/** What Kaibo checks by itself. `manual` = this version can't know it: the owner ticks it. */
export type AutomaticCheck =
  | 'scenesMatch'
  | 'scenesWalked'
  | 'approved'
  | 'rosterComplete'
  | 'clipsMarked'
  | 'manual';

/** From the item's own field `auto`, else from its words. */
export function automaticCheck(item: ChecklistItem): AutomaticCheck {
  if (item.kind === 'roster') return 'rosterComplete';
  if (/场景.*(?:试走|走一遍)|每个场景/u.test(item.text)) return 'scenesWalked';
  if (/场景名|场景.*匹配/u.test(item.text)) return 'scenesMatch';
  if (/审批/u.test(item.text)) return 'approved';
  return /高光|片段/u.test(item.text) ? 'clipsMarked' : 'manual';
}

/** Whether an automatic item is met now, and the names of what is missing. */
export function automaticResult(
  item: ChecklistItem,
  state: StudioState,
  switcher: SwitcherFacts,
): { readonly met: boolean; readonly missing: readonly string[] } {
  const { plan, prep, run } = state;
  if (plan === null) return { met: false, missing: [] };
  switch (automaticCheck(item)) {
    case 'scenesMatch': {
      const missing = missingScenes(state, switcher).map((scene) => scene.label);
      return { met: switcher.sceneNames !== null && missing.length === 0, missing };
    }
    case 'scenesWalked': {
      const missing = plan.scenes
        .filter((scene) => prep.walkedScenes[scene.id] === undefined)
        .map((scene) => scene.label);
      return { met: missing.length === 0, missing };
    }
    case 'approved':
      return { met: isApproved(plan), missing: [] };
    case 'rosterComplete': {
      const missing = plan.team
        .filter((member) => prep.signedIn[member.id] === undefined)
        .map((member) => member.displayName);
      return { met: missing.length === 0, missing };
    }
    case 'clipsMarked':
      // Clips are in the log the moment they are marked; once the live run has ended they can be handed over.
      return {
        met: run?.phase === 'ended' && run.mode === 'live' && run.clips.length > 0,
        missing: [],
      };
    case 'manual':
      return { met: isDone(prep.checklist[item.id]), missing: [] };
  }
}

export const isDone = (tick: ItemTick | undefined): boolean => tick?.status === 'done';

/** Whether an item is met, whatever its kind. */
export function isMet(item: ChecklistItem, state: StudioState, switcher: SwitcherFacts): boolean {
  return itemKind(item) === 'automatic'
    ? automaticResult(item, state, switcher).met
    : isDone(state.prep.checklist[item.id]);
}

/** Approved means the show says so, and its last verdict is the final one (an admin’s, who is on the crew) of this very version. */
export function isApproved(plan: ShowPlan): boolean {
  const { status, version, approvals } = plan.show;
  const last = approvals.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1);
  return (
    ['approved', 'ready', 'live'].includes(status) &&
    last?.result === 'approved' &&
    last.role === 'admin' &&
    plan.team.some(
      ({ id, role, roles = [] }) => id === last.memberId && [role, ...roles].includes('admin'),
    ) &&
    last.showVersion === version
  );
}

/** Scenes of the plan that the switcher does not have under their (possibly re-mapped) name. Empty while that is unknown. */
export function missingScenes(state: StudioState, switcher: SwitcherFacts): ShowPlan['scenes'] {
  const names = switcher.sceneNames;
  if (state.plan === null || names === null) return [];
  return state.plan.scenes.filter(
    (scene) => !names.includes(state.prep.sceneMap[scene.id] ?? scene.obsSceneName),
  );
}
