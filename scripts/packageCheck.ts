import { ensureBuilt } from './freshBuild.ts';
import { PACKAGE_PLATFORMS, packagedFiles } from './dryPackage.ts';
import { packageProblems } from './packageProblems.ts';
import { importedPackages, productionDependencies } from './shippedPackages.ts';

/**
 * `npm run package:check`: lists exactly what ships, for each platform (or the one that is named), and says what
 * is wrong with it. Needs neither Electron’s runtime nor a network.
 */
const [asked] = process.argv.slice(2);
const platforms = PACKAGE_PLATFORMS.filter((platform) => asked === undefined || platform === asked);
if (platforms.length === 0) {
  console.error(`There is no platform ${asked}. There are: ${PACKAGE_PLATFORMS.join(', ')}.`);
  process.exit(2);
}
ensureBuilt();
const shipped = { dependencies: productionDependencies(), imported: importedPackages() };
let isSound = true;
for (const platform of platforms) {
  const files = await packagedFiles(platform);
  console.log(`\n── ${platform}-x64 ──`);
  for (const { path, bytes, unpacked } of files)
    console.log(`${String(bytes).padStart(9)}  ${path}${unpacked ? '  (beside the archive)' : ''}`);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${files.length} files, ${(total / 1e6).toFixed(1)} MB without Electron's runtime`);
  for (const problem of packageProblems(files, platform, 'x64', shipped)) {
    console.error(problem);
    isSound = false;
  }
}
// Said outright: electron-builder's own hooks at the exit forget `process.exitCode`.
process.exit(isSound ? 0 : 1);
