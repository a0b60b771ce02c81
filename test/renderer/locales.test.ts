import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_MESSAGES } from '#shared/errors';

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

type Words = ReadonlyMap<string, string>;

function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`${path} is neither words nor a group of words`);
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === '' ? key : `${path}.${key}`),
  );
}

function wordsOf(language: string, files: readonly string[] = FILES): Words {
  return new Map(
    files.flatMap((file) => flatten(JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')))),
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
const en = wordsOf('en');

describe('XC-11 words of the stations', () => {
  it('XC-11 Chinese and English have the same files and, in each, exactly the same keys', () => {
    expect(readdirSync(join(LOCALES, 'en')).toSorted()).toEqual(FILES);
    for (const file of FILES) {
      const keys = (language: string) => [...wordsOf(language, [file]).keys()].toSorted();
      expect(keys('en'), file).toEqual(keys('zh-CN'));
    }
  });

  it('XC-11 no text is empty', () => {
    expect([...zh, ...en].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('XC-11 both languages of a text use the same parameters', () => {
    // A detail that only exists in English (an exception’s words) may be left out of the Chinese.
    const differing = [...zh].filter(
      ([key, text]) =>
        !key.startsWith('error.') && paramsOf(text).join() !== paramsOf(en.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('XC-11 Chinese texts hold no English words', () => {
    // A language is called by its own name, so that whoever needs it finds it.
    const spoken = [...zh].filter(([key]) => !key.includes('.languageName.'));
    const offending = spoken.flatMap(([key, text]) => latinWords(text).map((word) => `${key}: ${word}`));
    expect(offending).toEqual([]);
  });

  it('XC-11 the check for English words finds one', () => {
    expect(latinWords('请 retry 一次,{count} 次后看 OBS')).toEqual(['retry']);
  });
});

describe('XC-11 words of errors', () => {
  const codes = Object.keys(ERROR_MESSAGES);

  it.each([['zh-CN', zh] as const, ['en', en] as const])(
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
      for (const words of [zh, en]) {
        const used = paramsOf(words.get(`error.${code}`) ?? '');
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

function missingKeys(source: string): string[] {
  return translateCalls(source)
    .flatMap((call) => [...call.matchAll(KEY)].map((match) => match[2] ?? ''))
    .filter((key) => {
      const fixed = key.split('${')[0] ?? '';
      return fixed === key ? !zh.has(key) : ![...zh.keys()].some((known) => known.startsWith(fixed));
    });
}

describe('XC-11 words that the pages ask for', () => {
  const sources = readdirSync(join(ROOT, 'src/renderer'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

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
});
