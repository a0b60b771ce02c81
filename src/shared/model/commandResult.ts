import { z } from '../zod.ts';
import { errorMessage, type ErrorBody } from '../errors.ts';

/** The answer to a command, the same however often it is asked. An accepted one may have led to no event. */
export const commandResultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    seq: z.number(),
    events: z.array(z.object({ seq: z.number(), type: z.string() })),
  }),
  z.object({
    ok: z.literal(false),
    error: z.object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      message: z.string(),
    }),
  }),
]);
export type CommandResult = z.infer<typeof commandResultSchema>;

/** The answer that refuses a command. */
export function refusedFor(error: ErrorBody): CommandResult {
  return {
    ok: false,
    error: { code: error.code, params: { ...error.params }, message: errorMessage(error) },
  };
}
