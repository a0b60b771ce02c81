import { blockingFindings } from '../compliance/scan.ts';
import type { ChecklistItem, ShowPlan } from '../model/showPlan.ts';
import type { Role } from '../model/roles.ts';
import type { SwitcherFacts } from './decide/context.ts';
import { isApproved, isMet, missingScenes } from './checklistRules.ts';
import type { PrepState, StudioState } from './state.ts';

/** One thing that keeps the show from going live, with the names a person needs to mend it. */
export type Blocker =
  | { readonly kind: 'notApproved'; readonly status: string; readonly version: number }
  | { readonly kind: 'checklistItem'; readonly item: ChecklistItem; readonly phase: string }
  | { readonly kind: 'switcherOffline' }
  | { readonly kind: 'switcherSimulated' }
  | { readonly kind: 'sceneMissing'; readonly label: string; readonly obsSceneName: string }
  | {
      readonly kind: 'notSignedIn';
      readonly memberId: string;
      readonly displayName: string;
      readonly role: string;
    }
  | {
      readonly kind: 'prizeShort';
      readonly prizeId: string;
      readonly name: string;
      readonly onHand: number;
      readonly planned: number;
    }
  | {
      readonly kind: 'bannedTerm';
      readonly paragraphId: string;
      readonly term: string;
      readonly suggestion: string;
    };

/** What tells one blocker from another, however often the list is made. */
export function blockerKey(blocker: Blocker): string {
  switch (blocker.kind) {
    case 'notApproved':
      return `notApproved ${blocker.status} ${blocker.version}`;
    case 'checklistItem':
      return `checklistItem ${blocker.item.id}`;
    case 'sceneMissing':
      return `sceneMissing ${blocker.obsSceneName}`;
    case 'notSignedIn':
      return `notSignedIn ${blocker.memberId}`;
    case 'prizeShort':
      return `prizeShort ${blocker.prizeId} ${blocker.onHand}`;
    case 'bannedTerm':
      return `bannedTerm ${blocker.paragraphId} ${blocker.term}`;
    case 'switcherOffline':
    case 'switcherSimulated':
      return blocker.kind;
  }
}

/** Whether the show may go live: nothing blocks it, or a supervisor let through just what does. */
export function isGateOpen(blockers: readonly Blocker[], override: PrepState['override']): boolean {
  return blockers.every((blocker) => override?.covers.includes(blockerKey(blocker)) === true);
}

/** Without these people there is no show, whatever a checklist says; they are called first. */
export const INDISPENSABLE_ROLES: readonly Role[] = ['host', 'director', 'technician'];

/** All that still blocks going live. Empty means the gate is open. */
export function goLiveBlockers(state: StudioState, switcher: SwitcherFacts): readonly Blocker[] {
  const { plan, prep } = state;
  if (plan === null) return [];
  const blockers: Blocker[] = [];
  if (!isApproved(plan))
    blockers.push({ kind: 'notApproved', status: plan.show.status, version: plan.show.version });
  if (switcher.simulated) blockers.push({ kind: 'switcherSimulated' });
  else if (!switcher.ready) blockers.push({ kind: 'switcherOffline' });
  for (const scene of missingScenes(state, switcher)) {
    blockers.push({
      kind: 'sceneMissing',
      label: scene.label,
      obsSceneName: prep.sceneMap[scene.id] ?? scene.obsSceneName,
    });
  }
  for (const member of plan.team) {
    const role = [member.role, ...(member.roles ?? [])].find((each) => INDISPENSABLE_ROLES.includes(each));
    if (role !== undefined && prep.signedIn[member.id] === undefined) {
      blockers.push({ kind: 'notSignedIn', memberId: member.id, displayName: member.displayName, role });
    }
  }
  for (const checklist of plan.checklists) {
    if (checklist.phase === 'T+30min') continue;
    for (const item of checklist.items) {
      if (item.blocking && !isMet(item, state, switcher))
        blockers.push({ kind: 'checklistItem', item, phase: checklist.phase });
    }
  }
  for (const prize of shortPrizes(plan, prep.prizesOnHand)) blockers.push({ kind: 'prizeShort', ...prize });
  for (const finding of blockingFindings(plan)) {
    blockers.push({
      kind: 'bannedTerm',
      paragraphId: finding.paragraphId,
      term: finding.term,
      suggestion: finding.suggestion,
    });
  }
  return blockers;
}

/** Prizes of which fewer are on hand than planned: their interactions may not run. */
export function shortPrizes(
  plan: ShowPlan,
  onHand: Readonly<Record<string, number>>,
): readonly {
  readonly prizeId: string;
  readonly name: string;
  readonly onHand: number;
  readonly planned: number;
}[] {
  return plan.prizes
    .map((prize) => ({
      prizeId: prize.id,
      name: prize.name,
      onHand: onHand[prize.id] ?? prize.qtyOnHand,
      planned: prize.qtyPlanned,
    }))
    .filter((prize) => prize.onHand < prize.planned);
}
