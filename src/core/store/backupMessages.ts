import { z } from '#shared/zod';

/** What a backup thread is told, and what it answers. */
export type BackupTask = { readonly from: string; readonly to: string };
export const backupTaskSchema = z.object({ from: z.string(), to: z.string() });

export const backupOutcomeSchema = z.discriminatedUnion('result', [
  /** `problem`: a value in it is damaged, and so it is in the database. */
  z.object({
    result: z.literal('done'),
    to: z.string(),
    n: z.number(),
    seq: z.number(),
    problem: z.string().nullable(),
    tookMs: z.number(),
  }),
  /** `isSource`: the database itself is damaged, not only the copy of it. */
  z.object({ result: z.literal('failed'), detail: z.string(), isFull: z.boolean(), isSource: z.boolean() }),
]);
export type BackupOutcome = z.infer<typeof backupOutcomeSchema>;
