import { describe, expect, it } from 'vitest';
import { parseShowFile, problemText, type FileProblem } from '#shared/model/showFile';
import { demoShowText, smallShowFile, type SmallShowFile } from '../../support/showFixture.ts';

function problems(change: (file: SmallShowFile) => void): readonly FileProblem[] {
  const file = smallShowFile();
  change(file);
  const parsed = parseShowFile(JSON.stringify(file));
  return parsed.ok ? [] : parsed.problems;
}
const paths = (change: (file: SmallShowFile) => void) =>
  problems(change).map(({ path, problem }) => `${path} ${problem}`);

describe('a show file', () => {
  it('XC-02 the demo show and the small one are read whole', () => {
    expect(parseShowFile(demoShowText())).toMatchObject({ ok: true });
    expect(problems(() => undefined)).toEqual([]);
  });

  it('XC-02 a byte-order mark in front is no mistake', () => {
    expect(parseShowFile(`\uFEFF${demoShowText()}`)).toEqual(parseShowFile(demoShowText()));
  });

  it.each(['', 'hello', '{"schemaVersion":1', '\u0000'])(
    'XC-02 %j is not JSON, said in one problem',
    (text) => {
      const parsed = parseShowFile(text);
      expect(parsed.ok ? [] : parsed.problems).toMatchObject([{ path: '', problem: 'notJson' }]);
    },
  );

  it('XC-02 JSON that is no show is told what is missing', () => {
    const parsed = parseShowFile('{}');
    expect(parsed.ok ? [] : parsed.problems.map((each) => each.path)).toContain('show');
    expect(parseShowFile('[]')).toMatchObject({ ok: false });
    expect(parseShowFile('null')).toMatchObject({ ok: false });
  });

  it('XC-02 every mistake is listed by its path', () => {
    expect(
      paths((file) => {
        Object.assign(file.segments[3]?.script[0] ?? {}, { atSec: -1 });
        Object.assign(file.show, { title: 7 });
        Object.assign(file.scenes[1] ?? {}, { transition: 'Wipe' });
        Object.assign(file.products[0] ?? {}, { livePriceFen: undefined });
      }),
    ).toEqual([
      'show.title wrongType',
      'scenes[1].transition unknownValue',
      'products[0].livePriceFen missing',
      'segments[3].script[0].atSec tooSmall',
    ]);
  });

  it.each<[string, (file: SmallShowFile) => void, string]>([
    [
      'a paragraph after the end',
      (file) => Object.assign(file.segments[3]?.script[0] ?? {}, { atSec: 60 }),
      'segments[3].script[0].atSec outsideSegment',
    ],
    [
      'a cue after the end',
      (file) => Object.assign(file.segments[0]?.sceneCues[1] ?? {}, { atSec: 60 }),
      'segments[0].sceneCues[1].atSec outsideSegment',
    ],
    [
      'paragraphs in the wrong order',
      (file) => Object.assign(file.segments[0]?.script[0] ?? {}, { atSec: 40 }),
      'segments[0].script[1].atSec wrongOrder',
    ],
    [
      'a length outside its limits',
      (file) => Object.assign(file.segments[1] ?? {}, { durationSec: 91 }),
      'segments[1].durationSec outsideLimits',
    ],
    [
      'a scene that does not exist',
      (file) => Object.assign(file.segments[0]?.sceneCues[0] ?? {}, { sceneId: 'sc-x' }),
      'segments[0].sceneCues[0].sceneId unknownReference',
    ],
    [
      'a product that does not exist',
      (file) => file.segments[0]?.productIds.push('x'),
      'segments[0].productIds[0] unknownReference',
    ],
    [
      'a prize that does not exist',
      (file) => Object.assign(file.interactions[0] ?? {}, { prizeId: 'x' }),
      'interactions[0].prizeId unknownReference',
    ],
    [
      'two scenes with one id',
      (file) => Object.assign(file.scenes[1] ?? {}, { id: 'sc-wide' }),
      'scenes[1].id duplicateId',
    ],
    [
      'two paragraphs with one id',
      (file) => Object.assign(file.segments[3]?.script[0] ?? {}, { id: 'a1-p1' }),
      'segments[3].script[0].id duplicateId',
    ],
    [
      'a combo with a product’s id',
      (file) => Object.assign(file.combos[0] ?? {}, { id: 'g-spoon' }),
      'combos[0].id duplicateId',
    ],
    [
      'a pattern that is none',
      (file) => Object.assign(file.complianceRules[0] ?? {}, { pattern: '(' }),
      'complianceRules[0].pattern badPattern',
    ],
    [
      'a pattern that never ends',
      (file) => Object.assign(file.complianceRules[0] ?? {}, { pattern: '(一+)+$' }),
      'complianceRules[0].pattern slowPattern',
    ],
    [
      'a phrase that does not exist',
      (file) => Object.assign(file.contingencies[0] ?? {}, { phraseIds: ['x'] }),
      'contingencies[0].phraseIds[0] unknownReference',
    ],
    [
      'an approval by nobody',
      (file) => Object.assign(file.show.approvals[0] ?? {}, { memberId: 'x' }),
      'show.approvals[0].memberId unknownReference',
    ],
    [
      'two checklists with one id',
      (file) => Object.assign(file, { checklists: [file.checklists[0], file.checklists[0]] }),
      'checklists[1].id duplicateId',
    ],
    [
      'two variables with one token',
      (file) => {
        const variable = { token: '{{stock:a}}', source: 'x', refId: 'a', fallback: '' };
        Object.assign(file, { scriptVariables: [variable, variable] });
      },
      'scriptVariables[1].token duplicateId',
    ],
    [
      'an id that every object has',
      (file) => Object.assign(file.team[0] ?? {}, { id: 'constructor' }),
      'team[0].id badFormat',
    ],
  ])('XC-02 %s', (_name, change, expected) => {
    expect(paths(change)).toContain(expected);
  });

  it('XC-02 an id that is used twice is said once', () => {
    const found = paths((file) => Object.assign(file.products[1] ?? {}, { id: 'g-spoon' }));
    expect(found.filter((each) => each.endsWith('duplicateId'))).toEqual(['products[1].id duplicateId']);
  });

  it.each([
    [{ ruleId: 'x' }, 'ruleId'],
    [{ paragraphId: 'x' }, 'paragraphId'],
    [{ approvedBy: 'x' }, 'approvedBy'],
  ])('XC-02 a waiver that points at nothing: %j', (change, field) => {
    const found = paths((file) => {
      const ruleId = file.complianceRules[0]?.id;
      const waiver = { ruleId, paragraphId: 'a1-p1', reason: '说明用语', approvedBy: 'm-supervisor' };
      Object.assign(file, { lintWaivers: [{ ...waiver, ...change }] });
    });
    expect(found).toEqual([`lintWaivers[0].${field} unknownReference`]);
  });

  it('XC-02 one round: malformed parts do not hide the mistakes of the others, and cause none of their own', () => {
    const found = paths((file) => {
      Object.assign(file.scenes[0] ?? {}, { label: 7 });
      Object.assign(file.segments[0] ?? {}, { title: '' });
      Object.assign(file.segments[3]?.script[0] ?? {}, { atSec: 99 });
      Object.assign(file.complianceRules[0] ?? {}, { pattern: '(' });
    });
    expect(found.toSorted()).toEqual([
      'complianceRules[0].pattern badPattern',
      'scenes[0].label wrongType',
      'segments[0].title tooSmall',
      'segments[3].script[0].atSec outsideSegment',
    ]);
  });

  it('XC-02 segments are put in order, and their starts follow from their lengths', () => {
    const file = smallShowFile();
    file.segments.reverse();
    for (const segment of file.segments) segment.startSec = 5;
    const parsed = parseShowFile(JSON.stringify(file));
    expect(parsed.ok && parsed.plan.segments.map((segment) => [segment.id, segment.startSec])).toEqual([
      ['a1', 0],
      ['a2', 60],
      ['a3', 150],
      ['a4', 270],
    ]);
  });

  it('XC-02 a problem in one line', () => {
    expect(
      problemText({
        path: 'segments[3].script[1].atSec',
        problem: 'outsideSegment',
        params: { atSec: 70, durationSec: 60 },
      }),
    ).toBe('segments[3].script[1].atSec: outsideSegment, atSec 70, durationSec 60');
    expect(problemText({ path: '', problem: 'notJson', params: {} })).toBe('file: notJson');
  });
});
