import type { CommandType } from '#shared/model/commands';
import type { MemberId } from '#shared/model/ids';
import type { Role } from '#shared/model/roles';
import { rolesOf, type ShowPlan } from '#shared/model/showPlan';
import { PERMISSIONS, permittingRole } from '#shared/run/permissions';

/** The roles of whoever sits at this screen. Nobody chosen: the studio PC itself, which may do everything. */
export function actingRoles(plan: ShowPlan | null, memberId: MemberId | null): readonly Role[] {
  if (memberId === null) return ['admin'];
  const member = plan?.team.find((each) => each.id === memberId);
  return member === undefined ? [] : rolesOf(member);
}

/** Null: allowed. Otherwise the roles that would be. */
export function rolesNeeded(command: CommandType, roles: readonly Role[]): readonly Role[] | null {
  if (permittingRole(command, roles) !== null) return null;
  const allowed = PERMISSIONS[command];
  return allowed === 'anyone' ? [] : allowed;
}
