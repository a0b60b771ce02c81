import { builtinModules } from 'node:module';
import { posix } from 'node:path';

/**
 * The one direction of dependencies: renderer → shared ← core ← main, cli.
 * Decides about a single import; the linter plugin beside this file feeds it every import of the project.
 */
export type ImportFact = {
  /** The importing file, relative to the project's root, with forward slashes. */
  readonly importer: string;
  /** What stands between the quotes. */
  readonly specifier: string;
  /** True for `import type` and `export type`, which leave nothing behind at run time. */
  readonly typeOnly: boolean;
};

const LAYERS = ['shared', 'core', 'main', 'preload', 'renderer', 'cli'] as const;
type Layer = (typeof LAYERS)[number];

/** What each layer may import at run time. */
const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  shared: ['shared'],
  core: ['shared', 'core'],
  main: ['shared', 'core', 'main'],
  preload: ['shared', 'preload'],
  renderer: ['shared', 'renderer'],
  cli: ['shared', 'core', 'cli'],
};

const INSTEAD: Readonly<Record<Layer, string>> = {
  shared: 'shared is pure and knows nobody: move the rule here, or pass the value in as a parameter.',
  core: 'core knows neither the shell nor the pages: let main or cli pass in what it needs when it starts the core.',
  main: 'main only puts windows around the core: talk to a page through HTTP or the preload, not through its code.',
  preload:
    'preload carries shell verbs only: put a rule into src/shared, and everything else behind the core’s API.',
  renderer:
    'a page talks to the core through its API: import types only (`import type`), or move a pure rule into src/shared.',
  cli: 'cli drives the core as any other client: import from src/core or src/shared.',
};

const NODE_BUILTINS = new Set(builtinModules);
const isNodeBuiltin = (specifier: string): boolean =>
  specifier.startsWith('node:') || NODE_BUILTINS.has(specifier.split('/')[0] ?? specifier);
const isElectron = (specifier: string): boolean =>
  specifier === 'electron' || specifier.startsWith('electron/');

/** Why this import breaks the house's order and what to do instead; null when it may stay. */
export function judgeImport({ importer, specifier, typeOnly }: ImportFact): string | null {
  const from = layerOf(importer);
  if (from === null) return null;

  const target = resolve(importer, specifier);
  if (target === null) return judgePackage(from, specifier);

  const to = layerOf(target);
  if (to === null) {
    if (!/^(test|scripts)\//.test(target)) return null;
    return `src/${from} must not import ${target}: Kaibo is complete without tests and scripts; move the code into src.`;
  }

  // Types leave nothing behind, so a page may know what the core’s answers look like.
  const allowed = MAY_IMPORT[from].includes(to) || (typeOnly && from === 'renderer' && to === 'core');
  if (!allowed) return `src/${from} must not import src/${to}: ${INSTEAD[from]}`;
  return to === 'core' ? judgeDoor(importer, target) : null;
}

function judgePackage(from: Layer, specifier: string): string | null {
  if (isElectron(specifier) && from !== 'main' && from !== 'preload') {
    return `src/${from} must not import electron: only src/main and src/preload know the shell. ${INSTEAD[from]}`;
  }
  if (isNodeBuiltin(specifier) && (from === 'shared' || from === 'renderer')) {
    return `src/${from} must not import ${specifier}: it also runs where there is no Node. ${
      from === 'shared' ? 'Do the I/O in src/core and pass its result in.' : 'Ask the core through its API.'
    }`;
  }
  return null;
}

/** Other domains of the core are entered by their index.ts only. */
function judgeDoor(importer: string, target: string): string | null {
  const closed = domainOf(target);
  if (closed === null || target === `${closed}/index.ts` || importer.startsWith(`${closed}/`)) return null;
  return (
    `${target} is inside another domain: import it from ${closed}/index.ts, ` +
    'and export it there if it is meant for others.'
  );
}

/**
 * The innermost closed domain that holds the file: `src/core/<domain>`, or `src/core/desk/<domain>`, because
 * the desk is a street of domains, not one. Null for the files that lie in src/core itself.
 */
function domainOf(file: string): string | null {
  const [, , domain, inner, ...rest] = file.split('/');
  if (domain === undefined || inner === undefined) return null;
  if (domain === 'desk' && rest.length > 0) return `src/core/desk/${inner}`;
  return `src/core/${domain}`;
}

function layerOf(file: string): Layer | null {
  const [top, folder] = file.split('/');
  return top === 'src' ? (LAYERS.find((layer) => layer === folder) ?? null) : null;
}

/**
 * The file an import points to, relative to the root, or null for a package. Mirrors `imports` of
 * package.json.
 */
function resolve(importer: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier.replace(/[?#].*$/, ''));
  const alias = /^#(\w+)\/(.+)$/.exec(specifier);
  if (alias === null) return null;
  const [, root, rest] = alias;
  return root === 'test' ? `test/${rest}.ts` : `src/${root}/${rest}.ts`;
}
