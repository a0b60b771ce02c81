import type { Segment, ShowPlan } from '#shared/model/showPlan';
import { resolveTokens, tokenKeyOf, type TokenWords } from '#shared/script/tokens';

export type AssistantLine = {
  readonly paragraphId: string;
  readonly text: string;
  /** Since the start of the segment, ms. */
  readonly atMs: number;
  readonly turn: 'ahead' | 'now' | 'past';
};

const NO_VALUES: TokenWords = new Map();

/**
 * What the assistant host says in a segment, and whose turn it is `elapsedMs` into it. Live tokens are read
 * as the words that are always true: this page shows no figure that could be an old one.
 */
export function assistantLines(
  plan: ShowPlan,
  segment: Segment,
  elapsedMs: number,
): readonly AssistantLine[] {
  const fallbacks: TokenWords = new Map(
    plan.scriptVariables.flatMap(({ token, fallback }): [string, string][] => {
      const key = tokenKeyOf(token);
      return key === null ? [] : [[key, fallback]];
    }),
  );
  return segment.script.flatMap((paragraph, index): AssistantLine[] => {
    if (paragraph.speaker !== 'assistantHost') return [];
    const untilMs = (segment.script[index + 1]?.atSec ?? Infinity) * 1000;
    const atMs = paragraph.atSec * 1000;
    const turn = elapsedMs < atMs ? 'ahead' : elapsedMs < untilMs ? 'now' : 'past';
    return [
      {
        paragraphId: paragraph.id,
        text: resolveTokens(paragraph.text, NO_VALUES, fallbacks),
        atMs,
        turn,
      },
    ];
  });
}
