import type { CommandType } from '#shared/model/commands';
import { ROLES, type Role } from '#shared/model/roles';

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
  'segment.reorder': pace,
  'segment.insert': pace,
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
