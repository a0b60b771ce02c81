import { z } from '../zod.ts';

/** What changed from one text to another. `charOffset` is in code points: a pair of surrogates is never cut in two. */
export const textSpliceSchema = z.object({
  charOffset: z.number().int().min(0),
  removed: z.string(),
  inserted: z.string(),
});
export type TextSplice = z.infer<typeof textSpliceSchema>;

/** The one stretch of `before` that has to give way for `after`: whatever the two share at both ends is left out. */
export function spliceBetween(before: string, after: string): TextSplice {
  const was = Array.from(before);
  const is = Array.from(after);
  const shorter = Math.min(was.length, is.length);
  let head = 0;
  while (head < shorter && was[head] === is[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && was.at(-1 - tail) === is.at(-1 - tail)) tail += 1;
  return {
    charOffset: head,
    removed: was.slice(head, was.length - tail).join(''),
    inserted: is.slice(head, is.length - tail).join(''),
  };
}

/** The text that `splice` makes of the one it was taken from. */
export function spliced(text: string, { charOffset, removed, inserted }: TextSplice): string {
  const was = Array.from(text);
  const rest = charOffset + Array.from(removed).length;
  return was.slice(0, charOffset).join('') + inserted + was.slice(rest).join('');
}
