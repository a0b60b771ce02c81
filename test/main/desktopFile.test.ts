import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_MEMORY, desktopSettingsChangeSchema, openDesktopFile } from '#main/desktopFile';

let dir: string;
let file: string;
const lines: string[] = [];
const log = (line: string): void => void lines.push(line);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kaibo-memory-'));
  file = join(dir, 'desktop.json');
  lines.length = 0;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('what the desktop remembers', () => {
  it('is there again at the next start', () => {
    const settings = {
      language: 'zh-TW',
      prompterAtStart: true,
      shortcuts: { take: 'F13', panic: null },
    } as const;
    openDesktopFile(file, log).change({ settings });
    expect(openDesktopFile(file, log).memory).toEqual({ settings, homes: {} });
    expect(lines).toEqual([]);
  });

  it('an absent file, and one of an older version without a setting, give defaults', () => {
    expect(openDesktopFile(file, log).memory).toEqual(DEFAULT_MEMORY);
    writeFileSync(file, '{"settings":{"language":"en"}}');
    expect(openDesktopFile(file, log).memory.settings).toEqual({
      ...DEFAULT_MEMORY.settings,
      language: 'en',
    });
    expect(lines).toEqual([]);
  });

  it.each([
    ['not JSON', '{"settings":'],
    ['a key that is none', '{"settings":{"shortcuts":{"take":"A","panic":null}}}'],
    ['a place on no plane', '{"homes":{"director":{"x":1e300}}}'],
    ['an unknown station', '{"homes":{"cellar":{}}}'],
  ])('a damaged file (%s) gives the defaults, is kept aside, and is told', (_name, text) => {
    writeFileSync(file, text);
    expect(openDesktopFile(file, log).memory).toEqual(DEFAULT_MEMORY);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(text);
    expect(existsSync(file)).toBe(false);
    expect(lines.join()).toContain('damaged');
  });

  it('a page may change one setting, and none that does not exist', () => {
    expect(desktopSettingsChangeSchema.parse({ prompterAtStart: true })).toEqual({ prompterAtStart: true });
    expect(desktopSettingsChangeSchema.safeParse({ homes: {} }).success).toBe(false);
    expect(desktopSettingsChangeSchema.safeParse({ shortcuts: { take: 'Esc', panic: null } }).success).toBe(
      false,
    );
  });
});
