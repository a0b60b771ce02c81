import { z } from '#shared/zod';
import { ERROR_MESSAGES } from '../shared/errors.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { deskReportSchema } from '../shared/run/deskReport.ts';
import { secretNameSchema, secretsSchema } from './secretStore.ts';

/** What the core process and its supervisor say to each other, over `process.send` or `parentPort`. */

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_MESSAGES, code);
const errorCodeSchema = z.string().refine(isErrorCode);

export const coreReadySchema = z.object({
  type: z.literal('ready'),
  /** Where the stations are: `http://127.0.0.1:PORT`. */
  url: z.url(),
  port: z.int().min(1).max(65_535),
  /** The studio's own token: full rights, for the windows on this machine. */
  token: z.string().min(1),
  dataDir: z.string().min(1),
  version: z.string().min(1),
});
export type CoreReady = z.infer<typeof coreReadySchema>;

/** How often a core says that it is alive. */
export const BEAT_EVERY_MS = 1000;

/** Core → supervisor. `fatal`: starting again would fail in the same way, so it is not tried. */
export const coreMessageSchema = z.discriminatedUnion('type', [
  coreReadySchema,
  z.object({
    type: z.literal('fatal'),
    code: errorCodeSchema,
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** Said every BEAT_EVERY_MS by a core whose event loop turns. */
  z.object({ type: z.literal('beat') }),
  z.object({ type: z.literal('report'), report: deskReportSchema }),
  /** Asked at the start when the supervisor has a keystore. Secrets travel here only, never in the environment. */
  z.object({ type: z.literal('secretsWanted') }),
  z.object({ type: z.literal('keepSecret'), name: secretNameSchema, value: z.string() }),
]);
export type CoreMessage = z.infer<typeof coreMessageSchema>;

/** Supervisor → core. */
export const supervisorMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('secrets'), values: secretsSchema }),
]);
export type SupervisorMessage = z.infer<typeof supervisorMessageSchema>;
