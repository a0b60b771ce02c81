import type { Message } from '#shared/run/state';
import type { StudioMs } from '#shared/timing/vector';
import { FORGOTTEN_AFTER_MS } from '../../../common/messageAge.ts';

/** Unacknowledged for this long a message needs a voice instead. */
export const UNANSWERED_AFTER_MS = 10_000;

export type MessageState = 'seen' | 'shown' | 'waiting' | 'unanswered' | 'lapsed';

/**
 * `seen`: a person said so; `shown`: it was on the prompter for its time; `unanswered`: nobody said so for 10 s;
 * `lapsed`: nor later.
 */
export function messageState(message: Message, now: StudioMs): MessageState {
  if (message.acknowledged?.by === 'person') return 'seen';
  if (now - message.sentAt >= FORGOTTEN_AFTER_MS) return 'lapsed';
  if (now - message.sentAt >= UNANSWERED_AFTER_MS) return 'unanswered';
  return message.acknowledged === null ? 'waiting' : 'shown';
}
