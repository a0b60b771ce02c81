import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { KaiboError } from '#shared/errors';
import { showIdSchema } from '#shared/model/ids';
import { parseShowFile, problemText } from '#shared/model/showFile';
import { rundownMarkdown } from '#shared/run/rundownMarkdown';
import { NO_SWITCHER } from '#shared/run/decide/index';
import { ShowRepository } from '#core/desk/shows/index';
import { Executor, STUDIO_PRINCIPAL } from '#core/run/index';
import {
  asKaiboError,
  openStore,
  openStoreForReading,
  deviceId,
  EventLog,
  Settings,
} from '#core/store/index';
import { StudioClock } from '#core/studioClock';
import { defaultDataDir } from './dataDir.ts';

const FILE_LIMIT_BYTES = 32 * 1024 * 1024;
const oneArgument = (positionals: readonly string[], name: string): string => {
  const [first, ...more] = positionals;
  if (first === undefined || more.length > 0)
    throw new KaiboError('BAD_REQUEST', { detail: `exactly one ${name} is needed` });
  return first;
};

/** Brings a show file into a data folder that no core is running on. */
export function importShow(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: 'string' } },
  });
  const file = resolve(oneArgument(positionals, 'FILE'));
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new KaiboError('NOT_FOUND', { path: file });
  if (!found.isFile()) throw new KaiboError('BAD_REQUEST', { detail: `${file} is not a file` });
  if (found.size > FILE_LIMIT_BYTES)
    throw new KaiboError('SHOW_FILE_TOO_LARGE', { limitBytes: FILE_LIMIT_BYTES });
  const parsed = parseShowFile(readFileSync(file, 'utf8'));
  if (!parsed.ok) {
    process.stderr.write(`${parsed.problems.map(problemText).join('\n')}\n`);
    const first = parsed.problems[0];
    throw new KaiboError('SHOW_FILE_INVALID', {
      count: parsed.problems.length,
      first: first === undefined ? '' : problemText(first),
    });
  }
  const store = openStore(resolve(values.data ?? defaultDataDir()));
  try {
    const { db, write } = store;
    const executor = new Executor({
      db,
      write,
      log: new EventLog(db, deviceId(db)),
      clock: new StudioClock(db),
      shows: new ShowRepository(db),
      settings: new Settings(db),
      switcherFacts: () => NO_SWITCHER,
      hasEvidence: () => false,
      rehearsalSpeed: 1,
      onFault: (error) => process.stderr.write(`${error.message}\n`),
      keep: () => () => undefined,
    });
    const { showId, rev } = executor.importShow(parsed.plan, STUDIO_PRINCIPAL);
    process.stdout.write(`${JSON.stringify({ showId, rev })}\n`);
    return 0;
  } catch (error) {
    throw asKaiboError(error, store.dataDir);
  } finally {
    store.close();
  }
}

export function exportShow(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: 'string' }, format: { type: 'string', default: 'json' } },
  });
  const showId = oneArgument(positionals, 'SHOW');
  if (values.format === 'xlsx')
    throw new KaiboError('NOT_IMPLEMENTED_HERE', { what: 'export --format xlsx' });
  if (values.format !== 'json' && values.format !== 'md')
    throw new KaiboError('BAD_REQUEST', { detail: `--format ${values.format}` });
  const store = openStoreForReading(resolve(values.data ?? defaultDataDir()));
  try {
    const parsedId = showIdSchema.safeParse(showId);
    const found = parsedId.success ? new ShowRepository(store.db).find(parsedId.data) : null;
    if (found === null) throw new KaiboError('SHOW_NOT_FOUND', { showId });
    process.stdout.write(
      values.format === 'md' ? rundownMarkdown(found.plan) : `${JSON.stringify(found.plan, null, 1)}\n`,
    );
    return 0;
  } catch (error) {
    throw asKaiboError(error, store.dataDir);
  } finally {
    store.close();
  }
}
