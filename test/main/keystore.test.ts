import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeystore } from '#main/keystore';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kaibo-keystore-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const SECRET = 'Xc10-geheim';
const key = { works: true, changed: false };
const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptStringAsync: (text: string) =>
    key.works ? Promise.resolve(Buffer.from(text).reverse()) : Promise.reject(new Error('locked')),
  decryptStringAsync: (data: Buffer) =>
    key.changed
      ? Promise.reject(new Error('another key'))
      : Promise.resolve({ result: Buffer.from(data).reverse().toString(), shouldReEncrypt: false }),
};
const open = async (
  parts: { safe?: Partial<typeof safeStorage> | object; platform?: NodeJS.Platform } = {},
) => {
  const lines: string[] = [];
  let notKept = 0;
  const file = join(dir, 'keystore.json');
  const keystore = await openKeystore({
    safeStorage: { ...safeStorage, ...parts.safe },
    platform: parts.platform ?? 'linux',
    file,
    log: (line) => lines.push(line),
    onNotKept: () => (notKept += 1),
  });
  return { keystore, lines, file, notKept: () => notKept };
};

describe('XC-10 the keystore', () => {
  afterEach(() => Object.assign(key, { works: true, changed: false }));

  it('XC-10 keeps what is encrypted, never the secret, and gives it back', async () => {
    const { keystore, file } = await open();
    void keystore?.keep('obsPassword', 'an older one');
    await keystore?.keep('obsPassword', SECRET);
    expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
    expect(await (await open()).keystore?.all()).toEqual({ obsPassword: SECRET });
  });

  it.each([
    ['no keyring on Linux', { safe: { getSelectedStorageBackend: () => 'basic_text' } }],
    ['no encryption', { safe: { isAsyncEncryptionAvailable: () => Promise.resolve(false) } }],
    [
      'a keyring that fails',
      { safe: { isAsyncEncryptionAvailable: () => Promise.reject(new Error('dbus')) } },
    ],
  ])('XC-10 there is none with %s', async (_name, parts) => {
    expect((await open(parts)).keystore).toBeNull();
  });

  it('XC-10 the kind of keyring is asked on Linux only', async () => {
    const safe = {
      getSelectedStorageBackend: (): never => {
        throw new Error('Linux only');
      },
    };
    expect((await open({ safe, platform: 'win32' })).keystore).not.toBeNull();
  });

  it('XC-10 what can’t be kept is told, without the secret', async () => {
    const { keystore, lines, notKept, file } = await open();
    key.works = false;
    await keystore?.keep('obsPassword', SECRET);
    expect(notKept()).toBe(1);
    expect(lines.join()).toContain('obsPassword is not kept');
    expect(lines.join()).not.toContain(SECRET);
    expect(existsSync(file)).toBe(false);
  });

  it('XC-10 another PC’s or a damaged file has to be entered again', async () => {
    const { keystore, file } = await open();
    await keystore?.keep('obsPassword', SECRET);
    key.changed = true;
    const other = await open();
    expect(await other.keystore?.all()).toEqual({});
    expect(other.lines.join()).toContain("can't be decrypted");
    key.changed = false;
    writeFileSync(file, '{"obsPassword": "%%%"}');
    const damaged = await open();
    expect(await damaged.keystore?.all()).toEqual({});
    expect(existsSync(`${file}.damaged`)).toBe(true);
  });
});
