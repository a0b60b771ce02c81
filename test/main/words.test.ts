import { describe, expect, it } from 'vitest';
import { applicationMenu } from '#main/menu';
import { failureSentence, wordsFor } from '#main/words';
import { ERROR_MESSAGES } from '#shared/errors';
import type { ErrorCode } from '#shared/errors';
import { STATION_KINDS } from '#shared/model/station';

describe('the shell’s own words', () => {
  it.each([
    ['zh-CN', '导播台'],
    ['zh', '导播台'],
    ['zh-SG', '导播台'],
    ['zh-TW', '導播台'],
    ['zh-HK', '導播台'],
    ['zh-Hant-TW', '導播台'],
    ['en-GB', 'Director'],
    ['de', 'Director'],
  ])('locale %s', (locale, director) => {
    expect(wordsFor(locale).stations.director).toBe(director);
  });

  it('XC-11 no Latin word stands in the Chinese texts, but for names and what a parameter brings', () => {
    for (const locale of ['zh-CN', 'zh-TW']) {
      const texts = JSON.stringify(Object.values(wordsFor(locale)).map((group) => Object.values(group)));
      const words = texts.replaceAll(/\{\w+\}/g, '').match(/[A-Za-z]+/g) ?? [];
      const keys = new Set<string>(Object.keys(ERROR_MESSAGES).flatMap((code) => code.split('_')));
      expect(words.filter((word) => word !== 'OBS' && !keys.has(word))).toEqual([]);
    }
  });

  it.each<readonly [string, ErrorCode, Record<string, string | number>, names: string]>([
    ['zh-CN', 'PORT_TAKEN', { host: '127.0.0.1', port: 4_460 }, '4460'],
    ['zh-TW', 'DATA_FOLDER_IN_USE', { dataDir: '/data' }, '/data'],
    ['en', 'DATABASE_NEWER', { found: 9, known: 3 }, '9'],
    ['zh-CN', 'CORE_KEEPS_CRASHING', { count: 5, lastExit: 'exit code 9' }, '5'],
    ['zh-CN', 'INTERNAL', { detail: 'x' }, 'INTERNAL'],
  ])('%s: %s names what it is about and leaves no braces', (locale, code, params, names) => {
    const sentence = failureSentence(wordsFor(locale), { code, params });
    expect(sentence).toContain(names);
    expect(sentence).not.toMatch(/[{}]/);
  });

  it('the menu opens every station and can neither reload a window nor open its developer tools', () => {
    const opened: string[] = [];
    const menu = applicationMenu(wordsFor('zh-CN'), (station) => opened.push(station));
    const entries = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    for (const { click } of entries) click?.(undefined as never, undefined, undefined as never);
    expect(opened).toEqual(STATION_KINDS);
    expect(entries.flatMap(({ role }) => role ?? [])).toEqual([
      'quit',
      'togglefullscreen',
      'zoomIn',
      'zoomOut',
      'resetZoom',
    ]);
  });
});
