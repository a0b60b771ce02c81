import { ok, refuse } from '../../errors.ts';
import { messageIdSchema, type ItemId, type MessageId } from '../../model/ids.ts';
import { currentSegment, runOn } from '../state.ts';
import { duringRun, type Decider } from './context.ts';

export const sendMessage: Decider<'message.send'> = (state, { kind, text }, { newId }) => {
  if (runOn(state) === null) return refuse('RUN_NOT_ON');
  if (kind === 'text' && text === '')
    return refuse('BAD_REQUEST', { detail: 'payload.text: a free message needs a text' });
  return ok([{ type: 'message.sent', payload: { messageId: messageIdSchema.parse(newId()), kind, text } }]);
};

/** A second acknowledgement changes nothing: the clicker and the timeout may race. */
export const acknowledgeMessage = duringRun<{ messageId: MessageId; by: 'person' | 'timeout' }>(
  (run, { messageId, by }) => {
    const message = run.messages.find((each) => each.messageId === messageId);
    if (message === undefined) return refuse('UNKNOWN_MESSAGE', { messageId });
    return ok(
      message.acknowledged === null ? [{ type: 'message.acknowledged', payload: { messageId, by } }] : [],
    );
  },
);

export const passQuestion = duringRun<{ text: string }>((_run, { text }) =>
  ok([{ type: 'question.logged', payload: { text } }]),
);

export const logIssue: Decider<'issue.log'> = (state, { area, text }) => {
  const run = runOn(state);
  if (run === null) return refuse('RUN_NOT_ON');
  return ok([{ type: 'issue.logged', payload: { area, text, segmentId: currentSegment(run).segmentId } }]);
};

export const markClip = duringRun<{ label: string; preSec: number; postSec: number }>(
  (run, { label, preSec, postSec }) => {
    const itemId: ItemId | null = run.card?.itemId ?? null;
    return ok([
      {
        type: 'clip.marked',
        payload: { label, preSec, postSec, segmentId: currentSegment(run).segmentId, itemId },
      },
    ]);
  },
);
