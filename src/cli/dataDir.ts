import { homedir } from 'node:os';
import { join } from 'node:path';

export { defaultDataDir } from '#core/dataDir';

/** Where the desktop keeps its log and crash records: in Electron's folder for this application. */
export function desktopLogDir(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const inKaibo = (base: string): string => join(base, 'Kaibo', 'logs');
  if (platform === 'win32') return inKaibo(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'));
  if (platform === 'darwin') return inKaibo(join(homedir(), 'Library', 'Application Support'));
  return inKaibo(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'));
}
