import type { Message, RunState } from '#shared/run/state';
import type { StudioMs } from '#shared/timing/vector';
import { FORGOTTEN_AFTER_MS } from '../common/messageAge.ts';

/** The host answers a message by the clicker; here it stays long enough to be read across the room. */
const SHOWN_FOR_MS = 12_000;

/** The director's last message while it matters: until it is answered, and for a while in any case. */
export function directorMessage(run: RunState, now: StudioMs): Message | null {
  const message = run.messages.at(-1);
  if (message === undefined) return null;
  const ageMs = now - message.sentAt;
  return ageMs < (message.acknowledged === null ? FORGOTTEN_AFTER_MS : SHOWN_FOR_MS) ? message : null;
}
