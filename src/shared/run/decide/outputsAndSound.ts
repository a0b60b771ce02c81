import { ok } from '../../errors.ts';
import type { CommandOf } from '../../model/commands.ts';
import { requestIdSchema } from '../../model/ids.ts';
import type { OutputAction, OutputName } from '../../model/outputs.ts';
import { duringRun, type DecideContext, type Decider, type Decision } from './context.ts';

/**
 * What is asked of stream, recording, replay buffer and single inputs. Nothing here looks at what they do
 * now: that is known only by proof, and the newest wish wins, so that a stop is never lost to a start.
 */
const ask = ({ newId }: DecideContext, output: OutputName, action: OutputAction): Decision =>
  ok([{ type: 'output.requested', payload: { requestId: requestIdSchema.parse(newId()), output, action } }]);

export const startOutput: Decider<'output.start'> = (_state, { output }, context) =>
  ask(context, output, 'start');
export const stopOutput: Decider<'output.stop'> = (_state, { output }, context) =>
  ask(context, output, 'stop');
export const pauseRecord: Decider<'record.pause'> = (_state, _payload, context) =>
  ask(context, 'record', 'pause');
export const resumeRecord: Decider<'record.resume'> = (_state, _payload, context) =>
  ask(context, 'record', 'resume');
export const saveReplay: Decider<'replay.save'> = (_state, _payload, context) =>
  ask(context, 'replay', 'save');

export const muteInput: Decider<'input.mute'> = (_state, { input, muted }, { newId }) =>
  ok([
    {
      type: 'input.requested',
      payload: { requestId: requestIdSchema.parse(newId()), input, change: { kind: 'mute', muted } },
    },
  ]);

export const setInputVolume: Decider<'input.volume'> = (_state, { input, volumeDb }, { newId }) =>
  ok([
    {
      type: 'input.requested',
      payload: { requestId: requestIdSchema.parse(newId()), input, change: { kind: 'volume', volumeDb } },
    },
  ]);

/** Somebody has seen it: it stays on the lamp, and no longer asks for attention. */
export const acknowledgeAlarm = duringRun<CommandOf<'alarm.acknowledge'>['payload']>((run, { alarm }) =>
  run.alarms[alarm]?.isAcknowledged === false
    ? ok([{ type: 'alarm.acknowledged', payload: { alarm } }])
    : ok([]),
);
