import type { PackagedFile, PackagePlatform } from './dryPackage.ts';

/** What may lie in a package outside of node_modules. */
const OWN = [
  /^package\.json$/u,
  /^out\/main\/[\w.-]+\.js$/u,
  /^out\/main\/chunks\/[\w.-]+\.js$/u,
  /^out\/preload\/index\.cjs$/u,
  /^out\/(?:main|renderer)\/licenses\.md$/u,
  /^out\/renderer\/\w+\/index\.html$/u,
  /^out\/renderer\/assets\/[\w.@-]+$/u,
  /^resources\/demo\/show\.json$/u,
  /^resources\/icons\/tray(?:Template)?(?:@2x)?\.png$/u,
];
const NEEDED = [
  'package.json',
  'out/main/index.js',
  'out/main/core.js',
  'out/main/backupWorker.js',
  'out/main/licenses.md',
  'out/renderer/licenses.md',
  'out/preload/index.cjs',
  'out/renderer/console/index.html',
  'out/renderer/prompter/index.html',
  'out/renderer/checklist/index.html',
  'out/renderer/assistant/index.html',
  'out/renderer/overlay/index.html',
  'resources/demo/show.json',
  'resources/icons/tray.png',
  'resources/icons/trayTemplate.png',
];

/**
 * What is wrong with a package: what it lacks, and what does not belong in it. Empty: nothing.
 *
 * @param dependencies names of the production dependencies, those of dependencies too
 * @param imported what the built main and core import by name
 */
export function packageProblems(
  files: readonly PackagedFile[],
  platform: PackagePlatform,
  arch: 'x64' | 'arm64',
  {
    dependencies,
    imported,
  }: { readonly dependencies: ReadonlySet<string>; readonly imported: ReadonlySet<string> },
): readonly string[] {
  const paths = new Set(files.map(({ path }) => path));
  const native = `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`;
  const needed = [...NEEDED, native, ...[...imported].map((name) => `node_modules/${name}/package.json`)];
  const missing = needed.filter((path) => !paths.has(path)).map((path) => `missing: ${path}`);
  const foreign = files.flatMap(({ path, unpacked }) => {
    const name = packageOf(path);
    if (name === null) return OWN.some((own) => own.test(path)) ? [] : [`does not belong: ${path}`];
    if (!dependencies.has(name)) return [`no production dependency: ${path}`];
    if (/\.(?:map|ts|mts|cts|md)$|\/(?:tests?|__tests__)\//u.test(path)) return [`does not belong: ${path}`];
    if (path.endsWith('.node') && path !== native) return [`for another platform: ${path}`];
    return path === native && !unpacked ? [`must lie beside the archive: ${path}`] : [];
  });
  return [...missing, ...foreign];
}

/** The innermost package a file of node_modules belongs to; null for a file of ours. */
export function packageOf(path: string): string | null {
  const [, inner] = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path) ?? [];
  return inner ?? null;
}
