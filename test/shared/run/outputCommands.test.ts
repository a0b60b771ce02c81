import { describe, expect, it } from 'vitest';
import { cueIdSchema, requestIdSchema } from '#shared/model/ids';
import { CUE_GRACE_MS } from '#shared/run/react';
import { currentSegment, nextAutoCue } from '#shared/run/state';
import { NO_SWITCHER } from '#shared/run/decide/index';
import type { StudioEvent } from '#shared/model/events';
import { demoShow, smallShow } from '../../support/showFixture.ts';
import { cueOf, RunBench, runningBench, typesOf } from '../../support/runBench.ts';

const refusal = (code: string) => ({ ok: false, error: { code } });
const cueId = (id: string) => cueIdSchema.parse(id);
const due = (bench: RunBench, id: string, lateMs = 0) =>
  bench.learn({ type: 'cue.due', cueId: cueId(id), lateMs });
const cue = (bench: RunBench, id: string) => cueOf(bench.run, id);

function requestOf(events: readonly StudioEvent[]) {
  for (const event of events)
    if (
      event.type === 'cue.requested' ||
      event.type === 'scene.requested' ||
      event.type === 'audio.requested'
    )
      return event.payload.requestId;
  throw new Error('nothing was requested');
}

describe('cues', () => {
  it('LIVE-03 a scene cue is armed, then requested, and counts only once program shows it', () => {
    const bench = runningBench(smallShow());
    expect(cue(bench, 'a1-c1')).toEqual({ status: 'armed' });
    const requestId = requestOf(due(bench, 'a1-c1', 12));
    expect(cue(bench, 'a1-c1')).toMatchObject({ status: 'requested', requestId });
    expect(bench.state.output).toMatchObject({
      desired: { sceneId: 'sc-wide', source: 'cue' },
      program: null,
    });
    expect(due(bench, 'a1-c1')).toEqual([]);
    expect(bench.ask('cue.fire', { cueId: 'a1-c1' })).toMatchObject(refusal('CUE_ALREADY_REQUESTED'));
    expect(
      typesOf(bench.learn({ type: 'switch.confirmed', requestId, obsSceneName: '画面-wide', tookMs: 41 })),
    ).toEqual(['scene.switched', 'cue.confirmed']);
    expect(cue(bench, 'a1-c1')).toMatchObject({ status: 'confirmed', tookMs: 41 });
    expect(bench.state.output).toMatchObject({
      desired: null,
      program: { sceneId: 'sc-wide', obsSceneName: '画面-wide' },
      failure: null,
    });
    expect(bench.state.prep.walkedScenes).toEqual({ 'sc-wide': true });
  });

  it.each([
    ['NOT_CONFIRMED', 'failed'],
    ['SWITCHER_OFFLINE', 'failed'],
    ['SCENE_NOT_FOUND', 'failed'],
    ['CUE_EXPIRED', 'expired'],
    ['SUPERSEDED', 'expired'],
    ['OPERATOR_TOOK_OVER', 'expired'],
  ])('LIVE-17 a cue that ends with %s is %s, and can be fired again by hand', (code, status) => {
    const bench = runningBench(smallShow());
    const requestId = requestOf(due(bench, 'a1-c1'));
    bench.learn({ type: 'switch.failed', requestId, code, params: {} });
    expect(cue(bench, 'a1-c1')).toMatchObject({ status, code });
    expect(bench.state.output.desired).toBeNull();
    expect(typesOf(bench.do('cue.fire', { cueId: 'a1-c1' }))).toEqual(['cue.requested']);
  });

  it('LIVE-03 an automatic scene cue that is too late is dropped as CUE_EXPIRED, never asked of the switcher', () => {
    const bench = runningBench(smallShow()).pass(10_000);
    expect(typesOf(due(bench, 'a1-c1', CUE_GRACE_MS))).toEqual(['cue.requested']);
    const events = due(bench, 'a1-c2', CUE_GRACE_MS + 1);
    expect(typesOf(events)).toEqual(['cue.failed']);
    expect(cue(bench, 'a1-c2')).toMatchObject({ status: 'expired', code: 'CUE_EXPIRED' });
  });

  it('LIVE-03 cues that were not reached expire with their segment, and late news of one that was is still taken in', () => {
    const bench = runningBench(smallShow());
    const requestId = requestOf(due(bench, 'a1-c1'));
    bench.pass(1000).do('segment.next');
    expect(cue(bench, 'a1-c2')).toMatchObject({ status: 'expired', code: 'SEGMENT_LEFT' });
    bench.learn({ type: 'switch.confirmed', requestId, obsSceneName: '画面-wide', tookMs: 900 });
    expect(cue(bench, 'a1-c1')).toMatchObject({ status: 'confirmed' });
    expect(due(bench, 'a1-c2')).toEqual([]);
  });

  it('LIVE-03 manual cues wait for a hand; the clock waits for the next armed automatic one', () => {
    const bench = runningBench(smallShow());
    const next: string[] = [];
    for (let each = nextAutoCue(bench.run); each !== null; each = nextAutoCue(bench.run)) {
      next.push(each.cueId);
      due(bench, each.cueId);
    }
    expect(next).toEqual(['a1-c1', 'a1-c2']);
    expect(typesOf(bench.do('cue.fire', { cueId: 'a1-c3' }))).toEqual(['cue.requested']);
    expect(bench.ask('cue.fire', { cueId: 'nowhere' })).toMatchObject(refusal('UNKNOWN_CUE'));
    expect(bench.ask('cue.fire', { cueId: 'a2-c1' })).toMatchObject(refusal('CUE_NOT_IN_SEGMENT'));
  });

  it('LIVE-13 a card cue shows the card without its price, a price cue reveals the price of this segment', () => {
    const bench = runningBench(smallShow());
    for (let i = 0; i < 2; i += 1) bench.pass(1000).do('segment.next');
    expect(typesOf(due(bench, 'a3-card-g-apron'))).toEqual([
      'cue.requested',
      'product.pushed',
      'cue.confirmed',
    ]);
    expect(bench.run.card).toEqual({ itemId: 'g-apron', priceShown: false });
    const revealed = due(bench, 'a3-price-g-apron');
    expect(revealed.find((event) => event.type === 'product.revealed')?.payload).toEqual({
      itemId: 'g-apron',
      priceFen: 4500,
    });
    expect(bench.run.card).toEqual({ itemId: 'g-apron', priceShown: true });
  });
});

describe('LIVE-13 the product card', () => {
  it('LIVE-13 is pushed, revealed at the current price and retracted by hand', () => {
    const bench = runningBench(smallShow());
    expect(bench.ask('product.retract')).toMatchObject(refusal('NOTHING_TO_RETRACT'));
    expect(bench.ask('product.push', { itemId: 'nothing' })).toMatchObject(refusal('UNKNOWN_ITEM'));
    expect(bench.ask('product.reveal', { itemId: 'nothing' })).toMatchObject(refusal('UNKNOWN_ITEM'));
    bench.do('product.push', { itemId: 'g-apron' }, 'm-operator');
    expect(bench.do('product.reveal', { itemId: 'g-apron' })[0]).toMatchObject({
      payload: { priceFen: 4900 },
    });
    bench.do('product.retract');
    expect(bench.run.card).toBeNull();
  });

  it.each(['segment.next', 'segment.end', 'segment.skip'] as const)(
    'LIVE-13 %s takes the card away in the same commit',
    (type) => {
      const bench = runningBench(smallShow());
      bench.do('product.push', { itemId: 'g-spoon' });
      const events = bench
        .pass(1000)
        .do(type, type === 'segment.next' ? {} : { reason: '完', segmentId: 'a1' });
      expect(events.at(-1)).toMatchObject({
        type: 'product.retracted',
        payload: { itemId: 'g-spoon', cause: 'segmentEnd' },
      });
      expect(bench.run.card).toBeNull();
    },
  );
});

describe('scenes', () => {
  it('LIVE-03 a scene is asked for and shown are two things; another’s choice in the switcher wins', () => {
    const bench = runningBench(smallShow());
    expect(bench.ask('scene.switch', { sceneId: 'nowhere' })).toMatchObject(refusal('UNKNOWN_SCENE'));
    const requestId = requestOf(bench.do('scene.switch', { sceneId: 'sc-close', transition: 'Fade' }));
    expect(bench.state.output).toMatchObject({ desired: { requestId, sceneId: 'sc-close' }, program: null });
    bench.learn({ type: 'program.changed', obsSceneName: '别的画面', by: 'operator' });
    expect(bench.state.output).toMatchObject({
      desired: null,
      program: { sceneId: null, obsSceneName: '别的画面' },
    });
    expect(bench.learn({ type: 'program.changed', obsSceneName: '别的画面', by: 'operator' })).toEqual([]);
    expect(bench.learn({ type: 'switch.failed', requestId, code: 'OPERATOR_TOOK_OVER', params: {} })).toEqual(
      [],
    );
  });

  it('LIVE-17 a failed switch is told until the next one', () => {
    const bench = runningBench(smallShow());
    const requestId = requestOf(bench.do('scene.switch', { sceneId: 'sc-close' }));
    bench.learn({ type: 'switch.failed', requestId, code: 'RENDER_STALLED', params: {} });
    expect(bench.state.output).toMatchObject({
      desired: null,
      failure: { sceneId: 'sc-close', code: 'RENDER_STALLED' },
    });
    bench.do('scene.switch', { sceneId: 'sc-close' });
    expect(bench.state.output.failure).toBeNull();
  });

  it('LIVE-03 a re-mapped scene is known by its new name', () => {
    const bench = runningBench(smallShow());
    bench.do('scene.remap', { sceneId: 'sc-close', obsSceneName: '近景二' });
    bench.learn({ type: 'program.changed', obsSceneName: '近景二', by: 'operator' });
    expect(bench.state.output.program?.sceneId).toBe('sc-close');
    expect(bench.ask('scene.remap', { sceneId: 'x', obsSceneName: 'y' })).toMatchObject(
      refusal('UNKNOWN_SCENE'),
    );
    expect(bench.ask('scene.preview', { sceneId: 'x' })).toMatchObject(refusal('UNKNOWN_SCENE'));
  });

  it('LIVE-17 missing scenes can be created only where there is a switcher', () => {
    const bench = runningBench(smallShow());
    expect(bench.do('scene.createMissing')).toEqual([]);
    bench.switcher = { ...bench.switcher, sceneNames: ['画面-wide'] };
    expect(bench.do('scene.createMissing')[0]).toMatchObject({
      payload: { sceneIds: ['sc-close', 'sc-table', 'sc-safe'] },
    });
    expect(typesOf(bench.learn({ type: 'scenes.created', created: ['画面-close'], failed: [] }))).toEqual([
      'scene.created',
    ]);
    bench.switcher = NO_SWITCHER;
    expect(bench.ask('scene.createMissing')).toMatchObject(refusal('SWITCHER_OFFLINE'));
  });
});

it('LIVE-13 a technician fires the scenes of the run sheet, never its cards and prices', () => {
  const bench = runningBench(demoShow());
  const cueOf = (kind: 'scene' | 'card') =>
    currentSegment(bench.run).planned.cues.find((each) => each.kind === kind);
  while (cueOf('card') === undefined) bench.pass(1000).do('segment.next');
  const [scene, card] = [cueOf('scene'), cueOf('card')];
  const technician = 'm-tech';
  expect(bench.ask('cue.fire', { cueId: scene?.cueId }, technician)).toMatchObject({ ok: true });
  expect(bench.ask('cue.fire', { cueId: card?.cueId }, technician)).toMatchObject(refusal('ROLE_FORBIDDEN'));
  expect(bench.ask('cue.fire', { cueId: card?.cueId }, 'm-director')).toMatchObject({ ok: true });
});

describe('LIVE-19 panic', () => {
  const onAir = () => {
    const bench = runningBench(smallShow());
    bench.learn({ type: 'program.changed', obsSceneName: '画面-close', by: 'operator' });
    return bench;
  };

  it('LIVE-19 one press: sound off and the safe scene, in one commit, logged', () => {
    const bench = onAir();
    const events = bench.do('panic.cut', {}, 'm-floorManager');
    expect(events.map((event) => [event.type, event.actor.memberId])).toEqual([
      ['panic.cut', 'm-floorManager'],
      ['audio.requested', 'm-floorManager'],
      ['scene.requested', 'm-floorManager'],
    ]);
    expect(bench.state.output).toMatchObject({
      panic: { fromSceneId: 'sc-close' },
      mutedDesired: true,
      desired: { sceneId: 'sc-safe', source: 'panic' },
    });
  });

  it('LIVE-19 a second press keeps the way back; the release goes there and opens the microphones', () => {
    const bench = onAir();
    bench.do('panic.cut');
    bench.learn({ type: 'program.changed', obsSceneName: '画面-safe', by: 'operator' });
    bench.do('panic.cut');
    const events = bench.do('panic.release');
    expect(typesOf(events)).toEqual(['panic.released', 'audio.requested', 'scene.requested']);
    expect(bench.state.output).toMatchObject({
      panic: null,
      mutedDesired: false,
      desired: { sceneId: 'sc-close', source: 'release' },
    });
    expect(bench.ask('panic.release')).toMatchObject(refusal('NOT_IN_PANIC'));
  });

  it('LIVE-19 microphones that were off before stay off after the release', () => {
    const bench = onAir();
    bench.do('audio.mute', { muted: true });
    bench.do('panic.cut');
    bench.do('panic.cut');
    expect(typesOf(bench.do('panic.release'))).toEqual(['panic.released', 'scene.requested']);
    expect(bench.state.output.mutedDesired).toBe(true);
  });

  it('LIVE-19 released in another segment, it leads to the scene that segment wanted, not back to the one before', () => {
    const bench = onAir();
    bench.do('panic.cut');
    bench.pass(1000).do('segment.next');
    due(bench, 'a2-c1');
    bench.do('panic.release');
    expect(bench.state.output.desired).toMatchObject({ sceneId: 'sc-table', source: 'release' });
  });

  it('LIVE-19 a microphone that somebody closed in the switcher stays closed after the release', () => {
    const bench = onAir();
    bench.switcher = { ...bench.switcher, mutedInputs: ['后台麦'] };
    bench.do('panic.cut');
    bench.switcher = { ...bench.switcher, mutedInputs: ['主麦', '后台麦'] };
    bench.do('panic.cut');
    expect(bench.do('panic.release')).toContainEqual(
      expect.objectContaining({
        type: 'audio.requested',
        payload: expect.objectContaining({ muted: false, keepMuted: ['后台麦'] }),
      }),
    );
  });

  it('LIVE-19 while it is on no automatic cue leaves the safe scene; a person still may', () => {
    const bench = onAir();
    bench.do('panic.cut');
    expect(typesOf(due(bench, 'a1-c1'))).toEqual(['cue.failed']);
    expect(cue(bench, 'a1-c1')).toMatchObject({ status: 'expired', code: 'PANIC_ON' });
    expect(bench.state.output.desired).toMatchObject({ sceneId: 'sc-safe' });
    expect(typesOf(bench.do('cue.fire', { cueId: 'a1-c3' }))).toEqual(['cue.requested']);
  });

  it('LIVE-19 works without a run, without a safe scene and without a show', () => {
    expect(typesOf(new RunBench(smallShow()).do('panic.cut'))).toEqual([
      'panic.cut',
      'audio.requested',
      'scene.requested',
    ]);
    const unsafe = smallShow((file) => {
      file.scenes = file.scenes.filter((scene) => scene.id !== 'sc-safe');
    });
    expect(typesOf(new RunBench(unsafe).do('panic.cut'))).toEqual(['panic.cut', 'audio.requested']);
    expect(typesOf(new RunBench(null).do('panic.cut'))).toEqual(['panic.cut', 'audio.requested']);
  });

  it('LIVE-19 a mute that the switcher refused is told; news of an older request changes nothing', () => {
    const bench = onAir();
    const first = requestOf(bench.do('audio.mute', { muted: true }));
    const second = requestOf(bench.do('audio.mute', { muted: false }));
    bench.learn({ type: 'mute.settled', requestId: first, muted: true, failure: null });
    expect(bench.state.output.muteRequest).toBe(second);
    bench.learn({
      type: 'mute.settled',
      requestId: second,
      muted: false,
      failure: { code: 'NO_AUDIO_INPUT', params: {} },
    });
    expect(bench.state.output).toMatchObject({ muteRequest: null, muteFailure: { code: 'NO_AUDIO_INPUT' } });
  });
});

describe('LIVE-17 contingencies', () => {
  it('LIVE-17 one key opens the card, asks for the safe scene and opens the incident, with the switcher offline too', () => {
    const bench = runningBench(smallShow());
    bench.learn({ type: 'program.changed', obsSceneName: '画面-close', by: 'operator' });
    bench.switcher = NO_SWITCHER;
    const events = bench.do('contingency.open', { contingencyId: 'ct-power' }, 'm-technician');
    expect(typesOf(events)).toEqual(['incident.opened', 'scene.requested']);
    bench.learn({
      type: 'switch.failed',
      requestId: requestOf(events),
      code: 'SWITCHER_OFFLINE',
      params: {},
    });
    expect(bench.run.incident).toMatchObject({ contingencyId: 'ct-power', fromSceneId: 'sc-close' });
    expect(bench.state.output.failure).toMatchObject({ sceneId: 'sc-safe', code: 'SWITCHER_OFFLINE' });
    expect(bench.ask('contingency.open', { contingencyId: 'ct-power' })).toMatchObject(
      refusal('INCIDENT_ALREADY_OPEN'),
    );
    const closed = bench.pass(42_000).do('contingency.close', { note: '灯好了' });
    expect(closed[0]?.payload).toEqual({ contingencyId: 'ct-power', lossMs: 42_000, note: '灯好了' });
    expect(bench.ask('contingency.close')).toMatchObject(refusal('NO_INCIDENT_OPEN'));
  });

  it('LIVE-17 only the instructions, when asked so; an unknown card is refused', () => {
    const bench = runningBench(smallShow());
    expect(typesOf(bench.do('contingency.open', { contingencyId: 'ct-power', switchScene: false }))).toEqual([
      'incident.opened',
    ]);
    expect(runningBench(smallShow()).ask('contingency.open', { contingencyId: 'x' })).toMatchObject(
      refusal('UNKNOWN_CONTINGENCY'),
    );
  });
});

describe('facts of other times', () => {
  it('LIVE-03 news of a request that nobody waits for says only what is on program', () => {
    const bench = runningBench(smallShow());
    const stranger = requestIdSchema.parse('someone-else');
    expect(
      bench.learn({ type: 'switch.failed', requestId: stranger, code: 'NOT_CONFIRMED', params: {} }),
    ).toEqual([]);
    expect(
      bench.learn({ type: 'switch.confirmed', requestId: stranger, obsSceneName: '画面-table', tookMs: 5 }),
    ).toMatchObject([{ type: 'scene.switched', payload: { source: 'operator', sceneId: 'sc-table' } }]);
  });

  it('LIVE-03 the end of a segment means something only in a run that advances by itself', () => {
    const manual = runningBench(smallShow());
    const segmentId = manual.run.segments[0]?.segmentId;
    if (segmentId === undefined) throw new Error('no segment');
    expect(manual.learn({ type: 'segment.over', segmentId })).toEqual([]);
    manual.do('run.advance', { advance: 'auto' });
    expect(manual.learn({ type: 'segment.over', segmentId })).toMatchObject([
      { type: 'segment.entered', payload: { segmentId: 'a2', cause: 'auto' } },
    ]);
    expect(manual.learn({ type: 'segment.over', segmentId })).toEqual([]);
  });

  it('LIVE-19 a panic cut holds for a link that comes back', () => {
    const bench = runningBench(smallShow());
    expect(bench.learn({ type: 'switcher.ready', afterLoss: false })).toEqual([]);
    bench.do('panic.cut');
    expect(bench.learn({ type: 'switcher.ready', afterLoss: false }).map(({ type }) => type)).toEqual([
      'audio.requested',
      'scene.requested',
    ]);
    bench.do('panic.release');
    expect(bench.learn({ type: 'switcher.ready', afterLoss: false })).toEqual([]);
  });

  it('LIVE-19 sound that did not go off in a panic cut is asked for again, as long as nothing else was said', () => {
    const bench = runningBench(smallShow());
    const unanswered = (requestId: ReturnType<typeof requestOf>, params = {}) =>
      bench.learn({
        type: 'mute.settled',
        requestId,
        muted: true,
        failure: { code: 'NOT_CONFIRMED', params },
      });
    bench.do('panic.cut');
    const first = requestIdSchema.parse(bench.state.output.muteRequest);
    expect(unanswered(first).map(({ type }) => type)).toEqual(['audio.failed', 'audio.requested']);
    // An answer about a request that is no more, and an OBS that answered and did not do it.
    expect(unanswered(first).map(({ type }) => type)).toEqual(['audio.failed']);
    const second = requestIdSchema.parse(bench.state.output.muteRequest);
    expect(unanswered(second, { inputs: '主麦' }).map(({ type }) => type)).toEqual(['audio.failed']);
    bench.do('panic.release');
    const third = requestIdSchema.parse(bench.state.output.muteRequest);
    expect(unanswered(third).map(({ type }) => type)).toEqual(['audio.failed']);
  });

  it('LIVE-01 a fader that was moved on has no failure to show', () => {
    const bench = runningBench(smallShow());
    bench.do('input.volume', { input: '主麦', volumeDb: -3 });
    const asked = bench.state.output.inputs['主麦'];
    if (asked === undefined) throw new Error('nothing was asked');
    bench.learn({
      type: 'input.settled',
      requestId: asked.requestId,
      input: '主麦',
      failure: { code: 'SUPERSEDED', params: {} },
    });
    expect(bench.state.output.inputs).toEqual({});
  });

  it('LIVE-19 undoing a take does not lead out of the safe scene', () => {
    const bench = runningBench(smallShow());
    bench.learn({ type: 'program.changed', obsSceneName: '画面-table', by: 'operator' });
    bench.pass(400);
    bench.do('segment.next');
    bench.do('panic.cut');
    const undone = bench.do('take.undo');
    expect(JSON.stringify(undone)).not.toContain('scene.requested');
  });
});
