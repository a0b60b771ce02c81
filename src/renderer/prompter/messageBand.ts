import type { MessageId } from '#shared/model/ids';
import type { Message } from '#shared/run/state';
import type { StudioMs } from '#shared/timing/vector';
import { FORGOTTEN_AFTER_MS } from '../common/messageAge.ts';

/** The newest message nobody has answered: a newer word from the director outranks an older one. */
export function messageToShow(
  messages: readonly Message[],
  answeredHere: ReadonlySet<MessageId>,
  now: StudioMs,
): Message | null {
  return openMessages(messages, answeredHere, now).at(-1) ?? null;
}

/** All that are still open and not history; whoever answers the newest has seen those before it. */
export function openMessages(
  messages: readonly Message[],
  answeredHere: ReadonlySet<MessageId>,
  now: StudioMs,
): readonly Message[] {
  return messages.filter(
    (each) =>
      each.acknowledged === null &&
      !answeredHere.has(each.messageId) &&
      now - each.sentAt < FORGOTTEN_AFTER_MS,
  );
}

export type BandType = { readonly fontPx: number; readonly lines: number };

const LINE_HEIGHT = 1.2;
const LINES = 2;
/** Smaller than this nobody reads it from the set; a longer text gets more lines rather than being cut. */
const SMALLEST_PX = 26;
/** One short word need not fill the screen. */
const LARGEST_OF_HEIGHT = 0.16;

/**
 * The largest type in which a message fits the band, in one line or two. `widthPx` and `heightPx` are the
 * room there is for its words, below the reading zone.
 */
export function bandType(text: string, widthPx: number, heightPx: number, screenHeightPx: number): BandType {
  const ems = widthInEms(text);
  const largest = Math.max(SMALLEST_PX, LARGEST_OF_HEIGHT * screenHeightPx);
  const candidates = Array.from({ length: LINES }, (_, index) => {
    const lines = index + 1;
    // A line may end one character early, for a word or a mark that must not begin the next.
    const emsALine = lines === 1 ? ems : ems / lines + 1.5;
    return {
      lines,
      fontPx: Math.floor(
        Math.min(largest, widthPx / Math.max(1, emsALine), heightPx / (lines * LINE_HEIGHT)),
      ),
    };
  });
  const best = candidates.reduce((one, other) => (other.fontPx > one.fontPx ? other : one));
  if (best.fontPx >= SMALLEST_PX) return best;
  return {
    fontPx: SMALLEST_PX,
    lines: Math.max(LINES, Math.ceil((ems + 1.5) / Math.max(1, Math.floor(widthPx / SMALLEST_PX)))),
  };
}

/** Wide characters count 1, Latin and digits a little over a half. */
function widthInEms(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) < 0x2e80 ? 0.6 : 1), 0);
}
