import { parseArgs } from 'node:util';
import { z } from '#shared/zod';

/** What `npm start -- …` may say to the desktop; the same words as `kaibo serve`. */
const flagsSchema = z.object({
  data: z.string().min(1).optional(),
  host: z.string().min(1).default('127.0.0.1'),
  /** 0: any free port. */
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  speed: z.coerce.number().positive().optional(),
  demo: z.boolean().optional(),
});
export type DesktopFlags = z.infer<typeof flagsSchema>;

/**
 * Flags that aren't ours are left alone: Electron and Chromium have hundreds of their own on the same line.
 */
export function parseDesktopFlags(args: readonly string[]): DesktopFlags {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      data: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      speed: { type: 'string' },
      demo: { type: 'boolean' },
    },
  });
  return flagsSchema.parse(values);
}
