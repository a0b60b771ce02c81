import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findElectron } from '../../scripts/findElectron.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kaibo-electron-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('XC-10 a runtime of Electron that was brought along', () => {
  it.each([
    ['win32', 'electron.exe'],
    ['darwin', 'Electron.app/Contents/MacOS/Electron'],
    ['linux', 'electron'],
  ] as const)('is found on %s', (platform, program) => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: folder };
    expect(findElectron(env, platform)).toBeNull();
    const path = join(folder, program);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    expect(findElectron(env, platform)).toBe(path);
  });
});
