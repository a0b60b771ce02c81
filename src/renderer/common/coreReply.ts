import { z } from '#shared/zod';
import type { ErrorParams } from '#shared/errors';

/** A refusal of the core, ready for `errorText`. */
export type CoreRefusal = { readonly code: string; readonly params: ErrorParams };

const refusedSchema = z.object({
  error: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
});

/** No answer at all. */
export const CORE_AWAY: CoreRefusal = { code: 'CORE_OFFLINE', params: {} };

/**
 * What an answer that is not the hoped-for one says: the core's own words where there are some, else that
 * this device is shut out (401), else that something is broken in there.
 */
export function coreRefusal(status: number, body: unknown): CoreRefusal {
  const refused = refusedSchema.safeParse(body);
  if (refused.success) return refused.data.error;
  return status === 401
    ? { code: 'UNAUTHORIZED', params: {} }
    : { code: 'INTERNAL', params: { detail: `HTTP ${status}` } };
}

/** The JSON of an answer, undefined where it is none: whoever reads it checks it anyway. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // From a proxy or a dying process.
    return undefined;
  }
}
