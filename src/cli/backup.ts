import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { KaiboError } from '#shared/errors';
import {
  asKaiboError,
  databaseFile,
  isDamage,
  openStoreForReading,
  restoreDatabase,
  takeBackup,
} from '#core/store/index';
import { defaultDataDir } from './dataDir.ts';

const parse = (args: string[]) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: 'string' } },
  });
  const [file] = positionals;
  if (file === undefined) throw new KaiboError('BAD_REQUEST', { detail: 'FILE is needed' });
  return { file: resolve(file), dataDir: resolve(values.data ?? defaultDataDir()) };
};

/** Copies the database, consistent to the last commit, also while a core writes to it; the copy is looked through. */
export async function backup(args: string[]): Promise<number> {
  const { file, dataDir } = parse(args);
  openStoreForReading(dataDir).close();
  // Under the name of a file in use it would take that one's place.
  if (isWithin(dirname(file), dataDir))
    throw new KaiboError('BAD_REQUEST', { detail: `${file} is inside the data folder; give another place` });
  if (!existsSync(dirname(file))) throw new KaiboError('NOT_FOUND', { path: dirname(file) });
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new KaiboError('BAD_REQUEST', { detail: `${file} is a folder; give the name of a file` });
  try {
    const { problem } = await takeBackup(databaseFile(dataDir), file);
    if (problem !== null)
      process.stderr.write(`kaibo: the copy is made, but what is stored is damaged: ${problem}\n`);
  } catch (error) {
    throw asKaiboError(error, isDamage(error) ? dataDir : dirname(file));
  }
  process.stdout.write(`${file}\n`);
  return 0;
}

/** Puts a copy in place of the database; the one that was there stays beside it under another name. */
export function restore(args: string[]): number {
  const { file, dataDir } = parse(args);
  const { file: target, before, problem } = restoreDatabase(dataDir, file);
  if (problem !== null)
    process.stderr.write(`kaibo: it is restored, but what is stored in it is damaged: ${problem}\n`);
  process.stdout.write(`${target}${before === null ? '' : `\nthe database before: ${before}`}\n`);
  return 0;
}

/** By whatever way they are named. */
function isWithin(folder: string, dataDir: string): boolean {
  const real = (path: string): string => (existsSync(path) ? realpathSync(path) : path);
  return `${real(folder)}${sep}`.startsWith(`${real(dataDir)}${sep}`);
}
