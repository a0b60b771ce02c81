import { describe, expect, it } from 'vitest';
import { COMMAND_TYPES } from '#shared/model/commands';
import { ROLES } from '#shared/model/roles';
import { permittingImport, permittingRole } from '#shared/run/permissions';
import { EXPECTED } from './expectedPermissions.ts';

describe('ORG-01 the permission matrix', () => {
  it('names every command', () => {
    expect(Object.keys(EXPECTED).toSorted()).toEqual([...COMMAND_TYPES].toSorted());
  });

  for (const role of ROLES) {
    it(`ORG-01 ${role}: allowed and refused for each of the ${COMMAND_TYPES.length} commands`, () => {
      const allowed = COMMAND_TYPES.filter((command) => permittingRole(command, [role]) !== null);
      expect(allowed).toEqual(COMMAND_TYPES.filter((command) => EXPECTED[command].includes(role)));
    });
  }

  it('ORG-01 who holds no role may do nothing at all', () => {
    expect(COMMAND_TYPES.filter((command) => permittingRole(command, []) !== null)).toEqual([]);
  });

  it('ORG-02 two roles: the union of both, and each command under the role that permits it', () => {
    for (const command of COMMAND_TYPES) {
      const either = EXPECTED[command].includes('operator') || EXPECTED[command].includes('floorManager');
      const role = permittingRole(command, ['operator', 'floorManager']);
      expect(role !== null, command).toBe(either);
      expect([null, ...EXPECTED[command]], command).toContain(role);
    }
  });

  it('ORG-01 a show is brought in by planner or admin', () => {
    expect(ROLES.filter((role) => permittingImport([role]))).toEqual(['planner', 'admin']);
  });
});
