import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SecretFile } from '#core/secretFile';
import { keystoreSecrets, type SecretName, type Secrets } from '#core/secretStore';
import { discard, inMemoryStudio, newFolder, type InMemoryStudio } from '../support/inMemoryStudio.ts';

const PASSWORD = 'Xc10-Klartext-9f2b';
/** Windows has no modes; a user’s folder is closed to others there as a whole. */
const CLOSED = process.platform === 'win32' ? null : 0o600;
const modeOf = (file: string): number | null => (CLOSED === null ? null : statSync(file).mode & 0o777);
const open: InMemoryStudio[] = [];
afterEach(async () => {
  for (const studio of open.splice(0)) await discard(studio);
});
const studioIn = async (dataDir: string): Promise<InMemoryStudio> => {
  const studio = await inMemoryStudio({ dataDir });
  open.push(studio);
  return studio;
};

describe('XC-10 secrets without a keystore', () => {
  it('XC-10 the OBS password is in a file that only this user may read, and neither in the database, its log, nor ours', async () => {
    const dataDir = newFolder();
    const studio = await studioIn(dataDir);
    const settings = { url: 'ws://127.0.0.1:1', password: PASSWORD };
    expect(await studio.api.send('obs.settings', settings)).toMatchObject({ ok: true });
    // Another address with the password that is kept already.
    expect(await studio.api.send('obs.settings', { url: 'ws://127.0.0.1:2' })).toMatchObject({ ok: true });
    expect(
      JSON.stringify([await studio.api.events(), (await studio.api.get('/api/v1/state')).body]),
    ).not.toContain(PASSWORD);
    expect(studio.logLines.join('\n')).not.toContain(PASSWORD);
    const holding = readdirSync(dataDir, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter(({ name }) => readFileSync(join(dataDir, name), 'latin1').includes(PASSWORD))
      .map(({ name }) => name);
    expect(holding).toEqual(['secrets.json']);
    expect(modeOf(join(dataDir, 'secrets.json'))).toBe(CLOSED);
  });

  it('XC-10 a file that others could read is closed by the next change', () => {
    const dataDir = newFolder();
    const file = join(dataDir, 'secrets.json');
    writeFileSync(file, '{}');
    chmodSync(file, 0o644);
    new SecretFile(dataDir, () => undefined).write('obsPassword', PASSWORD);
    expect(modeOf(file)).toBe(CLOSED);
    expect(new SecretFile(dataDir, () => undefined).read('obsPassword')).toBe(PASSWORD);
  });

  it('XC-10 a damaged file costs the password, and its content is not logged', () => {
    const dataDir = newFolder();
    writeFileSync(join(dataDir, 'secrets.json'), `{"obsPassword":"${PASSWORD}`);
    const lines: string[] = [];
    expect(new SecretFile(dataDir, (line) => lines.push(line)).read('obsPassword')).toBeNull();
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(PASSWORD);
  });
});

describe('XC-10 secrets of a desktop with a keystore', () => {
  const opened = (fromKeystore: Secrets, inFile: Secrets) => {
    const kept: [SecretName, string][] = [];
    let removed = false;
    const store = keystoreSecrets(fromKeystore, (name, value) => kept.push([name, value]), {
      all: () => inFile,
      remove: () => (removed = true),
    });
    return { store, kept, removed };
  };

  it.each<readonly [string, Secrets, Secrets, string | null, kept: number, removed: boolean]>([
    ['none anywhere', {}, {}, null, 0, false],
    ['in the keystore', { obsPassword: 'a' }, {}, 'a', 0, false],
    [
      'in a file only: handed over, the file stays until that is seen',
      {},
      { obsPassword: 'b' },
      'b',
      1,
      false,
    ],
    ['newer in a file: handed over', { obsPassword: 'a' }, { obsPassword: 'b' }, 'b', 1, false],
    ['the same in both: the file goes', { obsPassword: 'b' }, { obsPassword: 'b' }, 'b', 0, true],
  ])('XC-10 %s', (_name, fromKeystore, inFile, value, keptCount, removed) => {
    const result = opened(fromKeystore, inFile);
    expect(result.store.read('obsPassword')).toBe(value);
    expect(result.kept).toHaveLength(keptCount);
    expect(result.removed).toBe(removed);
  });

  it('XC-10 a new one is at hand at once, and handed over', () => {
    const { store, kept } = opened({}, {});
    store.write('obsPassword', 'new');
    expect(store.read('obsPassword')).toBe('new');
    expect(kept).toEqual([['obsPassword', 'new']]);
  });
});
