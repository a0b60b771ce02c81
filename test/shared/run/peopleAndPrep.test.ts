import { describe, expect, it } from 'vitest';
import { memberIdSchema } from '#shared/model/ids';
import { prompterScriptMs } from '#shared/run/prompterPosition';
import { smallShow } from '../../support/showFixture.ts';
import { RunBench, runningBench, typesOf } from '../../support/runBench.ts';

const refusal = (code: string) => ({ ok: false, error: { code } });
const evidenceId = 'a'.repeat(64);

describe('ORG-05 messages', () => {
  it('ORG-05 a message is sent, shown and acknowledged once, by a person or by time', () => {
    const bench = runningBench(smallShow());
    const [sent] = bench.do('message.send', { kind: 'wrapUp' }, 'm-floorManager');
    if (sent?.type !== 'message.sent') throw new Error('not sent');
    const { messageId } = sent.payload;
    expect(bench.run.messages).toMatchObject([
      { kind: 'wrapUp', acknowledged: null, from: { memberId: 'm-floorManager' } },
    ]);
    bench.pass(800).do('message.acknowledge', { messageId }, 'm-host');
    expect(bench.run.messages[0]?.acknowledged).toEqual({ at: bench.now, by: 'person' });
    expect(bench.do('message.acknowledge', { messageId, by: 'timeout' })).toEqual([]);
    expect(bench.ask('message.acknowledge', { messageId: 'other' })).toMatchObject(
      refusal('UNKNOWN_MESSAGE'),
    );
  });

  it('ORG-05 a free message needs words, and a run', () => {
    expect(runningBench(smallShow()).ask('message.send', { kind: 'text', text: '  ' })).toMatchObject(
      refusal('BAD_REQUEST'),
    );
    expect(new RunBench(smallShow()).ask('message.send', { kind: 'faster' })).toMatchObject(
      refusal('RUN_NOT_ON'),
    );
  });

  it('ORG-05 the state keeps the last fifty', () => {
    const bench = runningBench(smallShow());
    for (let i = 0; i < 60; i += 1) bench.do('message.send', { kind: 'text', text: `第${i}条` });
    expect(bench.run.messages).toHaveLength(50);
    expect(bench.run.messages.at(-1)?.text).toBe('第59条');
  });
});

describe('notes of a run', () => {
  it('LIVE-26 an issue in one line carries time, segment and who saw it', () => {
    const bench = runningBench(smallShow()).pass(3000);
    bench.do('issue.log', { area: 'sound', text: '有电流声' }, 'm-customerService');
    expect(bench.run.issues).toMatchObject([
      {
        area: 'sound',
        text: '有电流声',
        offsetMs: 3000,
        segmentId: 'a1',
        by: { memberId: 'm-customerService', role: 'customerService' },
      },
    ]);
    expect(new RunBench(smallShow()).ask('issue.log', { area: 'sound', text: 'x' })).toMatchObject(
      refusal('RUN_NOT_ON'),
    );
  });

  it('LIVE-23 a clip mark keeps label, roll and the product on screen, with no switcher at all', () => {
    const bench = runningBench(smallShow());
    bench.do('product.push', { itemId: 'g-spoon' });
    bench.pass(9000).do('clip.mark', { label: '笑场', preSec: 30, postSec: 5 }, 'm-assistantHost');
    expect(bench.run.clips).toMatchObject([
      { label: '笑场', preSec: 30, postSec: 5, itemId: 'g-spoon', offsetMs: 9000, segmentId: 'a1' },
    ]);
    expect(bench.do('clip.mark')[0]).toMatchObject({ payload: { label: '', preSec: 15, postSec: 20 } });
  });

  it('LIVE-26 a question that was passed on is kept', () => {
    const bench = runningBench(smallShow());
    bench.do('question.pass', { text: '能进洗碗机吗' }, 'm-operator');
    expect(bench.run.questions).toMatchObject([{ text: '能进洗碗机吗' }]);
  });
});

describe('PREP-01 the checklist', () => {
  it('PREP-01 the owner’s tick keeps who and when; nobody else ticks, not even admin', () => {
    const bench = new RunBench(smallShow());
    for (const member of smallShow().team) {
      if (member.role === 'planner') continue;
      expect(bench.ask('checklist.tick', { itemId: 'k-tick' }, member.id), member.id).toMatchObject({
        ok: false,
        error: { code: 'NOT_ITEM_OWNER', params: { ownerRole: 'planner' } },
      });
    }
    expect(bench.ask('checklist.tick', { itemId: 'k-tick' })).toMatchObject(refusal('NOT_ITEM_OWNER'));
    const [ticked] = bench.do('checklist.tick', { itemId: 'k-tick' }, 'm-planner');
    expect(bench.state.prep.checklist).toMatchObject({
      'k-tick': { status: 'done', first: { at: ticked?.at, by: { memberId: 'm-planner', role: 'planner' } } },
    });
    expect(bench.ask('checklist.untick', { itemId: 'k-tick' }, 'm-host')).toMatchObject(
      refusal('NOT_ITEM_OWNER'),
    );
    bench.do('checklist.untick', { itemId: 'k-tick' }, 'm-planner');
    expect(bench.state.prep.checklist).toEqual({});
    expect(bench.do('checklist.untick', { itemId: 'k-tick' }, 'm-planner')).toEqual([]);
    expect(bench.ask('checklist.tick', { itemId: 'none' })).toMatchObject(refusal('UNKNOWN_CHECKLIST_ITEM'));
  });

  it('ORG-02 a second role in this show owns items too; a role token counts with all its roles', () => {
    const bench = new RunBench(smallShow());
    expect(bench.ask('checklist.tick', { itemId: 'k-dual' }, 'm-two')).toMatchObject({ ok: true });
    expect(bench.ask('checklist.tick', { itemId: 'k-soft' }, 'm-two')).toMatchObject({ ok: true });
    expect(
      new RunBench(smallShow()).askWith('checklist.tick', { itemId: 'k-tick' }, ['host', 'planner']),
    ).toMatchObject({ ok: true });
  });

  it('XC-06 a number inside its limits is done, outside it fails, without one it is refused', () => {
    const bench = new RunBench(smallShow());
    const tick = (itemId: string, value?: number) =>
      bench.ask('checklist.tick', value === undefined ? { itemId } : { itemId, value }, 'm-technician');
    const status = (itemId: string) =>
      Object.entries(bench.state.prep.checklist).find(([id]) => id === itemId)?.[1].status;
    expect(tick('k-number')).toMatchObject(refusal('VALUE_REQUIRED'));
    for (const [itemId, value, wanted] of [
      ['k-number', 49.9, 'failed'],
      ['k-number', 50, 'done'],
      ['k-limits', 299, 'failed'],
      ['k-limits', 300, 'done'],
      ['k-limits', 801, 'failed'],
    ] as const) {
      expect(tick(itemId, value)).toMatchObject({ ok: true });
      expect(status(itemId), `${itemId} ${value}`).toBe(wanted);
    }
  });

  it('XC-06 a photo item needs a stored photo', () => {
    const bench = new RunBench(smallShow());
    expect(bench.ask('checklist.tick', { itemId: 'k-photo' }, 'm-assistantHost')).toMatchObject(
      refusal('EVIDENCE_REQUIRED'),
    );
    expect(bench.ask('checklist.tick', { itemId: 'k-photo', evidenceId }, 'm-assistantHost')).toMatchObject(
      refusal('EVIDENCE_UNKNOWN'),
    );
    bench.evidence = new Set([evidenceId]);
    bench.do('checklist.tick', { itemId: 'k-photo', evidenceId }, 'm-assistantHost');
    expect(bench.state.prep.checklist).toMatchObject({ 'k-photo': { status: 'done', evidenceId } });
  });

  it('XC-06 two signatures: the owner’s, then another person’s', () => {
    const bench = new RunBench(smallShow());
    expect(bench.ask('checklist.tick', { itemId: 'k-dual' }, 'm-host')).toMatchObject(
      refusal('NOT_ITEM_OWNER'),
    );
    bench.do('checklist.tick', { itemId: 'k-dual', note: '看过' }, 'm-operator');
    expect(bench.state.prep.checklist).toMatchObject({ 'k-dual': { status: 'halfSigned' } });
    expect(bench.ask('checklist.tick', { itemId: 'k-dual' }, 'm-operator')).toMatchObject(
      refusal('SECOND_SIGNER_MUST_DIFFER'),
    );
    expect(bench.ask('checklist.tick', { itemId: 'k-dual' })).toMatchObject(
      refusal('SECOND_SIGNER_MUST_DIFFER'),
    );
    bench.do('checklist.tick', { itemId: 'k-dual' }, 'm-merchandiser');
    expect(bench.state.prep.checklist).toMatchObject({
      'k-dual': {
        status: 'done',
        first: { by: { memberId: 'm-operator' } },
        second: { by: { memberId: 'm-merchandiser' } },
        note: '看过',
      },
    });
  });

  it('XC-06 what Kaibo checks by itself nobody ticks', () => {
    const bench = new RunBench(smallShow());
    for (const itemId of ['k-scenes', 'k-walk', 'k-approved'])
      expect(bench.ask('checklist.tick', { itemId }, 'm-director')).toMatchObject(
        refusal('ITEM_IS_AUTOMATIC'),
      );
  });
});

describe('the roster', () => {
  it('ORG-03 people sign in themselves; who keeps the floor may do it for others, also as a second role', () => {
    const bench = new RunBench(smallShow());
    expect(bench.ask('roster.signIn', { memberId: 'm-host' }, 'm-operator')).toMatchObject(
      refusal('ROLE_FORBIDDEN'),
    );
    bench.do('roster.signIn', { memberId: 'm-host' }, 'm-host');
    bench.do('roster.signIn', { memberId: 'm-operator' }, 'm-floorManager');
    bench.do('roster.signIn', { memberId: 'm-planner' }, 'm-two');
    expect(Object.keys(bench.state.prep.signedIn)).toEqual(['m-host', 'm-operator', 'm-planner']);
    expect(bench.do('roster.signIn', { memberId: 'm-host' }, 'm-host')).toEqual([]);
    expect(bench.ask('roster.signIn', { memberId: 'm-none' })).toMatchObject(refusal('UNKNOWN_MEMBER'));
    expect(bench.ask('roster.signOut', { memberId: 'm-host' }, 'm-operator')).toMatchObject(
      refusal('ROLE_FORBIDDEN'),
    );
    bench.do('roster.signOut', { memberId: 'm-host' }, 'm-host');
    expect(bench.state.prep.signedIn[memberIdSchema.parse('m-host')]).toBeUndefined();
  });
});

describe('the plan', () => {
  it('LIVE-10 during a run the floor mends text that was not read yet, and only that', () => {
    const bench = runningBench(smallShow()).pass(5000);
    const edit = (paragraphId: string, segmentId = 'a1') =>
      bench.ask('script.edit', { segmentId, paragraphId, text: '新的话' }, 'm-floorManager');
    expect(edit('a1-p1')).toMatchObject(refusal('PARAGRAPH_ALREADY_READ'));
    expect(edit('a1-p2')).toMatchObject({ ok: true });
    expect(bench.state.plan?.segments[0]?.script[1]?.text).toBe('新的话');
    expect(edit('a1-p2')).toMatchObject({ ok: true, events: [] });
    bench.do('prompter.seek', { segmentId: 'a1', scriptMs: 30_000 });
    expect(prompterScriptMs(bench.state, bench.now)).toBe(30_000);
    expect(bench.ask('script.edit', { segmentId: 'a1', paragraphId: 'a1-p2', text: '更新' })).toMatchObject(
      refusal('PARAGRAPH_ALREADY_READ'),
    );
    bench.do('segment.next');
    expect(edit('a1-p2')).toMatchObject(refusal('PARAGRAPH_ALREADY_READ'));
    expect(edit('a4-p1', 'a4')).toMatchObject({ ok: true });
    expect(edit('x', 'a4')).toMatchObject(refusal('UNKNOWN_PARAGRAPH'));
    expect(edit('x', 'zz')).toMatchObject(refusal('UNKNOWN_SEGMENT'));
  });

  it('ORG-01 before and after a run only the planner changes the text', () => {
    const bench = new RunBench(smallShow());
    const payload = { segmentId: 'a1', paragraphId: 'a1-p1', text: '改' };
    for (const as of ['m-director', 'm-floorManager'])
      expect(bench.ask('script.edit', payload, as)).toMatchObject(refusal('ROLE_FORBIDDEN'));
    expect(bench.ask('script.edit', payload, 'm-planner')).toMatchObject({ ok: true });
  });

  it('PREP-10 the times of a rehearsal are taken over within each segment’s limits, never shorter than its last cue', () => {
    const bench = runningBench(smallShow(), { mode: 'rehearsal', speed: 10 });
    expect(bench.ask('timings.adopt', { segmentIds: ['a1'] })).toMatchObject(refusal('RUN_ALREADY_ON'));
    bench.pass(7500).do('segment.next'); // a1: 75 s
    bench.pass(3000).do('segment.next'); // a2: 30 s, fixed at 90
    bench.pass(6200).do('segment.next'); // a3: 62 s, its last cue is at 70 s
    bench.pass(50_000).do('run.end'); // a4: 500 s, at most 120
    const [adopted] = bench.do('timings.adopt', { segmentIds: ['a1', 'a2', 'a3', 'a4'] }, 'm-planner');
    expect(adopted?.payload).toEqual({
      durations: [
        { segmentId: 'a1', beforeSec: 60, afterSec: 75 },
        { segmentId: 'a3', beforeSec: 120, afterSec: 71 },
        { segmentId: 'a4', beforeSec: 60, afterSec: 120 },
      ],
    });
    expect(bench.state.plan?.segments.map((segment) => [segment.startSec, segment.durationSec])).toEqual([
      [0, 75],
      [75, 90],
      [165, 71],
      [236, 120],
    ]);
    expect(bench.state.plan?.show.plannedDurationSec).toBe(356);
  });

  it('PREP-10 a segment that was not played keeps its time', () => {
    const bench = runningBench(smallShow());
    bench.do('segment.skip', { segmentId: 'a2', reason: 'x' });
    bench.pass(1000).do('run.end');
    expect(bench.do('timings.adopt', { segmentIds: ['a2', 'a3'] })).toEqual([]);
  });

  it('PREP-03 prizes are counted', () => {
    const bench = new RunBench(smallShow());
    bench.do('prize.count', { prizeId: 'z-mug', qtyOnHand: 2 }, 'm-operator');
    expect(bench.state.prep.prizesOnHand).toEqual({ 'z-mug': 2 });
    expect(bench.ask('prize.count', { prizeId: 'none', qtyOnHand: 1 })).toMatchObject(
      refusal('UNKNOWN_PRIZE'),
    );
  });

  it('APPR-04 the switcher can’t be exchanged in a live run, in a rehearsal it can', () => {
    const rehearsing = runningBench(smallShow());
    expect(typesOf(rehearsing.do('switcher.choose', { kind: 'obs' }))).toEqual(['switcher.chosen']);
    const live = new RunBench(smallShow());
    live.do('golive.override', { reason: '试' });
    live.do('run.start', { mode: 'live' });
    expect(live.ask('switcher.choose', { kind: 'rehearsal' })).toMatchObject(refusal('RUN_ALREADY_ON'));
  });
});
