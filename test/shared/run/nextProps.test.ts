import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propsAhead, propsOfSegment, PROPS_LEAD_MS, propsToFetch } from '#shared/run/nextProps';
import { demoShow, smallShow } from '../../support/showFixture.ts';
import { RunBench, runningBench } from '../../support/runBench.ts';

/** The third segment of the demo show, seven minutes of it; the next one needs two things. */
function atTheFaceTowels(speed: number): RunBench {
  const bench = runningBench(demoShow(), { mode: 'rehearsal', speed });
  bench.do('segment.next');
  bench.pass(1000).do('segment.next');
  expect(bench.segmentId).toBe('s03');
  return bench;
}

describe('PREP-02 props of the next segment', () => {
  it.each([1, 20])(
    'PREP-02 appear exactly 3 minutes of show time before the segment, at speed %d',
    (speed) => {
      const bench = atTheFaceTowels(speed);
      const untilLeadMs = (420_000 - PROPS_LEAD_MS) / speed;
      bench.pass(untilLeadMs - 1);
      expect(propsToFetch(bench.state, bench.now)).toBeNull();
      bench.pass(1);
      const ahead = propsToFetch(bench.state, bench.now);
      expect(ahead?.segment.id).toBe('s04');
      expect(ahead?.dueInMs).toBeCloseTo(PROPS_LEAD_MS, 6);
      expect(ahead?.props.map((prop) => `${prop.name}×${prop.qty}`)).toEqual([
        '洁面乳样品与起泡网×2',
        '测试用口红(无标)×1',
      ]);
    },
  );

  it('PREP-02 stay while the segment is held or over time, and go with the take', () => {
    const bench = atTheFaceTowels(1).pass(400_000);
    bench.do('segment.hold');
    expect(propsToFetch(bench.pass(600_000).state, bench.now)?.dueInMs).toBe(20_000);
    bench.do('segment.resume');
    expect(propsToFetch(bench.pass(50_000).state, bench.now)?.dueInMs).toBe(-30_000);
    bench.do('segment.next');
    expect(propsToFetch(bench.state, bench.now)).toBeNull();
  });

  it('PREP-02 follow the segment that will really come: a skipped one needs nothing', () => {
    const bench = atTheFaceTowels(1).pass(300_000);
    bench.do('segment.skip', { segmentId: 's04', reason: '超时' });
    expect(propsToFetch(bench.state, bench.now)?.props.map((prop) => prop.name)).toEqual(['题板与马克笔']);
  });

  it('PREP-02 an extended segment takes the call back until it is time again', () => {
    const bench = atTheFaceTowels(1).pass(241_000);
    expect(propsToFetch(bench.state, bench.now)).not.toBeNull();
    bench.do('segment.extend', { deltaSec: 60 });
    expect(propsToFetch(bench.state, bench.now)).toBeNull();
  });

  it('PREP-02 nothing is called for without a run, without props, at the end', () => {
    const idle = new RunBench(demoShow());
    expect(propsAhead(idle.state, idle.now)).toBeNull();
    const bench = runningBench(smallShow());
    expect(propsToFetch(bench.state, bench.now)?.segment.id).toBe('a2');
    bench.do('segment.next');
    expect(propsAhead(bench.state, bench.now)?.segment.id).toBe('a3');
    expect(propsToFetch(bench.state, bench.now)).toBeNull();
    bench.pass(1000).do('segment.next');
    bench.pass(1000).do('segment.next');
    expect(propsAhead(bench.state, bench.now)).toBeNull();
  });

  it('PREP-02 a file may name a prop at the segment, at the prop, or at both; it is listed once', () => {
    const plan = smallShow((file) => {
      file.props.push({
        id: 'pp-cloth',
        name: '抹布',
        qty: 3,
        spec: '棉',
        segmentIds: [],
        ownerRole: 'assistantHost',
        consumable: true,
        quality: '好',
        note: '',
      });
      file.segments[1]?.propIds.push('pp-cloth', 'pp-pan');
    });
    const segment = plan.segments[1];
    if (segment === undefined) throw new Error('no segment');
    expect(propsOfSegment(plan, segment).map((prop) => prop.name)).toEqual(['平底锅', '抹布']);
  });

  it('PREP-02 are called for exactly when at most 3 minutes are left, whenever one looks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 1, max: 60 }), (ms, speed) => {
        const bench = atTheFaceTowels(speed);
        const ahead = propsAhead(bench.pass(ms).state, bench.now);
        const called = propsToFetch(bench.state, bench.now);
        expect(ahead?.dueInMs).toBeCloseTo(420_000 - ms * speed, 3);
        expect(called !== null).toBe(ahead !== null && ahead.dueInMs <= PROPS_LEAD_MS);
      }),
    );
  });
});
