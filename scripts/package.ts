import { join } from 'node:path';
import { type Arch, build, Platform } from 'electron-builder';
import packaging from '../electron-builder.config.ts';
import { build as buildKaibo } from './freshBuild.ts';

/**
 * `npm run package`: installers for this platform in dist/ (`-- win`, `-- mac`, `-- linux` for another one, as
 * far as electron-builder can make it here). Fetches Electron’s runtime; docs/desktop.md says how from a mirror.
 */
const PLATFORMS = { win: Platform.WINDOWS, mac: Platform.MAC, linux: Platform.LINUX } as const;
const isPlatform = (name: string): name is keyof typeof PLATFORMS => Object.hasOwn(PLATFORMS, name);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !isPlatform(name));
if (unknown.length > 0) {
  console.error(
    `There is no platform ${unknown.join(', ')}. There are: ${Object.keys(PLATFORMS).join(', ')}.`,
  );
  process.exit(2);
}
const platforms = asked.filter(isPlatform).map((name) => PLATFORMS[name]);
buildKaibo();
const made = await build({
  projectDir: join(import.meta.dirname, '..'),
  targets: new Map(
    (platforms.length === 0 ? [Platform.current()] : platforms).map((platform) => [
      platform,
      new Map<Arch, string[]>(),
    ]),
  ),
  config: packaging,
  publish: 'never',
});
for (const file of made) console.log(file);
