import { z } from '../zod.ts';

/**
 * Milliseconds on the studio clock: monotonic, continuous across restarts of the core, unrelated to
 * the wall clock. Only differences mean anything.
 */
export const studioMsSchema = z.number().brand<'StudioMs'>();
export type StudioMs = z.infer<typeof studioMsSchema>;

/** A moving thing: where it was at an instant and how fast it moves (1 = real time, 0 = held). */
export const timingVectorSchema = z.object({
  positionMs: z.number(),
  velocity: z.number(),
  at: studioMsSchema,
});
export type TimingVector = z.infer<typeof timingVectorSchema>;

/** Position in ms at `now`. */
export function positionAt(vector: TimingVector, now: StudioMs): number {
  return vector.positionMs + vector.velocity * (now - vector.at);
}

/** The same motion restated at `now` with another velocity: no jump. */
export function withVelocity(vector: TimingVector, velocity: number, now: StudioMs): TimingVector {
  return { positionMs: positionAt(vector, now), velocity, at: now };
}

/** The instant at which the vector reaches `positionMs`, or null if it never will. */
export function reachesAt(vector: TimingVector, positionMs: number): StudioMs | null {
  if (vector.velocity === 0) return null;
  const at = vector.at + (positionMs - vector.positionMs) / vector.velocity;
  return at < vector.at ? null : studioMsSchema.parse(at);
}

export const later = (at: StudioMs, ms: number): StudioMs => studioMsSchema.parse(at + ms);
