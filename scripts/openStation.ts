import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { findBrowser } from './findBrowser.ts';

/** A way to show a page of the stations on this PC. */
export type Opening = {
  readonly command: string;
  readonly args: readonly string[];
  /** For the one line that tells what happens. */
  readonly what: string;
};

/**
 * An app window (no tabs, no address bar) of Chrome, Edge or Chromium; else the default browser; null where
 * there is no screen to open anything on.
 */
export function openingFor(url: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Opening | null {
  if (platform === 'linux' && env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined)
    return null;
  const browser = findBrowser(
    ['google-chrome', 'chrome', 'microsoft-edge', 'msedge', 'chromium', 'chromium-browser'],
    env,
  );
  if (browser !== null) {
    // Chromium refuses its sandbox to root, and then doesn't start at all.
    const sandbox = platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return {
      command: browser.path,
      args: [...sandbox, `--app=${url}`],
      what: `an app window of ${browser.kind}`,
    };
  }
  const what = 'the default browser';
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: [url], what };
    case 'win32':
      // The empty string is the title that `start` wants before a quoted address.
      return { command: 'cmd', args: ['/c', 'start', '""', url.replaceAll('&', '^&')], what };
    default:
      return { command: 'xdg-open', args: [url], what };
  }
}

/** Opens it and lets go: the window may outlive the command that opened it. */
export function open({ command, args }: Opening, onError: (error: Error) => void): ChildProcess {
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', onError);
  child.unref();
  return child;
}
