import { rolesOf, type TeamMember } from '#shared/model/showPlan';
import { INDISPENSABLE_ROLES } from '#shared/run/goLiveGate';
import type { StudioState } from '#shared/run/state';

export type RosterRow = {
  readonly member: TeamMember;
  readonly isCalled: boolean;
  readonly signedInAt: string | null;
};

/** The crew as it is called: the indispensable roles first, everybody else in the order of the show file. */
export function rosterRows(state: StudioState): readonly RosterRow[] {
  const rank = (member: TeamMember): number => {
    const ranks = rolesOf(member)
      .map((role) => INDISPENSABLE_ROLES.indexOf(role))
      .filter((index) => index !== -1);
    return ranks.length === 0 ? INDISPENSABLE_ROLES.length : Math.min(...ranks);
  };
  return (state.plan?.team ?? [])
    .map((member) => ({
      member,
      isCalled: rank(member) < INDISPENSABLE_ROLES.length,
      signedInAt: state.prep.signedIn[member.id]?.at ?? null,
    }))
    .toSorted((a, b) => rank(a.member) - rank(b.member));
}
