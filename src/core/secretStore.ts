import { z } from '#shared/zod';

/** What must never be in the database, the log, an event or an export. */
export const secretNameSchema = z.enum(['obsPassword', 'obsSparePassword']);
export type SecretName = z.infer<typeof secretNameSchema>;
export const secretsSchema = z.partialRecord(secretNameSchema, z.string());
export type Secrets = z.infer<typeof secretsSchema>;

/**
 * Where secrets are kept. The core reads them while it runs, so they are at hand at once; who encrypts them is
 * the store's affair.
 */
export type SecretStore = {
  readonly read: (name: SecretName) => string | null;
  /** @throws when it can't be kept; whatever it belongs to must not be accepted then */
  readonly write: (name: SecretName, value: string) => void;
};

/**
 * The desktop's: values come from the system's keystore at the start, `keep` hands a new one over. A file that
 * a core without a keystore left in the data folder is newer than the keystore; it is taken over, and removed
 * once the keystore is seen to have it.
 */
export function keystoreSecrets(
  fromKeystore: Secrets,
  keep: (name: SecretName, value: string) => void,
  file: { readonly all: () => Secrets; readonly remove: () => void },
): SecretStore {
  const inFile = Object.entries(file.all()).map(
    ([name, value]) => [secretNameSchema.parse(name), value] as const,
  );
  const values = new Map(
    Object.entries(fromKeystore).map(([name, value]) => [secretNameSchema.parse(name), value]),
  );
  const missing = inFile.filter(([name, value]) => values.get(name) !== value);
  for (const [name, value] of missing) {
    values.set(name, value);
    keep(name, value);
  }
  if (inFile.length > 0 && missing.length === 0) file.remove();
  return {
    read: (name) => values.get(name) ?? null,
    write: (name, value) => {
      values.set(name, value);
      keep(name, value);
    },
  };
}
