import { describe, expect, it } from 'vitest';
import { applicationMenu } from '#main/menu';
import { failureSentence, wordsFor } from '#main/words';
import { trayLine, trayMenu } from '#main/tray';
import { SHELL_LANGUAGES } from '#shared/desktopShell';
import type { ErrorCode } from '#shared/errors';
import { STATION_KINDS } from '#shared/model/station';

const textsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(textsOf);

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
      const words =
        textsOf(wordsFor(locale))
          .join('\n')
          .replaceAll(/\{\w+\}/g, '')
          .match(/[A-Za-z]+/g) ?? [];
      expect(words.filter((word) => word !== 'OBS' && word !== 'MB')).toEqual([]);
    }
  });

  it('XC-11 no text is empty, in any language', () => {
    for (const language of SHELL_LANGUAGES)
      expect(textsOf(wordsFor('en', language)).filter((text) => text.trim() === '')).toEqual([]);
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

  it('a language that was chosen outranks the system’s', () => {
    expect(wordsFor('en-GB', 'zh-TW').stations.director).toBe('導播台');
    expect(wordsFor('zh-CN', 'en').stations.director).toBe('Director');
  });

  it.each(['win32', 'darwin'] as const)(
    'on %s the menu opens every station, and can neither reload a window nor open its developer tools',
    (platform) => {
      const deeds: string[] = [];
      const menu = applicationMenu(
        wordsFor('zh-CN'),
        {
          open: (station) => deeds.push(station),
          importShow: () => deeds.push('import'),
          exportShow: () => deeds.push('export'),
          openFolder: (folder) => deeds.push(folder),
        },
        platform,
      );
      const entries = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
      for (const { click } of entries) click?.(undefined as never, undefined, undefined as never);
      expect(deeds).toEqual([...STATION_KINDS, 'import', 'export', 'data', 'logs']);
      expect(entries.flatMap(({ role }) => role ?? [])).toEqual([
        ...(platform === 'darwin' ? [] : ['quit']),
        'togglefullscreen',
        'zoomIn',
        'zoomOut',
        'resetZoom',
        'about',
      ]);
      // macOS keeps 退出 in the menu of the program itself.
      expect(menu[0]?.role).toBe(platform === 'darwin' ? 'appMenu' : undefined);
    },
  );

  it('the tray says how the studio is, and opens its stations', () => {
    const words = wordsFor('zh-CN');
    const report = { run: 'live', showTitle: '双十一', needs: [] } as const;
    const needs = [{ kind: 'switcher', code: 'OBS_CLOSED' }] as const;
    expect(trayLine(words, 'ready', report)).toBe('直播中 · 双十一');
    expect(trayLine(words, 'ready', { ...report, needs: [...needs] })).toBe('直播中 · 有事要处理 · 双十一');
    expect(trayLine(words, 'waiting', report)).toBe('正在重新接上');
    expect(trayLine(words, 'starting', null)).toBe('正在启动');
    const deeds: string[] = [];
    const menu = trayMenu(words, '未开播', {
      open: (station) => deeds.push(station),
      quit: () => deeds.push('quit'),
    });
    for (const { click } of menu) click?.(undefined as never, undefined, undefined as never);
    expect(deeds).toEqual([...STATION_KINDS, 'quit']);
    expect(menu[0]).toEqual({ label: '未开播', enabled: false });
  });
});
