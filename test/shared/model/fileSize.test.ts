import { describe, expect, it } from 'vitest';
import { parseShowFile } from '#shared/model/showFile';

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('XC-02 a file that is too big to be looked at closely is refused at its first such place', () => {
  it.each([
    ['a list', `{"segments":[${Array(200_000).fill('{}').join(',')}]}`, 'segments', 'tooLarge'],
    [
      'many lists',
      `{"segments":[${Array(2000)
        .fill(`{"script":[${Array(300).fill('{}').join(',')}]}`)
        .join(',')}]}`,
      '',
      'tooLarge',
    ],
    ['depth', `{"extra":${nested(200_000)}}`, `extra${'[0]'.repeat(31)}`, 'tooDeep'],
  ])('XC-02 %s', (_what, text, path, problem) => {
    const parsed = parseShowFile(text);
    expect(parsed).toMatchObject({ ok: false, problems: [{ path, problem }] });
  });
});
