import type { Command, CommandOf, CommandType } from '../../model/commands.ts';
import type { StudioState } from '../state.ts';
import type { DecideContext, Decider, Decision } from './context.ts';
import * as drill from './drillCommands.ts';
import * as outputs from './outputsAndSound.ts';
import * as output from './outputCommands.ts';
import * as people from './peopleCommands.ts';
import * as plan from './planCommands.ts';
import * as prep from './prepCommands.ts';
import * as prompter from './prompterCommands.ts';
import * as order from './orderCommands.ts';
import * as run from './runCommands.ts';

export { NO_SWITCHER, type DecideContext, type Decision, type SwitcherFacts } from './context.ts';

const DECIDERS: { readonly [Type in CommandType]: Decider<Type> } = {
  'show.open': prep.openShow,
  'script.edit': plan.editScript,
  'timings.adopt': plan.adoptTimings,
  'run.start': run.startRun,
  'run.advance': run.setAdvance,
  'run.end': run.endRun,
  'segment.next': run.nextSegment,
  'segment.back': run.previousSegment,
  'segment.hold': run.holdSegment,
  'segment.resume': run.resumeSegment,
  'segment.extend': run.extendSegment,
  'segment.shorten': run.shortenSegment,
  'segment.end': run.endSegment,
  'segment.skip': run.skipSegment,
  'segment.restore': run.restoreSegment,
  'segment.reorder': order.reorderSegment,
  'segment.insert': order.insertSegment,
  'take.undo': run.undoTake,
  'scene.switch': output.switchScene,
  'scene.preview': output.previewScene,
  'cue.fire': output.fireCue,
  'audio.mute': output.muteAudio,
  'input.mute': outputs.muteInput,
  'input.volume': outputs.setInputVolume,
  'output.start': outputs.startOutput,
  'output.stop': outputs.stopOutput,
  'record.pause': outputs.pauseRecord,
  'record.resume': outputs.resumeRecord,
  'replay.save': outputs.saveReplay,
  'alarm.acknowledge': outputs.acknowledgeAlarm,
  'panic.cut': output.cutInPanic,
  'panic.release': output.releasePanic,
  'contingency.open': output.openContingency,
  'contingency.close': output.closeContingency,
  'drill.start': drill.startDrill,
  'drill.end': drill.endDrill,
  'product.push': output.pushProduct,
  'product.reveal': output.revealPrice,
  'product.retract': output.retractProduct,
  'prompter.pause': prompter.pausePrompter,
  'prompter.resume': prompter.resumePrompter,
  'prompter.seek': prompter.seekPrompter,
  'prompter.pace': prompter.setPace,
  'message.send': people.sendMessage,
  'message.acknowledge': people.acknowledgeMessage,
  'question.pass': people.passQuestion,
  'issue.log': people.logIssue,
  'clip.mark': people.markClip,
  'roster.signIn': prep.signIn,
  'roster.signOut': prep.signOut,
  'checklist.tick': prep.tickItem,
  'checklist.untick': prep.untickItem,
  'prize.count': prep.countPrize,
  'golive.override': prep.overrideGate,
  'scene.remap': prep.remapScene,
  'scene.keepStill': prep.keepStill,
  'scene.createMissing': prep.createMissingScenes,
  'safeScene.policy': prep.setSafeScenePolicy,
  'switcher.choose': prep.chooseSwitcher,
  'obs.settings': prep.changeObsSettings,
  'obs.spare': prep.changeObsSpare,
  'switcher.failover': prep.failOver,
  'recovery.acknowledge': prep.acknowledgeRecovery,
};

/**
 * What a command does to the state: the events it leads to, or why it is refused. An accepted command
 * may lead to no event when there is nothing to do. Who may ask is checked before, by `permittingRole`.
 */
export function decide(state: StudioState, command: Command, context: DecideContext): Decision {
  return deciderOf(command.type)(state, command.payload, context);
}

/** The table is keyed by type, so a decider always meets its own payload; TypeScript can't follow that through a union. */
function deciderOf<Type extends CommandType>(
  type: Type,
): (state: StudioState, payload: CommandOf<Type>['payload'], context: DecideContext) => Decision {
  return DECIDERS[type];
}
