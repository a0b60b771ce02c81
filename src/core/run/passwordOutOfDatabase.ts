import { z } from 'zod';
import type { SecretStore } from '../secretStore.ts';
import type { Db, Settings } from '../store/index.ts';

/** An earlier Kaibo kept OBS's password in its settings: moves it to the secrets, and wipes where it was. */
export function passwordOutOfDatabase(db: Db, settings: Settings, secrets: SecretStore): void {
  const obs = settings.read('obs', z.object({ url: z.string(), password: z.string().optional() }));
  if (obs?.password === undefined) return;
  if (obs.password !== '' && secrets.read('obsPassword') === null) secrets.write('obsPassword', obs.password);
  db.pragma('secure_delete = ON');
  settings.write('obs', { url: obs.url });
  db.pragma('wal_checkpoint(TRUNCATE)');
}
