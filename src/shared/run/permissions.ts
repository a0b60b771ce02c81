import type { CommandType } from '../model/commands.ts';
import type { Role } from '../model/roles.ts';

/**
 * Who may run what. Enforced in the core for every command, whoever sends it; the stations use the same
 * table to hide what a person can't do. `anyone` still means a known role of this show.
 */
type Allowed = readonly Role[] | 'anyone';

const OUTPUT = ['director', 'technician'] as const;
const ALARM = ['director', 'floorManager', 'technician'] as const;
const PACE = ['floorManager', 'director'] as const;
const PROMPT = ['host', 'director', 'floorManager'] as const;

export const PERMISSIONS: Readonly<Record<CommandType, Allowed>> = {
  'show.open': ['director', 'floorManager', 'planner', 'technician'],
  'script.edit': ['planner', 'floorManager', 'director'],
  'timings.adopt': ['planner'],
  'run.start': PACE,
  'run.advance': PACE,
  'run.end': PACE,
  'segment.next': PACE,
  'segment.back': PACE,
  'segment.hold': PACE,
  'segment.resume': PACE,
  'segment.extend': PACE,
  'segment.shorten': PACE,
  'segment.end': PACE,
  'segment.skip': PACE,
  'segment.restore': PACE,
  'segment.reorder': PACE,
  'segment.insert': PACE,
  'take.undo': PACE,
  'scene.switch': OUTPUT,
  'scene.preview': OUTPUT,
  'cue.fire': OUTPUT,
  'audio.mute': OUTPUT,
  'input.mute': OUTPUT,
  'input.volume': OUTPUT,
  'output.start': OUTPUT,
  'output.stop': OUTPUT,
  'record.pause': OUTPUT,
  'record.resume': OUTPUT,
  'replay.save': OUTPUT,
  'alarm.acknowledge': ALARM,
  'panic.cut': ALARM,
  'panic.release': ALARM,
  'contingency.open': ALARM,
  'contingency.close': ALARM,
  'drill.start': ALARM,
  'drill.end': ALARM,
  'product.push': ['director', 'operator'],
  'product.reveal': ['director', 'operator'],
  'product.retract': ['director', 'operator'],
  'prompter.pause': PROMPT,
  'prompter.resume': PROMPT,
  'prompter.seek': PROMPT,
  'prompter.pace': PROMPT,
  'message.send': PACE,
  'message.acknowledge': PROMPT,
  'question.pass': ['floorManager', 'operator', 'assistantHost'],
  'issue.log': 'anyone',
  'clip.mark': ['director', 'floorManager', 'operator', 'assistantHost'],
  'roster.signIn': 'anyone',
  'roster.signOut': 'anyone',
  // Ownership of the single item is checked by `decide`; so is that nobody, not even admin, ticks for another role.
  'checklist.tick': 'anyone',
  'checklist.untick': 'anyone',
  'prize.count': ['operator', 'floorManager', 'supervisor'],
  'golive.override': ['supervisor'],
  'scene.remap': ['technician', 'director'],
  'scene.keepStill': ['technician', 'director'],
  'scene.createMissing': ['technician', 'director'],
  'safeScene.policy': ['technician', 'director'],
  'switcher.choose': ['technician', 'director'],
  'obs.settings': ['technician'],
  'obs.spare': ['technician'],
  'switcher.failover': OUTPUT,
  'recovery.acknowledge': ALARM,
};

/**
 * The role under which a holder of `roles` may run the command, or null when none may.
 * Admin may run everything (single items of other owners are still refused later).
 */
export function permittingRole(command: CommandType, roles: readonly Role[]): Role | null {
  const allowed = PERMISSIONS[command];
  if (allowed === 'anyone') return roles[0] ?? null;
  return roles.find((role) => allowed.includes(role)) ?? (roles.includes('admin') ? 'admin' : null);
}

/** Bringing in a whole plan is an edit of the run sheet: the planner’s. */
const IMPORT_ROLES: readonly Role[] = ['planner', 'admin'];
export const permittingImport = (roles: readonly Role[]): boolean =>
  roles.some((role) => IMPORT_ROLES.includes(role));
