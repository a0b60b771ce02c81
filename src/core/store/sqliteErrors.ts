import Database from 'better-sqlite3';
import { KaiboError, type ErrorCode } from '#shared/errors';
import { z } from '#shared/zod';

const SYSTEM_CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EROFS: 'DATA_FOLDER_NOT_WRITABLE',
  EACCES: 'DATA_FOLDER_NOT_WRITABLE',
  EPERM: 'DATA_FOLDER_NOT_WRITABLE',
  EIO: 'DATA_FOLDER_NOT_WRITABLE',
};
const STORAGE_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DISK_FULL',
  'DATA_FOLDER_NOT_WRITABLE',
  'DATA_FOLDER_GONE',
  'DATABASE_DAMAGED',
]);

const sqliteCode = (error: unknown): string => (error instanceof Database.SqliteError ? error.code : '');
const systemCode = (error: unknown): ErrorCode | undefined =>
  error instanceof Error && 'syscall' in error && 'code' in error
    ? SYSTEM_CODES[String(error.code)]
    : undefined;
const UNWRITABLE = /^SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH|IOERR)/u;

export const isBusy = (error: unknown): boolean => sqliteCode(error).startsWith('SQLITE_BUSY');

/** A file that is not, or no longer, the database it should be. */
export const isDamagedFile = (error: unknown): boolean => {
  const code =
    error instanceof KaiboError && error.cause !== undefined ? sqliteCode(error.cause) : sqliteCode(error);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
};

/** A file that is damaged, or a value in it that is no longer what was stored. */
export const isDamage = (error: unknown): boolean => isDamagedFile(error) || isDamagedRecord(error);

const isDamagedRecord = (error: unknown): error is KaiboError =>
  error instanceof KaiboError && error.code === 'RECORD_DAMAGED';

/** SQLite can't read it: not what it says of the place it writes to. */
const UNREADABLE = /^SQLITE_(?:ERROR|CONSTRAINT|IOERR_READ|IOERR_SHORT_READ)/u;

/** What was read is no good as a source, however that showed: damage, another kind of file, a sector that can't be read. */
export const isNoGood = (error: unknown): boolean =>
  isDamage(error) ||
  error instanceof z.ZodError ||
  UNREADABLE.test(sqliteCode(error)) ||
  (error instanceof Error && 'code' in error && error.code === 'EIO');

export const isNoRoom = (error: unknown): boolean =>
  systemCode(error) === 'DISK_FULL' || sqliteCode(error) === 'SQLITE_FULL';

/** An error of the place where things are stored: a full disk, a damaged file. Nothing was committed. */
export const isStorageError = (error: unknown): error is Error =>
  error instanceof Database.SqliteError ||
  systemCode(error) !== undefined ||
  (error instanceof KaiboError && STORAGE_CODES.has(error.code));

/** What went wrong with the storage as a person can act on it; other errors stay what they are. */
export function asKaiboError(error: unknown, dataDir: string): unknown {
  const system = systemCode(error);
  if (system !== undefined)
    return new KaiboError(system, system === 'DISK_FULL' ? {} : { dataDir }, { cause: error });
  if (isDamagedRecord(error))
    return new KaiboError('DATABASE_DAMAGED', { dataDir, detail: error.message }, { cause: error });
  const code = sqliteCode(error);
  if (code === '') return error;
  if (isBusy(error)) return new KaiboError('DATA_FOLDER_IN_USE', { dataDir }, { cause: error });
  if (code === 'SQLITE_FULL') return new KaiboError('DISK_FULL', {}, { cause: error });
  if (UNWRITABLE.test(code)) return new KaiboError('DATA_FOLDER_NOT_WRITABLE', { dataDir }, { cause: error });
  return new KaiboError(
    'DATABASE_DAMAGED',
    { dataDir, detail: error instanceof Error ? error.message : code },
    { cause: error },
  );
}
