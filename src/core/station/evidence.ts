import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KaiboError } from '#shared/errors';

export const EVIDENCE_LIMIT_BYTES = 12 * 1024 * 1024;
const TYPES = [
  {
    extension: 'jpg',
    mime: 'image/jpeg',
    matches: (bytes: Buffer) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  },
  {
    extension: 'png',
    mime: 'image/png',
    matches: (bytes: Buffer) =>
      bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  },
  {
    extension: 'webp',
    mime: 'image/webp',
    matches: (bytes: Buffer) =>
      bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
  },
] as const;

/** Photos that prove checklist items, kept in the data folder under the hash of their content. */
export class EvidenceStore {
  readonly #dir: string;

  constructor(dataDir: string) {
    this.#dir = join(dataDir, 'evidence');
  }

  /**
   * @returns the id to tick with.
   * @throws KaiboError EVIDENCE_INVALID
   */
  save(bytes: Buffer): string {
    const type = TYPES.find((each) => each.matches(bytes));
    if (type === undefined) throw new KaiboError('EVIDENCE_INVALID');
    const id = createHash('sha256').update(bytes).digest('hex');
    mkdirSync(this.#dir, { recursive: true });
    const file = join(this.#dir, `${id}.${type.extension}`);
    // Written aside and to the disk first: a file under its final name is always whole, and an id that was answered is kept.
    writeFileSync(`${file}.part`, bytes, { flush: true });
    renameSync(`${file}.part`, file);
    return id;
  }

  has(id: string): boolean {
    return this.find(id) !== null;
  }

  find(id: string): { readonly file: string; readonly mime: string } | null {
    if (!/^[0-9a-f]{64}$/u.test(id)) return null;
    for (const { extension, mime } of TYPES) {
      const file = join(this.#dir, `${id}.${extension}`);
      if (existsSync(file)) return { file, mime };
    }
    return null;
  }
}
