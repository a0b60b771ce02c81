import { KaiboError } from '#shared/errors';
import type { z } from '#shared/zod';

/**
 * Reads what the database keeps as JSON. SQLite doesn't know what stands in its columns, so damage that left
 * its pages whole is seen here first.
 *
 * @param record names it in the words of a report: `event 12`
 * @throws KaiboError RECORD_DAMAGED when it is no longer what was stored
 */
export function storedJson<Schema extends z.ZodType>(
  record: string,
  schema: Schema,
  text: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(record, text));
  if (parsed.success) return parsed.data;
  throw unreadable(record, parsed.error);
}

/** The JSON alone, for a reader that has more to do before it can say what it is. Throws as `storedJson` does. */
export function parseJson(record: string, text: unknown): unknown {
  if (typeof text !== 'string') throw unreadable(record, typeof text);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's words quote the text, which may be anything by now.
    throw unreadable(record, 'no JSON');
  }
}

export function unreadable(record: string, why: string | z.ZodError): KaiboError {
  const [first] = typeof why === 'string' ? [] : why.issues;
  const reason = typeof why === 'string' ? why : [...(first?.path ?? []), first?.message].join(': ');
  return new KaiboError('RECORD_DAMAGED', { record, detail: reason });
}
