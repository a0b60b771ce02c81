import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where this platform keeps an application's data; the same for desktop, `kaibo serve` and the other commands.
 * The demo show has a folder of its own, so that it never lies among real shows.
 */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Kaibo');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Kaibo');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'kaibo');
}

export const demoDataDir = (): string => `${defaultDataDir()}-demo`;
