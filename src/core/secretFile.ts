import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import { secretsSchema, type SecretName, type Secrets, type SecretStore } from './secretStore.ts';

/**
 * Secrets where there is no keystore: a file of the data folder that only this user may read (on Windows the
 * user's folder is closed to others by itself). Not in the database, so that a backup or a copy of it, sent to
 * somebody, carries none.
 */
export class SecretFile implements SecretStore {
  readonly #dataDir: string;
  readonly #file: string;
  #values: Secrets;

  constructor(dataDir: string, log: (line: string) => void) {
    this.#dataDir = dataDir;
    this.#file = join(dataDir, 'secrets.json');
    this.#values = read(this.#file, log);
  }

  all(): Secrets {
    return this.#values;
  }

  readonly read = (name: SecretName): string | null => this.#values[name] ?? null;

  /** @throws KaiboError DISK_FULL, DATA_FOLDER_NOT_WRITABLE */
  readonly write = (name: SecretName, value: string): void => {
    const next = { ...this.#values, [name]: value };
    this.#save(next);
    this.#values = next;
  };

  /** Writes them again, where the file is gone. Throws as `write` does. */
  keep(): void {
    if (Object.keys(this.#values).length > 0) this.#save(this.#values);
  }

  #save(values: Secrets): void {
    const part = `${this.#file}.part`;
    try {
      mkdirSync(this.#dataDir, { recursive: true });
      // A new file each time: the mode is given to a file that is made, not to one that is there.
      rmSync(part, { force: true });
      writeFileSync(part, JSON.stringify(values), { mode: 0o600, flush: true });
      renameSync(part, this.#file);
    } catch (cause) {
      if (isSystemError(cause, 'ENOSPC')) throw new KaiboError('DISK_FULL', {}, { cause });
      throw new KaiboError('DATA_FOLDER_NOT_WRITABLE', { dataDir: this.#dataDir }, { cause });
    }
  }

  remove(): void {
    rmSync(this.#file, { force: true });
    this.#values = {};
  }
}

function read(file: string, log: (line: string) => void): Secrets {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) log(`${file} can't be read: ${String(error)}`);
    return {};
  }
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch {
    // Neither the text nor the parser's words about it go into a log: it holds a password.
    log(`${file} is damaged; passwords must be entered again`);
    return {};
  }
}

const isSystemError = (error: unknown, code: string): boolean =>
  z.object({ code: z.literal(code) }).safeParse(error).success;
