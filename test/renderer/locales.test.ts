import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Converter } from 'opencc-js';
import { describe, expect, it } from 'vitest';
import { ERROR_MESSAGES } from '#shared/errors';
import { LANGUAGES, languageFor, type Language } from '../../src/renderer/common/language.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const LOCALES = join(ROOT, 'resources/locales');
const FILES = readdirSync(join(LOCALES, 'zh-CN')).toSorted();

/** Names and units that a Chinese room writes in Latin letters too; everything else is said in Chinese. */
const LATIN_NAMES = new Set([
  'OBS',
  'Kaibo',
  'CSV',
  'JSON',
  'Node',
  'PNG',
  'JPEG',
  'WebP',
  'WebSocket',
  'obs-websocket',
  'IP',
  'GB',
  'MB',
  'UPS',
  'PIN',
  'QR',
  // Key caps, as they are printed on the keyboard.
  'Space',
  'Shift',
  'Ctrl',
  'Alt',
  'Cmd',
  'Enter',
  'Tab',
  'Esc',
  'Backspace',
  'Delete',
  'PageUp',
  'PageDown',
  'Home',
  'End',
]);

/** Texts by key, each with the file it is in, so that a failure says where to mend it. */
type Words = ReadonlyMap<string, { readonly text: string; readonly file: string }>;

function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`${path} is neither words nor a group of words`);
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === '' ? key : `${path}.${key}`),
  );
}

function wordsOf(language: Language): Words {
  return new Map(
    readdirSync(join(LOCALES, language)).flatMap((name) => {
      const file = `resources/locales/${language}/${name}`;
      return flatten(JSON.parse(readFileSync(join(ROOT, file), 'utf8'))).map(
        ([key, text]) => [key, { text, file }] as const,
      );
    }),
  );
}

const paramsOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/gu)].map((match) => match[1] ?? ''))].toSorted();

/** What is left of a text once parameters, nested keys and permitted names are taken away. */
function latinWords(text: string): string[] {
  const said = text.replaceAll(/\$t\([^)]*\)/gu, '').replaceAll(/\{\w+\}/gu, '');
  return [...said.matchAll(/[A-Za-z][A-Za-z-]*[A-Za-z]/gu)]
    .map(([word]) => word)
    .filter((word) => !LATIN_NAMES.has(word));
}

const zh = wordsOf('zh-CN');
const tw = wordsOf('zh-TW');
const en = wordsOf('en');
const OTHERS = [['zh-TW', tw] as const, ['en', en] as const];
const textOf = (words: Words, key: string): string => words.get(key)?.text ?? '';
/** A language is called by its own name, so that whoever needs it finds it. */
const isOwnName = (key: string): boolean => key.includes('.languageName.');

describe('XC-11 words of the stations', () => {
  it.each(OTHERS)(
    'XC-11 zh-CN and %s have the same files and, in each, exactly the same keys',
    (language, words) => {
      expect(readdirSync(join(LOCALES, language)).toSorted()).toEqual(FILES);
      const inFile = (name: string, key: string) => `resources/locales/${language}/${name}: ${key}`;
      const nameOf = (file: string) => file.split('/').at(-1) ?? '';
      const missing = [...zh]
        .filter(([key, { file }]) => nameOf(words.get(key)?.file ?? '') !== nameOf(file))
        .map(([key, { file }]) => inFile(nameOf(file), key));
      const leftOver = [...words]
        .filter(([key, { file }]) => nameOf(zh.get(key)?.file ?? '') !== nameOf(file))
        .map(([key, { file }]) => inFile(nameOf(file), key));
      expect({ missing, leftOver }).toEqual({ missing: [], leftOver: [] });
    },
  );

  it('XC-11 no text is empty', () => {
    const empty = [zh, tw, en].flatMap((words) =>
      [...words].filter(([, { text }]) => text.trim() === '').map(([key, { file }]) => `${file}: ${key}`),
    );
    expect(empty).toEqual([]);
  });

  it.each(OTHERS)('XC-11 a text uses the same parameters in zh-CN and %s', (language, words) => {
    // A detail that only exists in English (an exception’s words) may be left out of the Chinese.
    const differing = [...zh]
      .filter(
        ([key, { text }]) =>
          !(language === 'en' && key.startsWith('error.')) &&
          paramsOf(text).join() !== paramsOf(textOf(words, key)).join(),
      )
      .map(([key]) => `${words.get(key)?.file}: ${key}`);
    expect(differing).toEqual([]);
  });

  it.each([['zh-CN', zh] as const, ['zh-TW', tw] as const])(
    'XC-11 %s holds no English words',
    (_language, words) => {
      const offending = [...words]
        .filter(([key]) => !isOwnName(key))
        .flatMap(([key, { text, file }]) => latinWords(text).map((word) => `${file}: ${key}: ${word}`));
      expect(offending).toEqual([]);
    },
  );

  it('XC-11 the check for English words finds one', () => {
    expect(latinWords('请 retry 一次,{count} 次后看 OBS')).toEqual(['retry']);
  });
});

const traditional = Converter({ from: 'cn', to: 'tw' });
/** Characters that are simplified for one word and themselves in another, all of them at home in Taiwan. */
const AT_HOME_IN_BOTH = new Set('准台里后面干只系制余表于松了出向云才占念周扎卷回致升几复');
/** Words of the mainland, in traditional characters, and what Taiwan says. */
const MAINLAND_WORDS: Readonly<Record<string, string>> = {
  屏幕: '螢幕',
  網絡: '網路',
  軟件: '軟體',
  硬件: '硬體',
  默認: '預設',
  視頻: '影片',
  音頻: '音訊',
  質量: '品質',
  鏈接: '連結',
  文件夾: '資料夾',
  鼠標: '滑鼠',
  打印: '列印',
  信息: '資訊',
  服務器: '伺服器',
  端口: '連接埠',
  攝像頭: '攝影機',
  內存: '記憶體',
  導入: '匯入',
  導出: '匯出',
  保存: '儲存',
  搜索: '搜尋',
  設置: '設定',
  登錄: '登入',
  激活: '啟用',
  程序: '程式',
  撤銷: '復原',
  推流: '串流',
  身份: '身分',
  計劃: '計畫',
  提詞器: '提詞機',
};

/** What a reader in Taiwan would stumble over. */
function notTaiwanese(text: string): string[] {
  const characters = (text.match(/\p{Script=Han}/gu) ?? []).filter(
    (each) => !AT_HOME_IN_BOTH.has(each) && traditional(each) !== each,
  );
  const words = Object.entries(MAINLAND_WORDS)
    .filter(([mainland]) => text.includes(mainland))
    .map(([mainland, taiwan]) => `${mainland} (${taiwan})`);
  return [...characters, ...words];
}

describe('XC-11 traditional Chinese', () => {
  it('XC-11 zh-TW holds no simplified character and no word of the mainland', () => {
    const offending = [...tw]
      .filter(([key]) => !isOwnName(key))
      .flatMap(([key, { text, file }]) => notTaiwanese(text).map((each) => `${file}: ${key}: ${each}`));
    expect(offending).toEqual([]);
  });

  it('XC-11 the check for simplified characters and mainland words finds both', () => {
    expect(notTaiwanese('后台的屏幕在台里')).toEqual(['屏幕 (螢幕)']);
    expect(notTaiwanese('这台提詞器')).toEqual(['这', '提詞器 (提詞機)']);
  });
});

describe('XC-11 the language of a system', () => {
  it.each<readonly [readonly string[], Language]>([
    [['zh-CN'], 'zh-CN'],
    [['zh'], 'zh-CN'],
    [['zh-SG', 'en'], 'zh-CN'],
    [['zh-TW'], 'zh-TW'],
    [['zh-HK'], 'zh-TW'],
    [['zh-Hant'], 'zh-TW'],
    [['zh-Hans-TW'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['ja-JP', 'zh-TW'], 'zh-TW'],
    [['de'], 'en'],
    [['C', 'zh-TW'], 'zh-TW'],
    [[], 'zh-CN'],
  ])('XC-11 %o is read as %s', (preferred, language) => {
    expect(languageFor(preferred)).toBe(language);
    expect(LANGUAGES).toContain(language);
  });
});

describe('XC-11 words of errors', () => {
  const codes = Object.keys(ERROR_MESSAGES);

  it.each([['zh-CN', zh] as const, ...OTHERS])(
    'XC-11 every error code has words in %s, and no words are left over',
    (_language, words) => {
      const spoken = [...words.keys()]
        .filter((key) => key.startsWith('error.'))
        .map((key) => key.slice('error.'.length));
      expect(spoken.toSorted()).toEqual([...codes, 'UNKNOWN'].toSorted());
    },
  );

  it.each(Object.entries(ERROR_MESSAGES))(
    'XC-11 %s names only parameters that the error carries',
    (code, message) => {
      for (const words of [zh, tw, en]) {
        const used = paramsOf(textOf(words, `error.${code}`));
        expect(used.filter((param) => !paramsOf(message).includes(param))).toEqual([]);
      }
    },
  );
});

/** The text between `t(` and its closing bracket, for every call in a source. */
function translateCalls(source: string): string[] {
  return [...source.matchAll(/(?<![\w.$])t\(/gu)].map((match) => {
    const from = match.index + match[0].length;
    let depth = 1;
    let to = from;
    while (to < source.length && depth > 0) {
      if (source[to] === '(') depth += 1;
      if (source[to] === ')') depth -= 1;
      to += 1;
    }
    return source.slice(from, to - 1);
  });
}

const GROUPS = FILES.flatMap((file) =>
  Object.keys(JSON.parse(readFileSync(join(LOCALES, 'zh-CN', file), 'utf8')) as object),
);
const KEY = new RegExp(`(['"\`])((?:${GROUPS.join('|')})\\.[^'"\`]*)\\1`, 'gu');

/** A key with holes, in which there may be quotes. */
const TEMPLATE = new RegExp(`(\`)((?:${GROUPS.join('|')})\\.[^\`]*)\``, 'gu');

function missingKeys(source: string): string[] {
  return translateCalls(source)
    .flatMap((call) => [...call.matchAll(KEY)].map((match) => match[2] ?? ''))
    .filter((key) => {
      const fixed = key.split('${')[0] ?? '';
      return fixed === key ? !zh.has(key) : ![...zh.keys()].some((known) => known.startsWith(fixed));
    });
}

/**
 * Which keys a source may ask for: those it names, and those a template of it makes. What stands in the hole of
 * a template has to be a word of the sources, so that a key can't hide behind a template of its group.
 */
function usedKeys(
  keys: readonly string[],
  asked: readonly string[],
  words: ReadonlySet<string>,
): Set<string> {
  const named = new Set(asked);
  const templates = [...named]
    .filter((each) => each.includes('${'))
    .map((each) => {
      const parts = each.split(/\$\{[^}]*\}/u).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
      return new RegExp(`^${parts.join('(.+)')}$`, 'u');
    });
  return new Set(
    keys.filter(
      (key) =>
        named.has(key) ||
        templates.some((template) => {
          const holes = template.exec(key)?.slice(1);
          return holes?.every((hole) => hole.split('.').every((word) => words.has(word))) === true;
        }),
    ),
  );
}

/** Every text of a source that begins as a key does, in a call of `t` or in a table. */
const keysIn = (source: string): string[] =>
  [KEY, TEMPLATE].flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[2] ?? ''));

/** What may stand in the hole of a template: words between quotes (`'link.ready'`), and names in tables. */
const wordsIn = (source: string): string[] =>
  [...source.matchAll(/['"`]([\w.+-]+)(?=['"`$])|(?<=[{,(\n]\s*)([A-Za-z_]\w*)(?=\??:)/gu)].flatMap((match) =>
    (match[1] ?? match[2] ?? '').split('.'),
  );

describe('XC-11 words that the pages ask for', () => {
  const sourcesOf = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  const sources = sourcesOf('src/renderer');

  it('XC-11 a missing key is found', () => {
    expect(
      missingKeys(
        `t('common.close') + t(on ? 'common.nowhere' : 'common.send') + t(\`common.nothing.\${x}\`)`,
      ),
    ).toEqual(['common.nowhere', 'common.nothing.${x}']);
  });

  it('XC-11 every key that a page asks for has words', () => {
    const missing = sources.flatMap((file) =>
      missingKeys(readFileSync(file, 'utf8')).map((key) => `${file.slice(ROOT.length + 1)}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it('XC-11 a key that nothing asks for is found, also behind a template of its group', () => {
    const keys = ['common.close', 'common.role.host', 'common.role.clown', 'common.old', 'error.GONE'];
    expect([
      ...usedKeys(keys, ['common.close', 'common.role.${role}', 'error.${code}'], new Set(['host', 'old'])),
    ]).toEqual(['common.close', 'common.role.host']);
  });

  it('XC-11 no page leaves a text unused', () => {
    const texts = sources.map((file) => readFileSync(file, 'utf8'));
    const everywhere = [...texts, ...sourcesOf('src/shared').map((file) => readFileSync(file, 'utf8'))];
    const words = new Set(everywhere.flatMap(wordsIn));
    // A text may ask for another one.
    const nested = [...zh.values()].flatMap(({ text }) =>
      [...text.matchAll(/\$t\(([^)]*)\)/gu)].map((match) => (match[1] ?? '').replaceAll('{', '${')),
    );
    const asked = [...texts.flatMap(keysIn), ...nested];
    const used = usedKeys([...zh.keys()], asked, words);
    const unused = [...zh].filter(([key]) => !used.has(key)).map(([key, { file }]) => `${file}: ${key}`);
    expect(unused).toEqual([]);
  });
});
