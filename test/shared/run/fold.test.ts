import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND_TYPES, type CommandType } from '#shared/model/commands';
import { studioEventSchema } from '#shared/model/events';
import { evolve, LASTING_EVENT_TYPES } from '#shared/run/evolve';
import { currentSegment, nextAutoCue, type StudioState } from '#shared/run/state';
import { forecast } from '#shared/timing/forecast';
import { smallShow } from '../../support/showFixture.ts';
import { RunBench } from '../../support/runBench.ts';

const plan = smallShow();
const segments = plan.segments.map((segment) => segment.id);
const members = plan.team.map((member) => member.id);
const idOf = fc.constantFrom;

/** For each command a payload that may be accepted in some state. A command that is missing here is missing in the test. */
const PAYLOADS: Readonly<Record<CommandType, fc.Arbitrary<object>>> = {
  'show.open': fc.constant({ showId: plan.show.id }),
  'script.edit': fc.record({
    segmentId: idOf(...segments),
    paragraphId: idOf('a1-p2', 'a3-p2', 'a4-p1'),
    text: fc.string({ maxLength: 20 }),
  }),
  'timings.adopt': fc.constant({ segmentIds: segments }),
  'run.start': fc.oneof(
    fc.record({ mode: fc.constant('rehearsal'), speed: idOf(1, 10), advance: idOf('manual', 'auto') }),
    fc.constant({ mode: 'live' }),
  ),
  'run.advance': fc.record({ advance: idOf('manual', 'auto') }),
  'run.end': fc.constant({}),
  'segment.next': fc.constant({}),
  'segment.back': fc.constant({}),
  'segment.hold': fc.constant({}),
  'segment.resume': fc.constant({}),
  'segment.extend': fc.record({ segmentId: idOf(...segments), deltaSec: fc.integer({ min: 1, max: 60 }) }),
  'segment.shorten': fc.record({ segmentId: idOf(...segments), deltaSec: fc.integer({ min: 1, max: 60 }) }),
  'segment.end': fc.constant({ reason: '完' }),
  'segment.skip': fc.record({ segmentId: idOf(...segments), reason: fc.constant('跳') }),
  'segment.reorder': fc.record({ segmentId: idOf(...segments), afterSegmentId: idOf(...segments) }),
  'segment.insert': fc.record({
    afterSegmentId: idOf(...segments),
    source: fc.oneof(
      fc.record({ kind: fc.constant('repeat'), segmentId: idOf(...segments) }),
      fc.record({ kind: fc.constant('product'), itemId: idOf('g-spoon', 'k-set'), durationSec: idOf(60) }),
      fc.record({ kind: fc.constant('blank'), title: fc.constant('过渡'), durationSec: idOf(30) }),
    ),
  }),
  'segment.restore': fc.record({ segmentId: idOf(...segments) }),
  'take.undo': fc.constant({}),
  'scene.switch': fc.record({ sceneId: idOf('sc-wide', 'sc-close') }),
  'scene.preview': fc.record({ sceneId: idOf('sc-wide', 'sc-close') }),
  'cue.fire': fc.record({
    cueId: idOf('a1-c1', 'a1-c3', 'a2-c1', 'a3-c2', 'a2-card-g-spoon', 'a3-price-k-set'),
  }),
  'audio.mute': fc.record({ muted: fc.boolean() }),
  'input.mute': fc.record({ input: fc.constant('主麦'), muted: fc.boolean() }),
  'input.volume': fc.record({ input: fc.constant('主麦'), volumeDb: fc.integer({ min: -60, max: 0 }) }),
  'output.start': fc.record({ output: fc.constantFrom('stream', 'record', 'replay') }),
  'output.stop': fc.record({ output: fc.constantFrom('stream', 'record', 'replay') }),
  'record.pause': fc.constant({}),
  'record.resume': fc.constant({}),
  'replay.save': fc.constant({}),
  'alarm.acknowledge': fc.constant({ alarm: 'silence' }),
  'panic.cut': fc.constant({}),
  'panic.release': fc.constant({}),
  'contingency.open': fc.constant({ contingencyId: 'ct-power' }),
  'contingency.close': fc.constant({}),
  'drill.start': fc.record({ fault: idOf('switcherLost', 'sceneMissing', 'streamDropped') }),
  'drill.end': fc.constant({}),
  'product.push': fc.record({ itemId: idOf('g-spoon', 'k-set') }),
  'product.reveal': fc.record({ itemId: idOf('g-spoon', 'g-apron') }),
  'product.retract': fc.constant({}),
  'prompter.pause': fc.constant({}),
  'prompter.resume': fc.constant({}),
  'prompter.seek': fc.record({
    segmentId: idOf(...segments),
    scriptMs: fc.integer({ min: 0, max: 100_000 }),
  }),
  'prompter.pace': fc.record({ charsPerMinute: fc.integer({ min: 60, max: 600 }) }),
  'message.send': fc.constant({ kind: 'faster' }),
  'message.acknowledge': fc.constant({ messageId: 'none' }),
  'question.pass': fc.constant({ text: '有大号吗' }),
  'issue.log': fc.constant({ area: 'other', text: '小事' }),
  'clip.mark': fc.constant({}),
  'roster.signIn': fc.record({ memberId: idOf(...members) }),
  'roster.signOut': fc.record({ memberId: idOf(...members) }),
  'checklist.tick': fc.record({
    itemId: idOf('k-tick', 'k-number', 'k-dual', 'k-soft'),
    value: fc.integer({ min: 0, max: 100 }),
  }),
  'checklist.untick': fc.record({ itemId: idOf('k-tick', 'k-dual') }),
  'prize.count': fc.record({ prizeId: fc.constant('z-mug'), qtyOnHand: fc.nat(5) }),
  'golive.override': fc.constant({ reason: '急' }),
  'scene.remap': fc.record({ sceneId: fc.constant('sc-close'), obsSceneName: idOf('近景', '画面-close') }),
  'scene.keepStill': fc.record({
    sceneId: idOf('sc-wide', 'sc-close'),
    evidenceId: fc.constant('0'.repeat(64)),
    as: fc.constantFrom('evidence', 'reference'),
  }),
  'scene.createMissing': fc.constant({}),
  'safeScene.policy': fc.record({
    afterLoss: idOf('stay', 'safeScene'),
    missingScene: idOf('stay', 'safeScene'),
  }),
  'switcher.choose': fc.constant({ kind: 'rehearsal' }),
  'obs.spare': fc.constant({ url: null }),
  'switcher.failover': fc.constant({ to: 'spare' }),
  'obs.settings': fc.constant({ url: 'ws://127.0.0.1:4455', password: '' }),
  'recovery.acknowledge': fc.constant({}),
};

type Step =
  | {
      readonly kind: 'command';
      readonly type: CommandType;
      readonly payload: object;
      readonly as: string | undefined;
    }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'cue' }
  | { readonly kind: 'settle'; readonly well: boolean }
  | { readonly kind: 'over' };

const RUN_TYPES = COMMAND_TYPES.filter((type) =>
  /^(?:segment|take|cue|product|prompter|scene)\./u.test(type),
);
/** What outlives a run, and what begins and ends one. */
const LASTING_TYPES = [
  'run.start',
  'run.end',
  'run.end',
  'golive.override',
  'panic.cut',
  'audio.mute',
  'checklist.tick',
  'prize.count',
  'roster.signIn',
  'scene.remap',
] as const satisfies readonly CommandType[];
/** Mostly admin: a member is refused most things. */
const asker = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: idOf(...members) },
);
const command = (types: readonly CommandType[]): fc.Arbitrary<Step> =>
  fc.constantFrom(...types).chain((type) =>
    fc.record({
      kind: fc.constant('command' as const),
      type: fc.constant(type),
      payload: PAYLOADS[type],
      as: asker,
    }),
  );
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: command(COMMAND_TYPES) },
    { weight: 6, arbitrary: command(RUN_TYPES) },
    { weight: 4, arbitrary: command(LASTING_TYPES) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 30_000 }) }),
    },
    { weight: 2, arbitrary: fc.constant<Step>({ kind: 'cue' }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle' as const), well: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'over' }) },
  ),
  { minLength: 10, maxLength: 60 },
);

function play(all: readonly Step[], after: (bench: RunBench) => void = () => undefined): RunBench {
  const bench = new RunBench(plan);
  bench.do('run.start', { mode: 'rehearsal' });
  for (const step of all) {
    const { run, output } = bench.state;
    if (step.kind === 'command') bench.ask(step.type, step.payload, step.as);
    if (step.kind === 'pass') bench.pass(step.ms);
    if (step.kind === 'cue' && run?.phase === 'on') {
      const cue = nextAutoCue(run);
      if (cue !== null) bench.learn({ type: 'cue.due', cueId: cue.cueId, lateMs: 0 });
    }
    if (step.kind === 'settle' && output.desired !== null) {
      const { requestId } = output.desired;
      bench.learn(
        step.well
          ? { type: 'switch.confirmed', requestId, obsSceneName: '画面-wide', tookMs: 9 }
          : { type: 'switch.failed', requestId, code: 'NOT_CONFIRMED', params: {} },
      );
    }
    if (step.kind === 'over' && run?.phase === 'on')
      bench.learn({ type: 'segment.over', segmentId: currentSegment(run).segmentId });
    after(bench);
  }
  return bench;
}

/** What the store gives a starting core: preparation, what lasts, and the last run. */
function reloaded(bench: RunBench): StudioState {
  const lastRun = bench.log.findLast((event) => event.type === 'run.started')?.runId ?? null;
  const lasting: ReadonlySet<string> = new Set(LASTING_EVENT_TYPES);
  return bench.log
    .filter((event) => event.runId === null || event.runId === lastRun || lasting.has(event.type))
    .reduce(evolve, bench.start);
}

describe('LIVE-25 the log is the state', () => {
  it('LIVE-25 folding the whole log from nothing gives the live state, and every event passes its schema', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const bench = play(all);
        expect(bench.log.reduce(evolve, bench.start)).toEqual(bench.state);
        expect(bench.log.map((event) => event.seq)).toEqual(bench.log.map((_, index) => index + 1));
        for (const event of bench.log) expect(studioEventSchema.parse(event)).toEqual(event);
      }),
      { numRuns: 150 },
    );
  });

  it('LIVE-25 after a restart, run, preparation and program are what they were', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const bench = play(all);
        const back = reloaded(bench);
        expect(back.run).toEqual(bench.state.run);
        expect(back.prep).toEqual(bench.state.prep);
        expect(back.output).toEqual(bench.state.output);
      }),
      { numRuns: 150 },
    );
  });

  it('LIVE-25 a scene that is still asked for when a run ends is what the next one goes back to, restarted or not', () => {
    const bench = play([
      { kind: 'cue' },
      { kind: 'command', type: 'run.end', payload: {}, as: undefined },
      { kind: 'command', type: 'run.start', payload: { mode: 'rehearsal' }, as: undefined },
      { kind: 'pass', ms: 1000 },
      { kind: 'command', type: 'segment.next', payload: {}, as: undefined },
    ]);
    expect(bench.log.filter(({ type }) => type === 'segment.entered')).toHaveLength(3);
    expect(reloaded(bench).run).toEqual(bench.state.run);
  });

  it('APPR-04 an override that a live start used up stays used up after a restart', () => {
    const bench = new RunBench(plan);
    bench.do('golive.override', { reason: '急' });
    for (const mode of ['live', 'rehearsal']) {
      bench.do('run.start', { mode });
      bench.do('run.end');
    }
    expect(bench.state.prep.override).toBeNull();
    expect(reloaded(bench).prep.override).toBeNull();
  });

  it('LIVE-25 a run is replayed from its own events alone, without the plan', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const bench = play(all);
        const { runId } = bench.run;
        const replayed = bench.log
          .filter((event) => event.runId === runId)
          .reduce(evolve, { ...bench.start, plan: null, output: { ...bench.start.output } });
        const { undo: _scenes, ...rest } = replayed.run ?? {};
        const { undo: _own, ...expected } = bench.run;
        expect(rest).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('LIVE-25 the same event twice in a row of states leaves the earlier states untouched', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const frozen: string[] = [];
        const states: StudioState[] = [];
        play(all, (bench) => {
          states.push(bench.state);
          frozen.push(JSON.stringify(bench.state));
        });
        expect(states.map((state) => JSON.stringify(state))).toEqual(frozen);
      }),
      { numRuns: 20 },
    );
  });
});

describe('LIVE-03 the forecast', () => {
  it('LIVE-03 in any run: one row per segment, each begins where the one before ends, and the sum is the end', () => {
    fc.assert(
      fc.property(steps, (all) => {
        play(all, (bench) => {
          const { run } = bench;
          const { rows, endMs, deviationMs, plannedEndMs } = forecast(run, bench.now);
          expect(rows.map((row) => row.segmentId)).toEqual(run.segments.map((each) => each.segmentId));
          for (const row of rows) expect(row.endMs, row.segmentId).toBeGreaterThanOrEqual(row.startMs);
          const ahead = rows.slice(run.currentIndex);
          const gapsMs = ahead
            .slice(1)
            .map((row, index) => Math.abs(row.startMs - (ahead[index]?.endMs ?? Number.NaN)));
          expect(Math.max(0, ...gapsMs)).toBeLessThan(1e-6);
          expect(ahead.at(-1)?.endMs).toBeCloseTo(endMs, 6);
          expect(deviationMs).toBeCloseTo(endMs - plannedEndMs, 6);
          const stillToRun =
            run.phase === 'on'
              ? run.segments.slice(run.currentIndex + 1).filter((each) => each.status === 'pending')
              : [];
          const wanted = stillToRun.reduce(
            (sum, each) => sum + each.planned.durationMs + each.adjustMs,
            ahead[0]?.endMs ?? 0,
          );
          expect(endMs).toBeCloseTo(wanted, 6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('LIVE-11 at any moment of any run one segment at most is current, and it is the one the clocks are of', () => {
    fc.assert(
      fc.property(steps, (all) => {
        play(all, ({ run }) => {
          const current = run.segments.filter((segment) => segment.status === 'current');
          expect(current).toEqual(run.phase === 'on' ? [currentSegment(run)] : []);
          expect(run.prompter.segmentId).toBe(currentSegment(run).segmentId);
        });
      }),
      { numRuns: 60 },
    );
  });
});
