import { describe, expect, it } from 'vitest';
import { segmentContent } from '#shared/run/segmentContent';
import { currentScript } from '#shared/run/prompterPosition';
import { propsAhead } from '#shared/run/nextProps';
import { nextAutoCue, nextIndex } from '#shared/run/state';
import { rundownMarkdown } from '#shared/run/rundownMarkdown';
import { forecast } from '#shared/timing/forecast';
import { smallShow } from '../../support/showFixture.ts';
import { runningBench, type RunBench } from '../../support/runBench.ts';

const order = (bench: RunBench) => bench.run.segments.map((each) => each.segmentId);
const forecastOf = (bench: RunBench) => forecast(bench.run, bench.now);
const take = (bench: RunBench) => bench.pass(1000).do('segment.next');
const repeat = (segmentId: string) => ({ kind: 'repeat', segmentId });
const bridge = { kind: 'blank', title: '补妆', durationSec: 45 };

/** The id that the run gave the segment that is inserted here. */
function insert(bench: RunBench, source: object, afterSegmentId?: string): string {
  const [inserted] = bench.do('segment.insert', { source, afterSegmentId });
  if (inserted?.type !== 'segment.inserted') throw new Error('nothing was inserted');
  return inserted.payload.planned.segmentId;
}

describe('LIVE-11 reorder', () => {
  it.each([
    ['to be the next', 'a4', 'a1', ['a1', 'a4', 'a2', 'a3']],
    ['one down', 'a2', 'a3', ['a1', 'a3', 'a2', 'a4']],
    ['to the end', 'a2', 'a4', ['a1', 'a3', 'a4', 'a2']],
  ])('LIVE-11 a waiting segment moves %s; clocks, prompter and plan stay', (_name, id, after, wanted) => {
    const bench = runningBench(smallShow()).pass(10_000);
    const before = bench.run;
    const endMs = forecastOf(bench).endMs;
    bench.do('segment.reorder', { segmentId: id, afterSegmentId: after });
    expect(order(bench)).toEqual(wanted);
    expect(bench.run).toEqual({ ...before, segments: bench.run.segments });
    expect(forecastOf(bench)).toMatchObject({ endMs, deviationMs: 0 });
    expect(bench.state.plan).toEqual(bench.start.plan);
    take(bench);
    expect(bench.segmentId).toBe(wanted[1]);
  });

  it.each([
    ['what is on', { segmentId: 'a2', afterSegmentId: 'a3' }, 'SEGMENT_NOT_PENDING'],
    ['what is over', { segmentId: 'a1', afterSegmentId: 'a3' }, 'SEGMENT_NOT_PENDING'],
    ['before what is on', { segmentId: 'a4', afterSegmentId: 'a1' }, 'SEGMENT_PLACE_PAST'],
    ['what is not there', { segmentId: 'zz', afterSegmentId: 'a3' }, 'UNKNOWN_SEGMENT'],
    ['to what is not there', { segmentId: 'a4', afterSegmentId: 'zz' }, 'UNKNOWN_SEGMENT'],
  ] as const)('LIVE-11 %s is not moved', (_name, payload, code) => {
    const bench = runningBench(smallShow());
    take(bench);
    expect(bench.ask('segment.reorder', payload)).toMatchObject({ ok: false, error: { code } });
  });

  it.each([
    ['a3', 'a2'],
    ['a3', 'a3'],
  ])('LIVE-11 %s after %s, where it is already, is nothing', (segmentId, afterSegmentId) => {
    expect(runningBench(smallShow()).do('segment.reorder', { segmentId, afterSegmentId })).toEqual([]);
  });

  it('LIVE-11 undo of a take keeps an order that was changed since', () => {
    const bench = runningBench(smallShow());
    take(bench);
    bench.pass(1000).do('segment.reorder', { segmentId: 'a4', afterSegmentId: 'a2' });
    bench.pass(1000).do('take.undo');
    expect(bench.segmentId).toBe('a1');
    expect(order(bench)).toEqual(['a1', 'a2', 'a4', 'a3']);
  });

  it('LIVE-11 undo of a way back loses nothing that was moved or inserted before the segment it returns to', () => {
    const bench = runningBench(smallShow());
    take(bench);
    bench.pass(1000).do('segment.back');
    bench.do('segment.reorder', { segmentId: 'a4', afterSegmentId: 'a1' });
    const bridgeId = insert(bench, bridge);
    expect(order(bench)).toEqual(['a1', bridgeId, 'a4', 'a2', 'a3']);
    bench.pass(1000).do('take.undo');
    expect(order(bench)).toEqual(['a1', 'a2', bridgeId, 'a4', 'a3']);
    expect(bench.run).toMatchObject({ currentIndex: 1, prompter: { segmentId: 'a2' } });
    expect(nextIndex(bench.run)).toBe(2);
  });
});

describe('LIVE-11 insert', () => {
  it('LIVE-11 a bridge takes its own time out of nobody’s plan', () => {
    const bench = runningBench(smallShow()).pass(10_000);
    const before = forecastOf(bench);
    const id = insert(bench, bridge);
    expect(order(bench)).toEqual(['a1', id, 'a2', 'a3', 'a4']);
    const after = forecastOf(bench);
    expect(after).toMatchObject({
      endMs: before.endMs + 45_000,
      plannedEndMs: before.plannedEndMs,
      deviationMs: 45_000,
    });
    expect(after.rows[1]).toMatchObject({ plannedStartMs: null, startMs: 60_000, endMs: 105_000 });
    take(bench);
    expect(segmentContent(smallShow(), bench.run.segments[1] ?? missing())).toMatchObject({
      title: '补妆',
      script: [],
    });
    expect(currentScript(bench.state)).toMatchObject({ durationMs: 45_000, paragraphs: [] });
    bench.do('segment.extend', { deltaSec: 30 });
    take(bench);
    expect(bench.segmentId).toBe('a2');
  });

  it('LIVE-11 return to product: a done segment comes again with its text, its props and cues of its own', () => {
    const bench = runningBench(smallShow());
    take(bench);
    take(bench);
    const id = insert(bench, repeat('a2'));
    expect(propsAhead(bench.state, bench.now)?.segment.id).toBe('a2');
    take(bench);
    expect(bench.segmentId).toBe(id);
    expect(bench.run.prompter).toMatchObject({ segmentId: id, scriptMs: 0 });
    expect(currentScript(bench.state)?.paragraphs.map((each) => each.id)).toEqual(
      smallShow().segments[1]?.script.map((each) => each.id),
    );
    const original = bench.run.segments[1]?.planned.cues ?? [];
    const again = bench.run.segments[3]?.planned.cues ?? [];
    expect(again.map(({ cueId: _own, ...cue }) => cue)).toEqual(
      original.map(({ cueId: _own, ...cue }) => cue),
    );
    expect(again.some((cue) => original.some((each) => each.cueId === cue.cueId))).toBe(false);
    expect(nextAutoCue(bench.run)).toEqual(again.find((cue) => cue.mode === 'auto'));
    // The log keeps what was really played, in its order.
    const entered = bench.log.flatMap((event) =>
      event.type === 'segment.entered' ? [event.payload.segmentId] : [],
    );
    expect(entered).toEqual(['a1', 'a2', 'a3', id]);
    expect(bench.state.plan).toEqual(bench.start.plan);
  });

  it('LIVE-11 return to one product: its card comes with the segment, its price waits for a hand', () => {
    const bench = runningBench(smallShow());
    insert(bench, { kind: 'product', itemId: 'g-spoon', durationSec: 60 });
    take(bench);
    const cue = nextAutoCue(bench.run);
    expect(cue).toMatchObject({ kind: 'card', targetId: 'g-spoon', atMs: 0 });
    bench.learn({ type: 'cue.due', cueId: cue?.cueId ?? missing(), lateMs: 0 });
    expect(bench.run.card).toEqual({ itemId: 'g-spoon', priceShown: false });
    expect(nextAutoCue(bench.run)).toBeNull();
    const price = bench.run.segments[1]?.planned.cues[1];
    bench.do('cue.fire', { cueId: price?.cueId });
    expect(bench.run.card).toEqual({ itemId: 'g-spoon', priceShown: true });
  });

  it('LIVE-11 a repeat may be repeated, and so may a bridge', () => {
    const bench = runningBench(smallShow());
    const again = insert(bench, repeat('a2'), 'a2');
    const bridgeId = insert(bench, bridge, again);
    for (const id of [again, bridgeId]) insert(bench, repeat(id), 'a4');
    expect(bench.run.segments.slice(-2).map((each) => segmentContent(smallShow(), each)?.title)).toEqual([
      '补妆',
      smallShow().segments[1]?.title,
    ]);
  });

  it.each([
    ['what is not there', { source: repeat('zz') }, 'UNKNOWN_SEGMENT'],
    [
      'a product that is not there',
      { source: { kind: 'product', itemId: 'zz', durationSec: 60 } },
      'UNKNOWN_ITEM',
    ],
    ['after what is over', { source: bridge, afterSegmentId: 'a1' }, 'SEGMENT_PLACE_PAST'],
    ['after what is not there', { source: bridge, afterSegmentId: 'zz' }, 'UNKNOWN_SEGMENT'],
  ] as const)('LIVE-11 %s is not inserted', (_name, payload, code) => {
    const bench = runningBench(smallShow());
    take(bench);
    expect(bench.ask('segment.insert', payload)).toMatchObject({ ok: false, error: { code } });
  });

  it('LIVE-11 undo of a take keeps what was inserted since, right where it was put', () => {
    const bench = runningBench(smallShow());
    take(bench);
    const id = insert(bench, bridge);
    bench.pass(500).do('take.undo');
    expect(order(bench)).toEqual(['a1', 'a2', id, 'a3', 'a4']);
    expect(bench.segmentId).toBe('a1');
  });

  it('LIVE-11 what was inserted is in no plan: not in the printed run sheet, not in the times offered back', () => {
    const bench = runningBench(smallShow());
    const before = rundownMarkdown(smallShow());
    const id = insert(bench, repeat('a2'));
    take(bench);
    bench.pass(10_000).do('run.end');
    expect(rundownMarkdown(bench.state.plan ?? missing())).toBe(before);
    const adopted = bench.do('timings.adopt', { segmentIds: [id, 'a2'] });
    expect(adopted).toEqual([]);
  });

  it('LIVE-11 the overrun is counted against the plan, whatever was inserted last', () => {
    const bench = runningBench(smallShow());
    insert(bench, bridge, 'a4');
    const events = bench.pass(340_000).do('run.end');
    expect(events.at(-1)).toMatchObject({ payload: { elapsedMs: 340_000, overrunMs: 10_000 } });
  });
});

function missing(): never {
  throw new Error('the fixture lacks it');
}
