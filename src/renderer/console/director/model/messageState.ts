import type { Message } from '#shared/run/state';
import type { StudioMs } from '#shared/timing/vector';

/** Unacknowledged for this long a message needs a voice instead. */
export const UNANSWERED_AFTER_MS = 10_000;

export type MessageState = 'seen' | 'shown' | 'waiting' | 'unanswered';

/** `seen`: a person said so; `shown`: it was on the prompter for its time; `unanswered`: nobody, for 10 s. */
export function messageState(message: Message, now: StudioMs): MessageState {
  if (message.acknowledged !== null) return message.acknowledged.by === 'person' ? 'seen' : 'shown';
  return now - message.sentAt >= UNANSWERED_AFTER_MS ? 'unanswered' : 'waiting';
}
