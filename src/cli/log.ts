import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import { asKaiboError, openStoreForReading, EventLog } from '#core/store/index';
import { defaultDataDir } from './dataDir.ts';

const PAGE = 1000;

/** The event log, one JSON object a line, oldest first. Works beside a running core. */
export async function printLog(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, after: { type: 'string', default: '0' } },
  });
  const after = Number(values.after);
  if (!Number.isInteger(after) || after < 0)
    throw new KaiboError('BAD_REQUEST', { detail: `--after ${values.after}` });
  const store = openStoreForReading(resolve(values.data ?? defaultDataDir()));
  try {
    const log = new EventLog(
      store.db,
      z.string().catch('').parse(store.db.prepare('SELECT id FROM device').pluck().get()),
    );
    let seq = after;
    for (;;) {
      const page = log.after(seq, PAGE);
      if (page.length === 0) return 0;
      const text = page.map((event) => `${JSON.stringify(event)}\n`).join('');
      if (!process.stdout.write(text)) await new Promise((resume) => process.stdout.once('drain', resume));
      seq = page.at(-1)?.seq ?? seq;
    }
  } catch (error) {
    throw asKaiboError(error, store.dataDir);
  } finally {
    store.close();
  }
}
