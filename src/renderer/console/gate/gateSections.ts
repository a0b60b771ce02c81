import type { Blocker } from '#shared/run/goLiveGate';
import type { PreflightRow } from '#shared/run/preflight';
import type { StudioState } from '#shared/run/state';
import { findingRows } from './findingRows.ts';

/** The parts of the page, in the order in which a show is made ready. */
export const SECTIONS = [
  'show',
  'approval',
  'switcher',
  'preflight',
  'scenes',
  'people',
  'checklist',
  'prizes',
  'compliance',
] as const;
export type SectionId = (typeof SECTIONS)[number];

/** Where a blocker is mended. */
const MENDED_IN: Readonly<Record<Blocker['kind'], SectionId>> = {
  notApproved: 'approval',
  switcherOffline: 'switcher',
  switcherSimulated: 'switcher',
  sceneMissing: 'scenes',
  notSignedIn: 'people',
  checklistItem: 'checklist',
  prizeShort: 'prizes',
  bannedTerm: 'compliance',
};

export type SectionState = {
  readonly id: SectionId;
  readonly blockers: readonly Blocker[];
  /** Things to look at that do not block. */
  readonly attention: number;
};

/** What each part of the page still has to say, blockers first. */
export function gateSections(
  state: StudioState,
  blockers: readonly Blocker[],
  rows: readonly PreflightRow[],
): readonly SectionState[] {
  return SECTIONS.map((id) => ({
    id,
    blockers: blockers.filter((blocker) => MENDED_IN[blocker.kind] === id),
    attention: attentionOf(id, state, rows),
  }));
}

function attentionOf(id: SectionId, { plan, prep }: StudioState, rows: readonly PreflightRow[]): number {
  if (plan === null) return 0;
  switch (id) {
    case 'preflight':
      return rows.filter(({ verdict }) => verdict === 'attention').length;
    case 'scenes':
      return plan.scenes.filter((scene) => prep.walkedScenes[scene.id] === undefined).length;
    case 'people':
      return plan.team.filter((member) => prep.signedIn[member.id] === undefined).length;
    case 'compliance':
      return findingRows(plan).filter(({ kind }) => kind === 'warned').length;
    case 'show':
    case 'approval':
    case 'switcher':
    case 'checklist':
    case 'prizes':
      return 0;
  }
}

/** A blocker as short as it can be named. */
export function blockerName(blocker: Blocker): string | null {
  switch (blocker.kind) {
    case 'checklistItem':
      return blocker.item.text;
    case 'sceneMissing':
      return blocker.label;
    case 'notSignedIn':
      return blocker.displayName;
    case 'prizeShort':
      return blocker.name;
    case 'bannedTerm':
      return blocker.term;
    case 'notApproved':
    case 'switcherOffline':
    case 'switcherSimulated':
      return null;
  }
}
