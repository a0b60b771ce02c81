import { readFileSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import { z } from '#shared/zod';
import { secretNameSchema, type SecretName, type Secrets } from '../core/secretStore.ts';
import type { Keystore } from '../core/supervisor.ts';
import { isAbsent, setAside, writeWhole } from './desktopFile.ts';

type KeystoreParts = {
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >;
  readonly platform: NodeJS.Platform;
  /** Holds the encrypted secrets; the key is the system's and never leaves it. */
  readonly file: string;
  readonly log: (line: string) => void;
  /** Told when a new secret could not be kept: it is lost with the end of the core. */
  readonly onNotKept: () => void;
};

const fileSchema = z.partialRecord(secretNameSchema, z.base64());

/**
 * Keeps secrets with the system's keystore (Keychain, DPAPI, Secret Service, KWallet). Null where there is
 * none: on a Linux desktop without a keyring Electron “encrypts” with a key that everybody knows.
 */
export async function openKeystore(parts: KeystoreParts): Promise<Keystore | null> {
  const { safeStorage, platform, file, log, onNotKept } = parts;
  try {
    if (platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()))
      return null;
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  } catch (error) {
    log(`The system’s keystore does not answer: ${String(error)}`);
    return null;
  }
  const all = async (): Promise<Secrets> => {
    const secrets: Partial<Record<SecretName, string>> = {};
    for (const [key, encrypted] of Object.entries(read(file, log))) {
      const name = secretNameSchema.parse(key);
      try {
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(encrypted, 'base64'));
        secrets[name] = result;
      } catch (error) {
        // Another user’s, another PC’s, or a keyring that was reset: it has to be entered again.
        log(`${name} in ${file} can't be decrypted: ${String(error)}`);
      }
    }
    return secrets;
  };
  // One after the other, so that of two changes the later one stays.
  let writing = Promise.resolve();
  const keep = async (name: SecretName, value: string): Promise<void> => {
    try {
      const encrypted = await safeStorage.encryptStringAsync(value);
      writeWhole(file, JSON.stringify({ ...read(file, log), [name]: encrypted.toString('base64') }));
    } catch (error) {
      log(`${name} is not kept: ${String(error)}`);
      onNotKept();
    }
  };
  return { all, keep: (name, value) => (writing = writing.then(() => keep(name, value))) };
}

function read(file: string, log: (line: string) => void): z.infer<typeof fileSchema> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (!isAbsent(error)) log(`${file} can't be read: ${String(error)}`);
    return {};
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    log(`${file} is damaged; passwords must be entered again`);
    setAside(file, log);
    return {};
  }
}
