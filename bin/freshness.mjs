import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether all outputs are there and no source is newer than the oldest of them. A folder stands for itself (a file
 * in it may have been removed) and for everything below it; a source that is not there is no newer one.
 *
 * @param {string} root
 * @param {{ readonly outputs: readonly string[], readonly sources: readonly string[] }} paths
 * @returns {boolean}
 */
export function isFresh(root, { outputs, sources }) {
  // Not the file that a link leads to: an editor's lock file is a link to nowhere.
  /** @param {string} path */
  const seen = (path) => lstatSync(join(root, path), { throwIfNoEntry: false });
  const builtAtMs = Math.min(...outputs.map((output) => seen(output)?.mtimeMs ?? 0));
  /** @param {string} source @returns {readonly string[]} */
  const withAllBelow = (source) =>
    seen(source)?.isDirectory() === true
      ? [
          source,
          ...readdirSync(join(root, source), { recursive: true, encoding: 'utf8' }).map((name) =>
            join(source, name),
          ),
        ]
      : [source];
  return (
    builtAtMs > 0 && sources.flatMap(withAllBelow).every((path) => (seen(path)?.mtimeMs ?? 0) <= builtAtMs)
  );
}
