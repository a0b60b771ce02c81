import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findBrowser, isExecutable } from './findBrowser.ts';

/** A program of the machine that some suites need: its Debian package, and how to see that it is there. */
export type Component = {
  readonly debianPackage: string;
  readonly suites: readonly string[];
  readonly isThere: () => boolean;
};

const command = (name: string) => (): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)));

const isDebian = (): boolean =>
  process.platform === 'linux' && command('apt-get')() && command('dpkg-query')();

/**
 * Libraries and fonts have no command to look for; where there is no dpkg to ask, they are believed to be
 * there.
 */
const debianPackage = (name: string) => (): boolean => {
  if (!isDebian()) return true;
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
  return stdout === 'installed';
};

export const COMPONENTS: readonly Component[] = [
  {
    debianPackage: 'chromium',
    suites: ['e2e', 'obs'],
    isThere: () =>
      findBrowser(['chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge']) !== null,
  },
  { debianPackage: 'fonts-noto-cjk', suites: ['e2e', 'obs'], isThere: debianPackage('fonts-noto-cjk') },
  { debianPackage: 'libfaketime', suites: ['process'], isThere: debianPackage('libfaketime') },
  { debianPackage: 'obs-studio', suites: ['obs'], isThere: command('obs') },
  { debianPackage: 'obs-plugins', suites: ['obs'], isThere: debianPackage('obs-plugins') },
  { debianPackage: 'xvfb', suites: ['obs'], isThere: command('Xvfb') },
  { debianPackage: 'libgl1-mesa-dri', suites: ['obs'], isThere: debianPackage('libgl1-mesa-dri') },
  { debianPackage: 'python3', suites: ['obs'], isThere: command('python3') },
  { debianPackage: 'x11-utils', suites: ['obs'], isThere: command('xwininfo') },
];

export const missingComponents = (suites: readonly string[]): readonly Component[] =>
  COMPONENTS.filter(
    (component) => component.suites.some((suite) => suites.includes(suite)) && !component.isThere(),
  );

/** Whether this machine lets us install what is missing: Debian or Ubuntu, as root. */
export const canInstall = (): boolean =>
  isDebian() && process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** Installs Debian packages; says what it does. Returns what is still missing afterwards. */
export function install(missing: readonly Component[]): readonly Component[] {
  const packages = missing.map((component) => component.debianPackage);
  console.log(`Installing what the tests need of this machine: ${packages.join(' ')}`);
  const aptGet = (...args: readonly string[]): boolean =>
    spawnSync('apt-get', ['-q', '-y', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  // A fresh machine has no package lists, an old one has stale ones.
  if (!aptGet('update')) console.log('apt-get update failed; trying with the lists that are there.');
  aptGet('install', '--no-install-recommends', ...packages);
  return missing.filter((component) => !component.isThere());
}
