import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { paragraphIdSchema, segmentIdSchema } from '#shared/model/ids';
import { resolveTokens, tokenKeyOf } from '#shared/script/tokens';

/** The script of the sample show: 14 segments, 53 paragraphs, 90 minutes from 20:00. */
const sampleSchema = z.object({
  scheduledStart: z.string(),
  charsPerMinute: z.number(),
  fallbacks: z.record(z.string(), z.string()),
  segments: z.array(
    z.object({
      id: segmentIdSchema,
      title: z.string(),
      startSec: z.number(),
      durationSec: z.number(),
      script: z.array(
        z.object({ id: paragraphIdSchema, speaker: z.string(), atSec: z.number(), text: z.string() }),
      ),
    }),
  ),
});

export const sample = sampleSchema.parse(
  JSON.parse(readFileSync(new URL('./sampleScript.json', import.meta.url), 'utf8')),
);

export const sampleFallbacks: ReadonlyMap<string, string> = new Map(
  Object.entries(sample.fallbacks).map(([token, words]) => [tokenKeyOf(token) ?? token, words]),
);

/** The segments as they are displayed while no live value is known. */
export const displayedSegments = sample.segments.map((segment) => ({
  ...segment,
  script: segment.script.map((paragraph) => ({
    ...paragraph,
    text: resolveTokens(paragraph.text, new Map(), sampleFallbacks),
  })),
}));
