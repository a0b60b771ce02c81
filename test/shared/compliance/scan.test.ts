import { describe, expect, it } from 'vitest';
import { blockingFindings, scanScript } from '#shared/compliance/scan';
import { parseShowFile } from '#shared/model/showFile';
import type { ShowPlan } from '#shared/model/showPlan';
import { smallShowFile } from '../../support/showFixture.ts';

const RULES = [
  {
    id: 'r-best',
    category: '绝对化',
    pattern: '国家级|最好用?',
    severity: 'block',
    suggestion: '换一个说法',
  },
  { id: 'r-skin', category: '功效', pattern: '敏感(肌|皮肤)', severity: 'warn', suggestion: '去掉' },
  { id: 'r-hand', category: '人工', severity: 'block', suggestion: '请人核对' },
];

function plan(text: string, waived = false): ShowPlan {
  const file = smallShowFile();
  for (const segment of file.segments) for (const paragraph of segment.script) paragraph.text = '大家好。';
  Object.assign(file.segments[0]?.script[0] ?? {}, { text });
  Object.assign(file, {
    complianceRules: RULES,
    lintWaivers: waived
      ? [{ ruleId: 'r-best', paragraphId: 'a1-p1', reason: '引用', approvedBy: 'm-supervisor' }]
      : [],
  });
  const parsed = parseShowFile(JSON.stringify(file));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.plan;
}

describe('COMP-02 the rules of a show scan its script', () => {
  it.each([
    ['今天很好用', []],
    ['这是最好用的', ['r-best 最好用 block']],
    ['最好的国家级', ['r-best 最好 block']],
    ['敏感肌也说最好', ['r-best 最好 block', 'r-skin 敏感肌 warn']],
    ['', []],
  ])('%s: %j', (text, expected) => {
    const found = scanScript(plan(text));
    expect(found.map(({ ruleId, term, severity }) => `${ruleId} ${term} ${severity}`)).toEqual(expected);
    expect(found.every(({ paragraphId, waived }) => paragraphId === 'a1-p1' && !waived)).toBe(true);
  });

  it('only what is forbidden and not waived blocks', () => {
    expect(blockingFindings(plan('敏感肌说最好')).map(({ ruleId }) => ruleId)).toEqual(['r-best']);
    expect(blockingFindings(plan('敏感肌说最好', true))).toEqual([]);
    expect(scanScript(plan('最好', true))).toMatchObject([{ ruleId: 'r-best', waived: true }]);
  });

  it('a plan is scanned once, an edited one anew', () => {
    const before = plan('最好');
    expect(scanScript(before)).toBe(scanScript(before));
    const edited = {
      ...before,
      segments: before.segments.map((segment) => ({
        ...segment,
        script: segment.script.map((paragraph) => ({ ...paragraph, text: '大家好。' })),
      })),
    };
    expect(scanScript(before)).toHaveLength(1);
    expect(scanScript(edited)).toEqual([]);
  });
});
