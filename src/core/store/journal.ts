import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from '#shared/zod';
import { syncFolder } from './durable.ts';
import { isNoGood } from './sqliteErrors.ts';

/** One value of a row as SQLite has it. */
const valueSchema = z.union([z.string(), z.number(), z.null()]);
export type RowValue = z.infer<typeof valueSchema>;

/** A row that was written, all its columns in their order; or the key of one that was deleted. */
const rowChangeSchema = z.tuple([z.string(), z.enum(['put', 'delete']), z.array(valueSchema)]);
export type RowChange = z.infer<typeof rowChangeSchema>;

/** What one transaction wrote. `n` counts transactions without a gap; `seq` and `at` are of the last event after it. */
const recordSchema = z.object({
  n: z.number().int().min(1),
  seq: z.number().int().min(0),
  at: z.string(),
  rows: z.array(rowChangeSchema),
});
export type JournalRecord = z.infer<typeof recordSchema>;
/** `boot`: which start of the machine wrote it. */
const headerSchema = z.object({ deviceId: z.string(), schema: z.number(), boot: z.string().optional() });
export type JournalHeader = z.infer<typeof headerSchema>;

export type JournalFile = {
  /** Null: it can't be read, and neither can what follows it. */
  readonly header: JournalHeader | null;
  readonly records: readonly JournalRecord[];
  /** Something stands after the last whole record: a write that was cut off, or damage. */
  readonly isTorn: boolean;
  /** It was closed in order: nothing was written after the last record. */
  readonly isEnded: boolean;
};

const SYNC_EVERY_MS = 1000;
export const journalFolder = (dataDir: string): string => join(dataDir, 'journal');
const nameOf = (n: number): string => `${String(n).padStart(12, '0')}.ndjson`;

/**
 * A second copy of everything that was committed since the oldest backup that counts, independent of SQLite:
 * one line a transaction, each with its own checksum, written before the transaction is committed. Lines are
 * handed to the operating system at once, which keeps them through the death of the core, and brought to the
 * disk once a second.
 */
export class Journal {
  readonly #dataDir: string;
  readonly #header: JournalHeader;
  readonly #timer: NodeJS.Timeout;
  /** Null until the next record begins a new file: a core starts on a full disk, too. */
  #file: number | null = null;
  #length = 0;
  #unsynced = false;
  #isSyncing = false;

  constructor(dataDir: string, header: JournalHeader) {
    this.#dataDir = dataDir;
    this.#header = header;
    this.#timer = setInterval(() => this.#sync(), SYNC_EVERY_MS);
    this.#timer.unref();
  }

  /**
   * Writes one record.
   *
   * @returns the function that takes it back, for a transaction that failed after all
   */
  append(record: JournalRecord): () => void {
    const file = (this.#file ??= this.#begin(record.n));
    const before = this.#length;
    const takeBack = (): void => {
      this.#length = before;
      ftruncateSync(file, before);
    };
    try {
      this.#write(file, JSON.stringify(record));
    } catch (error) {
      takeBack();
      throw error;
    }
    return takeBack;
  }

  /** Goes on in a new file, so that an older one can be let go when no backup needs it any more. */
  rotate(): void {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    try {
      this.#write(file, END_JSON);
    } catch {
      // No room for it: then nobody knows that this is its end.
    }
    // Off the event loop: it takes as long as the disk does.
    fdatasync(file, () => closeSync(file));
  }

  close(): void {
    clearInterval(this.#timer);
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    try {
      this.#write(file, END_JSON);
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  #begin(n: number): number {
    mkdirSync(journalFolder(this.#dataDir), { recursive: true });
    const file = openSync(join(journalFolder(this.#dataDir), nameOf(n)), 'w', 0o600);
    try {
      this.#length = 0;
      this.#write(file, JSON.stringify(this.#header));
      syncFolder(journalFolder(this.#dataDir));
      return file;
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  #write(file: number, json: string): void {
    const line = Buffer.from(lineOf(json));
    for (let done = 0; done < line.length;)
      done += writeSync(file, line, done, line.length - done, this.#length + done);
    this.#length += line.length;
    this.#unsynced = true;
  }

  /** Off the event loop. A disk that fails here fails the next write, too, and that one is reported. */
  #sync(): void {
    if (this.#file === null || !this.#unsynced || this.#isSyncing) return;
    this.#unsynced = false;
    this.#isSyncing = true;
    fdatasync(this.#file, (error) => {
      this.#isSyncing = false;
      if (error !== null) this.#unsynced = true;
    });
  }
}

const lineOf = (json: string): string => `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
/** The last line of a file that was closed in order. */
const END_JSON = '{"end":true}';
const END = lineOf(END_JSON).trimEnd();

const namesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.ndjson'))
        .toSorted()
    : [];

/** The journal files that may hold records after `afterN`, oldest first, each as far as it is whole. */
export function readJournal(dataDir: string, afterN: number): readonly JournalFile[] {
  const folder = journalFolder(dataDir);
  const names = namesIn(folder);
  return names
    .filter(
      (_name, index) =>
        Number.parseInt(names[index + 1] ?? 'Infinity', 10) > afterN + 1 || index === names.length - 1,
    )
    .map((name) => readJournalFile(join(folder, name)));
}

function readJournalFile(path: string): JournalFile {
  const lines = readLines(path);
  const header = headerSchema.safeParse(checkedJson(lines[0] ?? ''));
  if (!header.success) return { header: null, records: [], isTorn: true, isEnded: false };
  const records: JournalRecord[] = [];
  let isEnded = false;
  for (const line of lines.slice(1)) {
    if (line === '' || isEnded) break;
    isEnded = line === END;
    if (isEnded) continue;
    const record = recordSchema.safeParse(checkedJson(line));
    if (!record.success) break;
    records.push(record.data);
  }
  // A whole file ends with a line break, so that the split leaves one empty piece at the end.
  const isTorn = lines.length !== records.length + (isEnded ? 3 : 2);
  return { header: header.data, records, isTorn, isEnded };
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    // A sector that can't be read any more.
    if (!isNoGood(error)) throw error;
    return [];
  }
}

function checkedJson(line: string): unknown {
  const json = line.slice(9);
  if (crc32(json).toString(16).padStart(8, '0') !== line.slice(0, 8)) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    // Its checksum fits, but it is no line of ours.
    return undefined;
  }
}

/** Lets go of the files whose last record comes before `neededN`. */
export function trimJournal(dataDir: string, neededN: number): void {
  const folder = journalFolder(dataDir);
  const names = namesIn(folder);
  for (const [index, name] of names.entries()) {
    const next = names[index + 1];
    if (next === undefined || Number.parseInt(next, 10) > neededN) return;
    rmSync(join(folder, name));
  }
}
