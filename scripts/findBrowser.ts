import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type BrowserKind =
  | 'chromium'
  | 'chromium-browser'
  | 'google-chrome'
  | 'chrome'
  | 'msedge'
  | 'microsoft-edge';
export type FoundBrowser = { readonly kind: BrowserKind; readonly path: string };

/** Where the installers put a browser that is not on PATH. */
function wellKnownPaths(kind: BrowserKind, env: NodeJS.ProcessEnv): readonly string[] {
  const windowsRoots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
    (root) => root !== undefined,
  );
  switch (kind) {
    case 'chrome':
    case 'google-chrome':
      return [
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        ...windowsRoots.map((root) => join(root, 'Google', 'Chrome', 'Application', 'chrome.exe')),
      ];
    case 'msedge':
    case 'microsoft-edge':
      return [
        '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
        ...windowsRoots.map((root) => join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe')),
      ];
    case 'chromium':
    case 'chromium-browser':
      return ['/Applications/Chromium.app/Contents/MacOS/Chromium'];
  }
}

/** The first of the wanted browsers that is installed: on PATH, else where its installer puts it. */
export function findBrowser(
  wanted: readonly BrowserKind[],
  env: NodeJS.ProcessEnv = process.env,
): FoundBrowser | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const kind of wanted) {
    const candidates = [
      ...folders.map((folder) => join(folder, process.platform === 'win32' ? `${kind}.exe` : kind)),
      ...wellKnownPaths(kind, env),
    ];
    const path = candidates.find(isExecutable);
    if (path !== undefined) return { kind, path };
  }
  return null;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // absent and not allowed are the same answer here
  }
}
