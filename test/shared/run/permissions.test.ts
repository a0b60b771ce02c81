import { describe, expect, it } from 'vitest';
import { COMMAND_TYPES, type CommandType } from '#shared/model/commands';
import { ROLES, type Role } from '#shared/model/roles';
import { permittingImport, permittingRole } from '#shared/run/permissions';

const everyone: readonly Role[] = ROLES;
const output: readonly Role[] = ['director', 'technician', 'admin'];
const alarm: readonly Role[] = ['director', 'floorManager', 'technician', 'admin'];
const pace: readonly Role[] = ['director', 'floorManager', 'admin'];
const prompter: readonly Role[] = ['host', 'director', 'floorManager', 'admin'];
const goods: readonly Role[] = ['director', 'operator', 'admin'];

/** The permission matrix as agreed, written out: what is not here nobody may. */
export const EXPECTED: Readonly<Record<CommandType, readonly Role[]>> = {
  'show.open': ['director', 'floorManager', 'planner', 'technician', 'admin'],
  'script.edit': ['planner', 'floorManager', 'director', 'admin'],
  'timings.adopt': ['planner', 'admin'],
  'run.start': pace,
  'run.advance': pace,
  'run.end': pace,
  'segment.next': pace,
  'segment.back': pace,
  'segment.hold': pace,
  'segment.resume': pace,
  'segment.extend': pace,
  'segment.shorten': pace,
  'segment.end': pace,
  'segment.skip': pace,
  'segment.restore': pace,
  'take.undo': pace,
  'scene.switch': output,
  'scene.preview': output,
  'cue.fire': output,
  'audio.mute': output,
  'panic.cut': alarm,
  'panic.release': alarm,
  'contingency.open': alarm,
  'contingency.close': alarm,
  'product.push': goods,
  'product.reveal': goods,
  'product.retract': goods,
  'prompter.pause': prompter,
  'prompter.resume': prompter,
  'prompter.seek': prompter,
  'prompter.pace': prompter,
  'message.send': pace,
  'message.acknowledge': prompter,
  'question.pass': ['floorManager', 'operator', 'assistantHost', 'admin'],
  'issue.log': everyone,
  'clip.mark': ['director', 'floorManager', 'operator', 'assistantHost', 'admin'],
  'roster.signIn': everyone,
  'roster.signOut': everyone,
  'checklist.tick': everyone,
  'checklist.untick': everyone,
  'prize.count': ['operator', 'floorManager', 'admin'],
  'golive.override': ['supervisor', 'admin'],
  'scene.remap': ['technician', 'director', 'admin'],
  'scene.createMissing': ['technician', 'director', 'admin'],
  'switcher.choose': ['technician', 'director', 'admin'],
  'obs.settings': ['technician', 'admin'],
};

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
      if (role !== null) expect(EXPECTED[command], command).toContain(role);
    }
  });

  it('ORG-01 a show is brought in by planner, operator, director or admin', () => {
    expect(ROLES.filter((role) => permittingImport([role]))).toEqual(['director', 'operator', 'planner', 'admin']);
  });
});
