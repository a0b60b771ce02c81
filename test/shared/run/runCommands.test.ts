import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOUBLE_TAKE_MS, UNDO_WINDOW_MS } from '#shared/run/decide/runCommands';
import type { StudioEvent } from '#shared/model/events';
import { cueIdSchema } from '#shared/model/ids';
import { currentScript, prompterScriptMs } from '#shared/run/prompterPosition';
import { readingPositionAt } from '#shared/script/scriptTimeline';
import { forecast } from '#shared/timing/forecast';
import { positionAt } from '#shared/timing/vector';
import { demoShow, smallShow } from '../../support/showFixture.ts';
import { cueOf, RunBench, runningBench, typesOf } from '../../support/runBench.ts';

const refusal = (code: string) => ({ ok: false, error: { code } });
const take = (bench: RunBench) => bench.pass(1000).do('segment.next');
const forecastOf = (bench: RunBench) => forecast(bench.run, bench.now);
const statuses = (bench: RunBench) => bench.run.segments.map((segment) => segment.status);

describe('a run', () => {
  it('LIVE-03 starts in the first segment with clocks at zero and running', () => {
    const bench = runningBench(smallShow());
    expect(bench.segmentId).toBe('a1');
    bench.pass(1500);
    expect(positionAt(bench.run.showClock, bench.now)).toBe(1500);
    expect(positionAt(bench.run.segmentClock, bench.now)).toBe(1500);
    expect(forecastOf(bench)).toMatchObject({ remainingMs: 58_500, endMs: 330_000, deviationMs: 0 });
  });

  it.each([
    ['no show', () => new RunBench(null), 'run.start', { mode: 'rehearsal' }, 'NO_SHOW_OPEN'],
    ['a run is on', () => runningBench(smallShow()), 'run.start', { mode: 'rehearsal' }, 'RUN_ALREADY_ON'],
    [
      'live at another speed',
      () => new RunBench(smallShow()),
      'run.start',
      { mode: 'live', speed: 2 },
      'LIVE_IS_REAL_TIME',
    ],
    ['no run', () => new RunBench(smallShow()), 'segment.next', {}, 'RUN_NOT_ON'],
    ['no run', () => new RunBench(smallShow()), 'run.end', {}, 'RUN_NOT_ON'],
    ['no run', () => new RunBench(smallShow()), 'take.undo', {}, 'RUN_NOT_ON'],
    ['first segment', () => runningBench(smallShow()), 'segment.back', {}, 'NO_PREVIOUS_SEGMENT'],
    [
      'another segment by now',
      () => runningBench(smallShow()),
      'segment.next',
      { from: 'a2' },
      'SEGMENT_CHANGED',
    ],
    [
      'another segment by now',
      () => runningBench(smallShow()),
      'segment.back',
      { from: 'a2' },
      'SEGMENT_CHANGED',
    ],
    ['not held', () => runningBench(smallShow()), 'segment.resume', {}, 'NOT_HELD'],
    ['nothing taken', () => runningBench(smallShow()), 'take.undo', {}, 'NOTHING_TO_UNDO'],
    [
      'unknown segment',
      () => runningBench(smallShow()),
      'segment.extend',
      { segmentId: 'zz', deltaSec: 1 },
      'UNKNOWN_SEGMENT',
    ],
    [
      'unknown segment',
      () => runningBench(smallShow()),
      'segment.skip',
      { segmentId: 'zz', reason: 'x' },
      'UNKNOWN_SEGMENT',
    ],
    [
      'another segment by now',
      () => runningBench(smallShow()),
      'segment.end',
      { from: 'a2', reason: '完' },
      'SEGMENT_CHANGED',
    ],
    [
      'unknown segment',
      () => runningBench(smallShow()),
      'segment.restore',
      { segmentId: 'zz' },
      'UNKNOWN_SEGMENT',
    ],
    [
      'not skipped',
      () => runningBench(smallShow()),
      'segment.restore',
      { segmentId: 'a2' },
      'SEGMENT_NOT_PENDING',
    ],
    [
      'another show in a run',
      () => runningBench(smallShow()),
      'show.open',
      { showId: 'x' },
      'RUN_ALREADY_ON',
    ],
  ] as const)('LIVE-03 %s: %#', (_name, make, type, payload, code) => {
    expect(make().ask(type, payload)).toMatchObject(refusal(code));
  });

  it('PREP-10 a rehearsal may be fast, and plays the show’s seconds as fast', () => {
    const bench = runningBench(smallShow(), { mode: 'rehearsal', speed: 10 });
    bench.pass(3000);
    expect(positionAt(bench.run.segmentClock, bench.now)).toBe(30_000);
    expect(forecastOf(bench).endMs).toBe(330_000);
  });

  it('LIVE-03 the end of a run stops clocks and prompter, takes the card away and counts the overrun', () => {
    const bench = runningBench(smallShow());
    bench.do('product.push', { itemId: 'g-spoon' });
    const events = bench.pass(340_000).do('run.end');
    expect(events.find((event) => event.type === 'run.ended')?.payload).toEqual({
      elapsedMs: 340_000,
      overrunMs: 10_000,
    });
    expect(bench.run).toMatchObject({
      phase: 'ended',
      card: null,
      showClock: { velocity: 0 },
      segmentClock: { velocity: 0 },
      prompter: { running: false },
    });
    const before = forecastOf(bench);
    bench.pass(60_000);
    expect(forecastOf(bench)).toEqual(before);
    expect(bench.ask('segment.next')).toMatchObject(refusal('RUN_NOT_ON'));
  });

  it('LIVE-03 the last segment has no next', () => {
    const bench = runningBench(smallShow());
    for (let i = 0; i < 3; i += 1) take(bench);
    expect(bench.segmentId).toBe('a4');
    expect(bench.pass(1000).ask('segment.next')).toMatchObject(refusal('NO_NEXT_SEGMENT'));
  });
});

describe('LIVE-10 lengths', () => {
  it('LIVE-10 extending by 60 s moves the forecast end by exactly 60 s, and the plan stays', () => {
    const bench = runningBench(smallShow());
    bench.pass(12_345);
    const before = forecastOf(bench);
    const [extended] = bench.do('segment.extend', { deltaSec: 60, reason: '人多' });
    const after = forecastOf(bench);
    expect(after.endMs - before.endMs).toBe(60_000);
    expect(after.remainingMs - before.remainingMs).toBe(60_000);
    expect(after.plannedEndMs).toBe(before.plannedEndMs);
    expect(after.rows.map((row) => row.plannedStartMs)).toEqual(before.rows.map((row) => row.plannedStartMs));
    expect(after.rows.slice(1).map((row, i) => row.startMs - (before.rows[i + 1]?.startMs ?? 0))).toEqual([
      60_000, 60_000, 60_000,
    ]);
    expect(bench.state.plan).toEqual(bench.start.plan);
    expect(extended).toMatchObject({
      type: 'segment.extended',
      payload: { segmentId: 'a1', deltaMs: 60_000, reason: '人多' },
    });
  });

  it('LIVE-10 a later segment is extended by exactly as much', () => {
    const bench = runningBench(smallShow());
    const before = forecastOf(bench);
    bench.do('segment.extend', { segmentId: 'a3', deltaSec: 80 });
    expect(forecastOf(bench).endMs - before.endMs).toBe(80_000);
    expect(forecastOf(bench).rows[2]?.startMs).toBe(before.rows[2]?.startMs);
  });

  it.each([
    ['past its maximum', 'segment.extend', { segmentId: 'a1', deltaSec: 121 }, 'SEGMENT_LIMIT'],
    ['a fixed length', 'segment.extend', { segmentId: 'a2', deltaSec: 1 }, 'SEGMENT_LIMIT'],
    ['a fixed length', 'segment.shorten', { segmentId: 'a2', deltaSec: 1 }, 'SEGMENT_LIMIT'],
    ['below its minimum', 'segment.shorten', { segmentId: 'a1', deltaSec: 31 }, 'SEGMENT_LIMIT'],
  ] as const)('LIVE-10 %s: %s %o is refused', (_name, type, payload, code) => {
    expect(runningBench(smallShow()).ask(type, payload)).toMatchObject(refusal(code));
  });

  it('LIVE-10 the demo’s price window has min = max and can’t be extended', () => {
    const bench = runningBench(demoShow());
    expect(bench.ask('segment.extend', { segmentId: 's12', deltaSec: 1 })).toMatchObject({
      ok: false,
      error: { code: 'SEGMENT_LIMIT', params: { minSec: 420, maxSec: 420 } },
    });
  });

  it('LIVE-10 can’t be shorter than what has been played', () => {
    const bench = runningBench(smallShow()).pass(45_700);
    expect(bench.ask('segment.shorten', { deltaSec: 20 })).toMatchObject({
      ok: false,
      error: { code: 'SEGMENT_ALREADY_PAST', params: { segmentId: 'a1', elapsedSec: 45 } },
    });
    expect(bench.ask('segment.shorten', { deltaSec: 14 })).toMatchObject({ ok: true });
  });

  it('LIVE-10 a new length moves nothing under the host’s eyes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 250_000 }),
        fc.integer({ min: -90, max: 90 }).filter((delta) => delta !== 0),
        (atMs, deltaSec) => {
          const bench = runningBench(demoShow()).pass(atMs);
          const reading = () => {
            const script = currentScript(bench.state);
            return script === null
              ? null
              : readingPositionAt(script, prompterScriptMs(bench.state, bench.now));
          };
          const before = reading();
          const answer = bench.ask(deltaSec > 0 ? 'segment.extend' : 'segment.shorten', {
            deltaSec: Math.abs(deltaSec),
          });
          if (!answer.ok) return;
          const after = reading();
          expect(after?.paragraphId).toBe(before?.paragraphId);
          expect(after?.charOffset ?? 0).toBeCloseTo(before?.charOffset ?? 0, 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('LIVE-10 ending early needs a reason, which stays with the segment; a second press right after is the same one', () => {
    const bench = runningBench(smallShow()).pass(20_000);
    bench.do('segment.end', { reason: '讲完了' });
    expect(bench.segmentId).toBe('a2');
    expect(bench.run.segments[0]).toMatchObject({
      status: 'done',
      reason: '讲完了',
      enteredMs: 0,
      leftMs: 20_000,
    });
    expect(bench.pass(DOUBLE_TAKE_MS - 1).do('segment.end', { reason: '讲完了' })).toEqual([]);
    expect(() => bench.do('segment.end')).toThrow(/reason/u);
    expect(forecastOf(bench).deviationMs).toBe(-40_000);
  });

  it('LIVE-10 skipping takes a segment’s time out of the forecast, restoring brings it back', () => {
    const bench = runningBench(smallShow());
    bench.do('segment.skip', { segmentId: 'a3', reason: '没货' });
    expect(forecastOf(bench)).toMatchObject({ endMs: 210_000, deviationMs: -120_000 });
    expect(bench.ask('segment.extend', { segmentId: 'a3', deltaSec: 5 })).toMatchObject(
      refusal('SEGMENT_NOT_PENDING'),
    );
    expect(bench.ask('segment.skip', { segmentId: 'a3', reason: '又' })).toMatchObject(
      refusal('SEGMENT_NOT_PENDING'),
    );
    bench.do('segment.restore', { segmentId: 'a3' });
    expect(forecastOf(bench)).toMatchObject({ endMs: 330_000, deviationMs: 0 });
    bench.do('segment.skip', { segmentId: 'a2', reason: '没货' });
    take(bench);
    expect(bench.segmentId).toBe('a3');
    expect(bench.ask('segment.restore', { segmentId: 'a2' })).toMatchObject(refusal('SEGMENT_NOT_PENDING'));
    expect(bench.ask('segment.skip', { segmentId: 'a1', reason: '晚了' })).toMatchObject(
      refusal('SEGMENT_NOT_PENDING'),
    );
  });

  it('LIVE-10 skipping the current segment goes to the next and says so in the log', () => {
    const bench = runningBench(smallShow()).pass(5000);
    expect(bench.do('segment.skip', { segmentId: 'a1', reason: '声音坏了' })).toMatchObject([
      { type: 'segment.entered', payload: { segmentId: 'a2', cause: 'skip', reason: '声音坏了' } },
    ]);
    expect(bench.run.segments[0]).toMatchObject({ status: 'skipped', reason: '声音坏了', leftMs: 5000 });
  });
});

describe('LIVE-10 the last segment', () => {
  it.each([
    ['segment.end', 'done', 'end'],
    ['segment.skip', 'skipped', 'skip'],
  ] as const)(
    'LIVE-10 %s of the last segment ends the run; the log keeps cause and reason',
    (type, status, cause) => {
      const bench = runningBench(smallShow());
      for (let i = 0; i < 3; i += 1) take(bench);
      bench.do('product.push', { itemId: 'g-spoon' });
      const events = bench.pass(5000).do(type, { segmentId: 'a4', reason: '货卖完了' });
      expect(typesOf(events)).toEqual(['segment.closed', 'product.retracted', 'prompter.moved', 'run.ended']);
      expect(events[0]).toMatchObject({ payload: { segmentId: 'a4', cause, reason: '货卖完了' } });
      expect(bench.run).toMatchObject({ phase: 'ended', card: null });
      expect(bench.run.segments[3]).toMatchObject({ status, reason: '货卖完了', leftMs: 8000 });
    },
  );
});

describe('LIVE-10 bounces', () => {
  it.each([
    ['segment.back', {}, 'a1'],
    ['segment.end', { reason: '完' }, 'a3'],
  ] as const)(
    'LIVE-10 %s right after a take is another command, not a bounce of it',
    (type, payload, segmentId) => {
      const bench = runningBench(smallShow()).pass(5000);
      bench.do('segment.next');
      bench.pass(DOUBLE_TAKE_MS - 50).do(type, payload);
      expect(bench.segmentId).toBe(segmentId);
    },
  );

  it('LIVE-10 two people who end the same segment end one; the later one is told', () => {
    const bench = runningBench(smallShow()).pass(5000);
    bench.do('segment.end', { from: 'a1', reason: '完' });
    expect(bench.pass(100).do('segment.end', { from: 'a1', reason: '完' })).toEqual([]);
    expect(bench.pass(300).ask('segment.end', { from: 'a1', reason: '完' })).toMatchObject(
      refusal('SEGMENT_CHANGED'),
    );
    expect(bench.segmentId).toBe('a2');
  });

  it('LIVE-03 a hand that meets an automatic advance takes no second segment', () => {
    const bench = runningBench(smallShow(), { mode: 'rehearsal', advance: 'auto' }).pass(60_000);
    bench.learn({ type: 'segment.over', segmentId: bench.run.segments[0]?.segmentId ?? missing() });
    expect(bench.pass(DOUBLE_TAKE_MS - 1).do('segment.next')).toEqual([]);
    expect(bench.segmentId).toBe('a2');
  });
});

describe('LIVE-11 order by the heat of the room', () => {
  it('LIVE-11 skipping and restoring later segments leaves the current one alone, and the log keeps the real order', () => {
    const bench = runningBench(smallShow()).pass(10_000);
    const before = bench.run;
    bench.do('segment.skip', { segmentId: 'a2', reason: '先围裙' });
    expect(bench.run).toMatchObject({
      segmentClock: before.segmentClock,
      prompter: before.prompter,
      currentIndex: before.currentIndex,
    });
    take(bench);
    bench.pass(4000).do('segment.back');
    bench.pass(4000).do('segment.restore', { segmentId: 'a2' });
    take(bench);
    take(bench);
    const order = bench.log.flatMap((event) =>
      event.type === 'segment.entered' ? [[event.payload.segmentId, event.payload.cause]] : [],
    );
    expect(order).toEqual([
      ['a1', 'start'],
      ['a3', 'take'],
      ['a1', 'back'],
      ['a2', 'take'],
      ['a3', 'take'],
    ]);
    expect(statuses(bench)).toEqual(['done', 'done', 'current', 'pending']);
  });

  it('LIVE-11 going back makes the segment that was left wait again, its cues too', () => {
    const bench = runningBench(smallShow());
    take(bench);
    bench.pass(55_000).do('segment.back');
    expect(statuses(bench)).toEqual(['current', 'pending', 'pending', 'pending']);
    expect(positionAt(bench.run.segmentClock, bench.now)).toBe(0);
    expect(bench.run.segments.map(({ cues }) => cues)).toEqual([{}, {}, {}, {}]);
    // 1 s of the first visit and 55 s of the second segment are lost: the end is that much later.
    expect(forecastOf(bench).deviationMs).toBe(56_000);
  });
});

describe('takes', () => {
  it(`LIVE-03 two takes within ${DOUBLE_TAKE_MS} ms are one`, () => {
    const bench = runningBench(smallShow()).pass(5000);
    bench.do('segment.next');
    expect(bench.pass(DOUBLE_TAKE_MS - 1).do('segment.next')).toEqual([]);
    expect(bench.do('segment.next', { from: 'a1' })).toEqual([]);
    expect(bench.segmentId).toBe('a2');
    bench.pass(1).do('segment.next');
    expect(bench.segmentId).toBe('a3');
  });

  it('LIVE-03 a take right after the start is a take', () => {
    const bench = runningBench(smallShow()).pass(10);
    bench.do('segment.next');
    expect(bench.segmentId).toBe('a2');
  });

  it(`LIVE-11 undo within ${UNDO_WINDOW_MS} ms gives back segment, clock, prompter, card, cues and scene together`, () => {
    const bench = runningBench(smallShow());
    bench.learn({ type: 'program.changed', obsSceneName: '画面-close', by: 'operator' });
    const opening = bench.learn({
      type: 'cue.due',
      cueId: bench.run.segments[0]?.planned.cues[0]?.cueId ?? missing(),
      lateMs: 0,
    });
    bench.learn({
      type: 'switch.confirmed',
      requestId: requestIn(opening),
      obsSceneName: '画面-wide',
      tookMs: 30,
    });
    bench.do('product.push', { itemId: 'g-apron' });
    bench.do('prompter.pace', { charsPerMinute: 250 });
    bench.pass(25_000);
    bench.learn({ type: 'program.changed', obsSceneName: '画面-close', by: 'operator' });
    const before = bench.run;
    bench.do('segment.next');
    const switched = bench.learn({
      type: 'cue.due',
      cueId: bench.run.segments[1]?.planned.cues[0]?.cueId ?? missing(),
      lateMs: 0,
    });
    bench.learn({
      type: 'switch.confirmed',
      requestId: requestIn(switched),
      obsSceneName: '画面-table',
      tookMs: 30,
    });
    expect(bench.run).toMatchObject({ card: null, prompter: { segmentId: 'a2', scriptMs: 0 } });
    const undone = bench.pass(UNDO_WINDOW_MS).do('take.undo');
    expect(typesOf(undone)).toEqual(['take.undone', 'scene.requested']);
    expect(undone[1]).toMatchObject({ payload: { sceneId: 'sc-close', source: 'undo' } });
    const { takenAt: _now, undo: _undo, ...rest } = bench.run;
    const { takenAt: _then, undo: _none, ...expected } = before;
    expect(rest).toEqual(expected);
    expect(positionAt(bench.run.segmentClock, bench.now)).toBe(25_000 + UNDO_WINDOW_MS);
    expect(bench.ask('take.undo')).toMatchObject(refusal('NOTHING_TO_UNDO'));
  });

  it('LIVE-11 undo gives back the scene that was asked for, also while the fade to it was still under way at the take', () => {
    const bench = runningBench(smallShow());
    bench.learn({ type: 'program.changed', obsSceneName: '画面-wide', by: 'operator' });
    const [asked] = bench.pass(5000).do('scene.switch', { sceneId: 'sc-close' });
    bench.do('segment.next');
    const requestId = asked?.type === 'scene.requested' ? asked.payload.requestId : missing();
    bench.learn({ type: 'switch.confirmed', requestId, obsSceneName: '画面-close', tookMs: 300 });
    expect(typesOf(bench.pass(1000).do('take.undo'))).toEqual(['take.undone']);
    expect(bench.state.output.program?.sceneId).toBe('sc-close');
  });

  it('LIVE-11 undo of a way back: a cue that was proven meanwhile can be fired again, one under way stays requested', () => {
    const waysBack = (isProven: boolean) => {
      const bench = runningBench(smallShow());
      take(bench);
      const events = bench.learn({ type: 'cue.due', cueId: cueIdSchema.parse('a2-c1'), lateMs: 0 });
      const [asked] = events.flatMap((event) => (event.type === 'cue.requested' ? [event.payload] : []));
      bench.pass(1000).do('segment.back');
      const requestId = asked?.requestId ?? missing();
      if (isProven)
        bench.learn({ type: 'switch.confirmed', requestId, obsSceneName: '画面-table', tookMs: 40 });
      bench.pass(500).do('take.undo');
      return bench;
    };
    expect(cueOf(waysBack(true).run, 'a2-c1')).toEqual({ status: 'armed' });
    expect(cueOf(waysBack(false).run, 'a2-c1')).toMatchObject({ status: 'requested' });
  });

  it('LIVE-11 a scene cue that came due during a take that was undone is carried out, not dropped as late', () => {
    const bench = runningBench(smallShow()).pass(10_000);
    bench.do('segment.next');
    bench.pass(UNDO_WINDOW_MS - 100).do('take.undo');
    const cueId = bench.run.segments[0]?.planned.cues[0]?.cueId ?? missing();
    expect(typesOf(bench.pass(5).learn({ type: 'cue.due', cueId, lateMs: 4500 }))).toEqual(['cue.requested']);
  });

  it('LIVE-11 undo later than that is refused, and without a scene change asks for none', () => {
    const bench = runningBench(smallShow()).pass(5000);
    bench.do('segment.next');
    expect(bench.pass(UNDO_WINDOW_MS + 1).ask('take.undo')).toMatchObject({
      ok: false,
      error: { code: 'UNDO_TOO_LATE', params: { windowSec: 5 } },
    });
    bench.do('segment.next');
    expect(typesOf(bench.pass(10).do('take.undo'))).toEqual(['take.undone']);
    expect(bench.segmentId).toBe('a2');
  });

  it('LIVE-11 undoing an automatic advance stays: the run waits for a hand from then on', () => {
    const bench = runningBench(smallShow(), { mode: 'rehearsal', advance: 'auto' }).pass(60_000);
    bench.learn({ type: 'segment.over', segmentId: bench.run.segments[0]?.segmentId ?? missing() });
    expect(bench.segmentId).toBe('a2');
    bench.pass(1000).do('take.undo');
    expect(bench.run).toMatchObject({ advance: 'manual', currentIndex: 0 });
    expect(
      bench.learn({ type: 'segment.over', segmentId: bench.run.segments[0]?.segmentId ?? missing() }),
    ).toEqual([]);
  });
});

describe('hold', () => {
  it('LIVE-03 hold and resume keep the segment clock and the prompter where they are, without a jump', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 239_000 }),
        fc.integer({ min: 0, max: 600_000 }),
        fc.constantFrom(180, 240, 300),
        (atMs, heldMs, charsPerMinute) => {
          const bench = runningBench(demoShow());
          bench.do('prompter.pace', { charsPerMinute });
          bench.pass(atMs);
          const clock = positionAt(bench.run.segmentClock, bench.now);
          const script = prompterScriptMs(bench.state, bench.now);
          bench.do('segment.hold');
          expect(bench.ask('segment.hold')).toMatchObject(refusal('ALREADY_HELD'));
          bench.pass(heldMs);
          expect(positionAt(bench.run.segmentClock, bench.now)).toBe(clock);
          expect(prompterScriptMs(bench.state, bench.now)).toBeCloseTo(script, 3);
          bench.do('segment.resume');
          expect(positionAt(bench.run.segmentClock, bench.now)).toBe(clock);
          expect(prompterScriptMs(bench.state, bench.now)).toBeCloseTo(script, 3);
          bench.pass(40);
          expect(Math.abs(prompterScriptMs(bench.state, bench.now) - script)).toBeLessThan(40 * 4.1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('LIVE-03 while held the forecast end moves on with the clock', () => {
    const bench = runningBench(smallShow()).pass(10_000);
    bench.do('segment.hold');
    const before = forecastOf(bench).endMs;
    bench.pass(7000);
    expect(forecastOf(bench).endMs - before).toBe(7000);
  });
});

describe('the prompter', () => {
  it('LIVE-03 pause stops the text, resume goes on from there, seek puts it where the reader says', () => {
    const bench = runningBench(smallShow()).pass(2000);
    bench.do('prompter.pause', {}, 'm-host');
    const at = prompterScriptMs(bench.state, bench.now);
    bench.pass(3000);
    expect(prompterScriptMs(bench.state, bench.now)).toBe(at);
    bench.do('prompter.resume');
    expect(prompterScriptMs(bench.state, bench.now)).toBe(at);
    bench.do('prompter.seek', { segmentId: 'a1', scriptMs: 31_000 });
    expect(prompterScriptMs(bench.state, bench.now)).toBe(31_000);
    expect(bench.ask('prompter.seek', { segmentId: 'a2', scriptMs: 0 })).toMatchObject({
      ok: false,
      error: { code: 'SEGMENT_CHANGED', params: { segmentId: 'a1' } },
    });
    bench.do('prompter.seek', { segmentId: 'a1', scriptMs: 86_400_000 });
    expect(prompterScriptMs(bench.state, bench.now)).toBe(60_000);
  });

  it('LIVE-03 another pace starts from where the reader is', () => {
    const bench = runningBench(smallShow()).pass(2000);
    const before = prompterScriptMs(bench.state, bench.now);
    bench.do('prompter.pace', { charsPerMinute: 300 });
    expect(prompterScriptMs(bench.state, bench.now)).toBeCloseTo(before, 6);
    expect(bench.run.prompter.charsPerMinute).toBe(300);
  });
});

function requestIn([event]: readonly StudioEvent[]) {
  return event?.type === 'cue.requested' ? event.payload.requestId : missing();
}

function missing(): never {
  throw new Error('the fixture lacks it');
}
