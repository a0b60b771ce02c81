import { z } from '../zod.ts';
import { spliceBetween } from '../script/splice.ts';

const wholeTexts = z.looseObject({ before: z.string(), after: z.string() });

/** A payload of the log in the form of today, whichever Kaibo wrote it. */
export function upToDatePayload(type: string, payload: unknown): unknown {
  if (type !== 'script.edited') return payload;
  // The first ones told the whole paragraph, before and after.
  const whole = wholeTexts.safeParse(payload);
  if (!whole.success) return payload;
  const { before, after, ...rest } = whole.data;
  return { ...rest, splice: spliceBetween(before, after) };
}
