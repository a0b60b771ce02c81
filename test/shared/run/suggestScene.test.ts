import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sceneIdSchema } from '#shared/model/ids';
import { suggestScene, suggestScenes } from '#shared/run/suggestScene';

const scene = (obsSceneName: string, label: string) => ({
  id: sceneIdSchema.parse(`sc-${label}`),
  obsSceneName,
  label,
});
const CLOSE = scene('02_主播近景', '主播近景');
const WIDE = scene('01_主播全景', '主播全景');
const TOP = scene('03_产品俯拍', '产品俯拍');
const OBS_LIST = ['00_待机倒计时', '01_主播全景', '03_产品俯拍', '99_应急垫片'];

describe('suggestScene', () => {
  it.each([
    ['a word was added', [...OBS_LIST, '02_主播近景_新'], '02_主播近景_新'],
    ['the number went away', [...OBS_LIST, '主播近景'], '主播近景'],
    ['the number changed', [...OBS_LIST, '05_主播近景'], '05_主播近景'],
    ['punctuation and width changed', [...OBS_LIST, '02-主播近景'], '02-主播近景'],
    ['a word was shortened under the same number', [...OBS_LIST, '02_近景'], '02_近景'],
    ['nothing is alike', ['浏览器', '音乐', '片头'], null],
    ['there are no scenes', [], null],
  ])('PREP-07 suggests what a renamed scene became: %s', (_case, available, expected) => {
    expect(suggestScene(CLOSE, available)).toBe(expected);
  });

  it('PREP-07 Latin names are compared without case or spaces', () => {
    expect(suggestScene(scene('Host Close-up', '近景'), ['Host wide', 'host closeup'])).toBe('host closeup');
  });

  it('PREP-07 two missing scenes never get the same suggestion; the more alike one keeps it', () => {
    const chosen = suggestScenes([WIDE, CLOSE], ['02_主播近景 改']);
    expect([...chosen]).toEqual([[CLOSE.id, '02_主播近景 改']]);
  });

  it('PREP-07 each of several renamed scenes finds its own', () => {
    const chosen = suggestScenes(
      [WIDE, CLOSE, TOP],
      ['产品俯拍(新机位)', '主播近景(新机位)', '主播全景(新机位)'],
    );
    expect(chosen.get(WIDE.id)).toBe('主播全景(新机位)');
    expect(chosen.get(CLOSE.id)).toBe('主播近景(新机位)');
    expect(chosen.get(TOP.id)).toBe('产品俯拍(新机位)');
  });

  it('PREP-07 a suggestion is always one of the offered names, used once, and an unchanged name finds itself', () => {
    const names = fc.uniqueArray(
      fc.string({
        minLength: 1,
        maxLength: 12,
        unit: fc.constantFrom('主', '播', '近', '全', '景', '_', ' ', '0', '1', '2', 'a', 'B'),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(names, names, (planned, available) => {
        const wanted = planned.map((name, index) => ({
          id: sceneIdSchema.parse(`sc-${index}`),
          obsSceneName: name,
          label: name,
        }));
        const chosen = [...suggestScenes(wanted, available).values()];
        expect(new Set(chosen).size).toBe(chosen.length);
        for (const name of chosen) expect(available).toContain(name);
      }),
    );
    for (const name of OBS_LIST) expect(suggestScene(scene(name, 'x'), OBS_LIST)).toBe(name);
  });
});
