import { describe, expect, it } from 'vitest';
import { patternFault } from '#shared/compliance/patternCost';
import { demoShow } from '../../support/showFixture.ts';

describe('COMP-02 a pattern that could stop the room is refused', () => {
  it.each([
    ['(一+)+$', 'nestedRepeat'],
    ['(?:一*)*好', 'nestedRepeat'],
    ['(?<name>一{2,3}){2}', 'nestedRepeat'],
    ['(一|一一)+$', 'nestedRepeat'],
    ['((一|二))*好', 'nestedRepeat'],
    ['(?:(?:){1000}){1000}', 'nestedRepeat'],
    ['(一?){30}', 'nestedRepeat'],
    ['(?=(一+)+$)', 'nestedRepeat'],
    ['[(]((一+)+)[)]', 'nestedRepeat'],
    ['(一+)\\1', 'backReference'],
    ['(?<a>一)\\k<a>', 'backReference'],
    ['(?<=一+)好', 'repeatInLookbehind'],
    ['(?<!一{2,9})好', 'repeatInLookbehind'],
    ['一?'.repeat(30) + '一'.repeat(30), 'tooManyWays'],
    ['.*一.*二.*三', 'tooManyWays'],
    ['(一|.)'.repeat(18), 'tooManyWays'],
    ['一*一*一*一*$', 'tooManyWays'],
  ] as const)('%s: %s', (pattern, fault) => {
    expect(() => new RegExp(pattern, 'u')).not.toThrow();
    expect(patternFault(pattern)).toBe(fault);
  });

  it.each([
    '国家级|最高级|最好用?|敏感(肌|皮肤)|100%',
    '敏感(肌|皮肤)?',
    '加.{0,5}微.{0,5}信',
    '加\\s*微\\s*信\\s*号',
    '第\\d+名|\\d{11}',
    '(?:手机|电话)号?.*是',
    '(?<!不)最好',
    '(?<=绝)对(?!不)',
    '[(（+*]{1,3}一+[)）]',
    '\\(一\\)+二',
    '\\p{Script=Han}{2,4}级',
    '\\u{4e00}+二',
    '(?:一|二|三|四|五|六|七|八|九|十)[^。]{0,20}(?:折|元|块|毛|角|分)',
    '',
    '|',
    '^$',
  ])('%s passes', (pattern) => {
    expect(() => new RegExp(pattern, 'u')).not.toThrow();
    expect(patternFault(pattern)).toBeNull();
  });

  it('all patterns of the sample pass', () => {
    const patterns = demoShow().complianceRules.flatMap(({ pattern }) => pattern ?? []);
    expect(patterns.length).toBeGreaterThan(5);
    for (const pattern of patterns) expect(patternFault(pattern), pattern).toBeNull();
  });

  it('what passes ends, also on the worst text for it', () => {
    for (const pattern of ['一.*二', '一*$', '.{0,140}.{0,140}二', '(?:手机|一)号?.*是']) {
      expect(patternFault(pattern), pattern).toBeNull();
      const from = performance.now();
      new RegExp(pattern, 'u').test('一'.repeat(5000));
      const tookMs = performance.now() - from;
      process.stdout.write(`${pattern} on 5,000 characters: ${tookMs.toFixed(0)} ms\n`);
      expect(tookMs).toBeLessThan(5000);
    }
  });
});
