import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBrowser } from '../../scripts/findBrowser.ts';
import { openingFor } from '../../scripts/openStation.ts';

const LINK = 'http://127.0.0.1:4460/director?token=a&b=c';

/** A PATH with nothing on it but these programs. */
function pathWith(...programs: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'kaibo-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const program of programs) {
    writeFileSync(join(folder, program), '');
    chmodSync(join(folder, program), 0o755);
  }
  return folder;
}

describe.runIf(process.platform === 'linux')('opening the stations without Electron', () => {
  it('in an app window of the browser that is installed', () => {
    const path = pathWith('chromium');
    const opening = openingFor(LINK, 'linux', { DISPLAY: ':0', PATH: path });
    expect(opening).toMatchObject({ command: join(path, 'chromium'), what: 'an app window of chromium' });
    expect(opening?.args.at(-1)).toBe(`--app=${LINK}`);
  });

  it('Chrome comes before Chromium', () => {
    const path = pathWith('chromium', 'google-chrome');
    expect(openingFor(LINK, 'linux', { WAYLAND_DISPLAY: 'wayland-0', PATH: path })?.command).toBe(
      join(path, 'google-chrome'),
    );
  });

  it('in the default browser where there is none of these', () => {
    const env = { DISPLAY: ':0', PATH: pathWith() };
    expect(openingFor(LINK, 'linux', env)).toEqual({
      command: 'xdg-open',
      args: [LINK],
      what: 'the default browser',
    });
    expect(openingFor(LINK, 'darwin', env)?.command).toBe('open');
    // cmd would end the address at an unescaped &.
    expect(openingFor(LINK, 'win32', env)?.args).toEqual(['/c', 'start', '""', LINK.replace('&', '^&')]);
  });

  it('nowhere, where there is no screen', () => {
    expect(openingFor(LINK, 'linux', { PATH: pathWith('chromium') })).toBeNull();
  });

  it('a file that can’t be run is no browser', () => {
    const path = pathWith('chromium');
    chmodSync(join(path, 'chromium'), 0o644);
    expect(findBrowser(['chromium'], { PATH: path })).toBeNull();
  });
});
