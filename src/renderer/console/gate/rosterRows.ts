import { rolesOf, type TeamMember } from '#shared/model/showPlan';
import type { Role } from '#shared/model/roles';
import type { StudioState } from '#shared/run/state';

/** Without these nobody goes on air; they are called first. */
const CALLED_FIRST: readonly Role[] = ['host', 'director', 'technician'];

export type RosterRow = {
  readonly member: TeamMember;
  readonly isCalled: boolean;
  readonly signedInAt: string | null;
};

/** The crew as it is called: the indispensable roles first, everybody else in the order of the show file. */
export function rosterRows(state: StudioState): readonly RosterRow[] {
  const rank = (member: TeamMember): number => {
    const ranks = rolesOf(member)
      .map((role) => CALLED_FIRST.indexOf(role))
      .filter((index) => index !== -1);
    return ranks.length === 0 ? CALLED_FIRST.length : Math.min(...ranks);
  };
  return (state.plan?.team ?? [])
    .map((member) => ({
      member,
      isCalled: rank(member) < CALLED_FIRST.length,
      signedInAt: state.prep.signedIn[member.id]?.at ?? null,
    }))
    .toSorted((a, b) => rank(a.member) - rank(b.member));
}
