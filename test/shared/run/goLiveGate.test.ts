import { describe, expect, it } from 'vitest';
import { automaticCheck, isApproved, itemKind, numberLimits } from '#shared/run/checklistRules';
import { goLiveBlockers, isGateOpen } from '#shared/run/goLiveGate';
import { NO_SWITCHER } from '#shared/run/decide/index';
import { demoShow, smallShow, type SmallShowFile } from '../../support/showFixture.ts';
import { READY_SWITCHER, RunBench } from '../../support/runBench.ts';

const PHOTO = 'b'.repeat(64);

/** Everything that a person has to do before this show may go live. */
function prepared(change?: (file: SmallShowFile) => void): RunBench {
  const bench = new RunBench(smallShow(change));
  bench.evidence = new Set([PHOTO]);
  for (const member of bench.state.plan?.team ?? [])
    bench.do('roster.signIn', { memberId: member.id }, member.id);
  bench.do('checklist.tick', { itemId: 'k-tick' }, 'm-planner');
  bench.do('checklist.tick', { itemId: 'k-number', value: 80 }, 'm-technician');
  bench.do('checklist.tick', { itemId: 'k-limits', value: 500 }, 'm-technician');
  bench.do('checklist.tick', { itemId: 'k-photo', evidenceId: PHOTO }, 'm-assistantHost');
  bench.do('checklist.tick', { itemId: 'k-dual' }, 'm-operator');
  bench.do('checklist.tick', { itemId: 'k-dual' }, 'm-planner');
  for (const name of READY_SWITCHER.sceneNames ?? [])
    bench.learn({ type: 'program.changed', obsSceneName: name, by: 'operator' });
  return bench;
}
const kinds = (bench: RunBench) => goLiveBlockers(bench.state, bench.switcher).map((blocker) => blocker.kind);
const items = (bench: RunBench) =>
  goLiveBlockers(bench.state, bench.switcher).flatMap((blocker) =>
    blocker.kind === 'checklistItem' ? [blocker.item.id] : [],
  );

describe('APPR-04 the go-live gate', () => {
  it('APPR-04 opens when the plan is approved, people are here and everything is ticked', () => {
    const bench = prepared();
    expect(goLiveBlockers(bench.state, bench.switcher)).toEqual([]);
    bench.do('run.start', { mode: 'live' }, 'm-director');
    expect(bench.run).toMatchObject({ mode: 'live', speed: 1 });
  });

  it.each<[string, (file: SmallShowFile) => void, readonly string[]]>([
    [
      'a plan that was not approved',
      (file) => {
        Object.assign(file.show, { status: 'passed' });
      },
      ['notApproved', 'checklistItem'],
    ],
    [
      'a plan changed after its approval',
      (file) => {
        file.show.version = 3;
      },
      ['notApproved', 'checklistItem'],
    ],
    [
      'a plan that was returned after its approval',
      (file) => {
        file.show.approvals.push({
          step: 'supervisor_review',
          role: 'supervisor',
          memberId: 'm-supervisor',
          at: '2026-05-01T11:00:00+08:00',
          result: 'returned',
          showVersion: 2,
          comment: '',
        });
      },
      ['notApproved', 'checklistItem'],
    ],
    [
      'a banned term in the script',
      (file) => {
        file.segments[0]?.script.push({ id: 'a1-p9', speaker: 'host', atSec: 50, text: '这是最好的勺子。' });
      },
      ['bannedTerm'],
    ],
    [
      'fewer prizes than planned',
      (file) => {
        file.prizes.forEach((prize) => {
          prize.qtyOnHand = 2;
        });
      },
      ['prizeShort'],
    ],
  ])('APPR-04 %s blocks', (_name, change, expected) => {
    const bench = prepared(change);
    expect(kinds(bench)).toEqual(expected);
    expect(bench.ask('run.start', { mode: 'live' })).toMatchObject({
      ok: false,
      error: { code: 'GATE_BLOCKED', params: { count: expected.length } },
    });
  });

  it('APPR-04 a waived finding and a warning do not block', () => {
    const bench = prepared((file) => {
      file.segments[0]?.script.push({ id: 'a1-p9', speaker: 'host', atSec: 50, text: '这是最好的勺子。' });
      Object.assign(file, {
        lintWaivers: [{ ruleId: 'r-best', paragraphId: 'a1-p9', reason: '引用', approvedBy: 'm-supervisor' }],
      });
    });
    expect(kinds(bench)).toEqual([]);
  });

  it('PREP-03 counting fewer prizes than planned closes it, counting again opens it', () => {
    const bench = prepared();
    bench.do('prize.count', { prizeId: 'z-mug', qtyOnHand: 2 });
    expect(goLiveBlockers(bench.state, bench.switcher)).toMatchObject([
      { kind: 'prizeShort', onHand: 2, planned: 3 },
    ]);
    bench.do('prize.count', { prizeId: 'z-mug', qtyOnHand: 3 });
    expect(kinds(bench)).toEqual([]);
  });

  it('ORG-03 host, director and technician must have signed in, whatever the checklist says', () => {
    for (const role of ['host', 'director', 'technician']) {
      const bench = prepared();
      bench.do('roster.signOut', { memberId: `m-${role}` });
      const blockers = goLiveBlockers(bench.state, bench.switcher).filter(
        (blocker) => blocker.kind !== 'checklistItem',
      );
      expect(blockers).toMatchObject([{ kind: 'notSignedIn', role }]);
    }
  });

  it('APPR-04 the switcher: offline, simulated or without a scene of the plan', () => {
    const bench = prepared();
    bench.switcher = NO_SWITCHER;
    expect(kinds(bench)).toEqual(['switcherOffline', 'checklistItem']);
    bench.switcher = { ...READY_SWITCHER, simulated: true };
    expect(kinds(bench)).toEqual(['switcherSimulated']);
    bench.switcher = { ...READY_SWITCHER, sceneNames: ['画面-wide', '画面-close', '画面-table', '垫片'] };
    expect(goLiveBlockers(bench.state, bench.switcher)).toMatchObject([
      { kind: 'sceneMissing', obsSceneName: '画面-safe' },
      { kind: 'checklistItem', item: { id: 'k-scenes' } },
    ]);
    bench.do('scene.remap', { sceneId: 'sc-safe', obsSceneName: '垫片' });
    expect(kinds(bench)).toEqual([]);
  });

  it('APPR-04 each blocking item blocks, others and those of afterwards do not', () => {
    const bench = prepared();
    for (const [itemId, as] of [
      ['k-tick', 'm-planner'],
      ['k-number', 'm-technician'],
      ['k-limits', 'm-technician'],
      ['k-photo', 'm-assistantHost'],
      ['k-dual', 'm-operator'],
    ] as const)
      bench.do('checklist.untick', { itemId }, as);
    bench.do('roster.signOut', { memberId: 'm-analyst' });
    expect(items(bench)).toEqual(['k-tick', 'k-number', 'k-limits', 'k-photo', 'k-dual', 'k-roster']);
    bench.do('checklist.tick', { itemId: 'k-number', value: 20 }, 'm-technician');
    bench.do('checklist.tick', { itemId: 'k-dual' }, 'm-operator');
    expect(items(bench)).toContain('k-number');
    expect(items(bench)).toContain('k-dual');
  });

  it('APPR-04 an override covers what blocked when it was given: what comes later blocks again, and another plan ends it', () => {
    const bench = prepared();
    bench.do('roster.signOut', { memberId: 'm-host' });
    bench.do('golive.override', { reason: '主播在楼下' }, 'm-supervisor');
    const isOpen = () => isGateOpen(goLiveBlockers(bench.state, bench.switcher), bench.state.prep.override);
    expect(isOpen()).toBe(true);
    bench.do('roster.signOut', { memberId: 'm-technician' });
    expect(isOpen()).toBe(false);
    expect(bench.ask('run.start', { mode: 'live' })).toMatchObject({
      ok: false,
      error: { code: 'GATE_BLOCKED' },
    });
    bench.do('roster.signIn', { memberId: 'm-technician' });
    expect(isOpen()).toBe(true);
    bench.imported();
    expect(bench.state.prep.override).toBeNull();
  });

  it.each([
    ['a planner’s own', { role: 'planner', memberId: 'm-planner' }],
    ['an admin’s who is not on the crew', { role: 'admin', memberId: 'm-gone' }],
    ['somebody’s who is no admin', { role: 'admin', memberId: 'm-planner' }],
    ['of an older version', { showVersion: 1 }],
  ])('APPR-04 an approval that is %s does not approve', (_of, change) => {
    const plan = smallShow();
    const [approval] = plan.show.approvals;
    if (approval === undefined) throw new Error('the fixture lacks it');
    expect(isApproved(plan)).toBe(true);
    const changed = { ...approval, ...change } as typeof approval;
    expect(isApproved({ ...plan, show: { ...plan.show, approvals: [changed] } })).toBe(false);
  });

  it('LIVE-17 a link that works is not changed under a live show; one that is down may be mended', () => {
    const bench = prepared();
    bench.do('run.start', { mode: 'live' });
    const settings = { url: 'ws://127.0.0.1:4455' };
    expect(bench.ask('obs.settings', settings)).toMatchObject({
      ok: false,
      error: { code: 'RUN_ALREADY_ON' },
    });
    bench.switcher = NO_SWITCHER;
    expect(bench.ask('obs.settings', settings)).toMatchObject({ ok: true });
  });

  it('APPR-04 only a supervisor overrides, with a reason, for the next live start only; a rehearsal does not use it up', () => {
    const bench = new RunBench(smallShow());
    expect(bench.ask('golive.override', { reason: '先播' }, 'm-director')).toMatchObject({
      ok: false,
      error: { code: 'ROLE_FORBIDDEN' },
    });
    expect(() => bench.ask('golive.override', { reason: '  ' }, 'm-supervisor')).toThrow(/reason/u);
    const [override] = bench.do('golive.override', { reason: '领导在场' }, 'm-supervisor');
    expect(override).toMatchObject({
      actor: { memberId: 'm-supervisor', role: 'supervisor' },
      payload: { reason: '领导在场', blockers: goLiveBlockers(bench.state, bench.switcher).length },
    });
    bench.do('run.start', { mode: 'rehearsal' });
    bench.do('run.end');
    bench.do('run.start', { mode: 'live' });
    bench.do('run.end');
    expect(bench.ask('run.start', { mode: 'live' })).toMatchObject({
      ok: false,
      error: { code: 'GATE_BLOCKED' },
    });
    expect(new RunBench(null).ask('golive.override', { reason: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'NO_SHOW_OPEN' },
    });
  });

  it('PREP-10 a rehearsal needs no gate', () => {
    const bench = new RunBench(
      smallShow((file) => {
        Object.assign(file.show, { status: 'draft' });
      }),
    );
    bench.switcher = NO_SWITCHER;
    expect(bench.ask('run.start', { mode: 'rehearsal' })).toMatchObject({ ok: true });
  });
});

describe('XC-06 kinds of items in the demo show', () => {
  it('XC-06 each item is read as what its words and fields say', () => {
    const plan = demoShow();
    expect(isApproved(plan)).toBe(true);
    const kindOf = Object.fromEntries(
      plan.checklists
        .flatMap((list) => list.items)
        .map((item) => [item.id, itemKind(item) === 'automatic' ? automaticCheck(item) : itemKind(item)]),
    );
    expect(kindOf).toEqual({
      d1: 'tick',
      d2: 'tick',
      d3: 'photo',
      d4: 'dualSign',
      d5: 'tick',
      d6: 'number',
      d7: 'tick',
      d8: 'tick',
      d9: 'tick',
      e1: 'photo',
      e2: 'photo',
      e3: 'number',
      e4: 'number',
      e5: 'number',
      e6: 'scenesMatch',
      e7: 'scenesWalked',
      e8: 'tick',
      e9: 'tick',
      f1: 'rosterComplete',
      f2: 'photo',
      f3: 'tick',
      f4: 'tick',
      f5: 'tick',
      f6: 'tick',
      f7: 'tick',
      f8: 'approved',
      g1: 'tick',
      g2: 'dualSign',
      g3: 'number',
      g4: 'tick',
      g5: 'number',
      g6: 'clipsMarked',
      g7: 'manual',
      g8: 'tick',
    });
    const disk = plan.checklists.flatMap((list) => list.items).find((item) => item.id === 'e5');
    expect(disk === undefined ? null : numberLimits(disk)).toEqual({ min: 50, max: null, unit: 'GB' });
  });
});
