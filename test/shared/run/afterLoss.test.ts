import { describe, expect, it } from 'vitest';
import { cueIdSchema, type RequestId } from '#shared/model/ids';
import type { StudioEvent } from '#shared/model/events';
import { OWED_FOR_MS } from '#shared/run/react';
import { cueOf, READY_SWITCHER, RunBench, runningBench, typesOf } from '../../support/runBench.ts';
import { smallShow } from '../../support/showFixture.ts';

/** What program does when the switcher comes back, or lacks a scene. */
function requestOf(events: readonly StudioEvent[]): RequestId {
  const asked = events.find((each) => each.type === 'scene.requested' || each.type === 'cue.requested');
  if (asked?.type !== 'scene.requested' && asked?.type !== 'cue.requested')
    throw new Error('nothing was requested');
  return asked.payload.requestId;
}
const fails = (bench: RunBench, requestId: RequestId, code: string) =>
  bench.learn({ type: 'switch.failed', requestId, code, params: {} });
const press = (bench: RunBench, sceneId: string, code: string) =>
  fails(bench, requestOf(bench.do('scene.switch', { sceneId })), code);
const back = (bench: RunBench, afterLoss = true) => bench.learn({ type: 'switcher.ready', afterLoss });
const shown = (bench: RunBench, obsSceneName: string, by: 'operator' | 'found') =>
  bench.learn({ type: 'program.changed', obsSceneName, by });
const due = (bench: RunBench, id: string) =>
  bench.learn({ type: 'cue.due', cueId: cueIdSchema.parse(id), lateMs: 0 });
const requested = (sceneId: string, source: string) => [
  { type: 'scene.requested', payload: { sceneId, source } },
];
const toSafeScene = requested('sc-safe', 'policy');

/** A run with a scene of ours on program. */
function onAir(policy: { afterLoss?: 'safeScene'; missingScene?: 'safeScene' } = {}): RunBench {
  const bench = runningBench(smallShow());
  bench.do('safeScene.policy', { afterLoss: 'stay', missingScene: 'stay', ...policy });
  const requestId = requestOf(bench.do('scene.switch', { sceneId: 'sc-close' }));
  bench.learn({ type: 'switch.confirmed', requestId, obsSceneName: '画面-close', tookMs: 40 });
  return bench;
}

describe('a scene that a person asked for in vain', () => {
  it.each(['SWITCHER_OFFLINE', 'CUE_EXPIRED', 'NOT_CONFIRMED'])(
    'LIVE-08 is asked for once more when the switcher is back, the last one only (%s)',
    (code) => {
      const bench = onAir();
      press(bench, 'sc-wide', code);
      press(bench, 'sc-table', code);
      expect(bench.state.output.owed).toMatchObject({ sceneId: 'sc-table' });
      expect(back(bench)).toMatchObject(requested('sc-table', 'operator'));
      expect(bench.state.output.owed).toBeNull();
    },
  );

  it.each([
    [
      'a person chose another in the switcher',
      (bench: RunBench) => void shown(bench, '画面-wide', 'operator'),
    ],
    [
      'a cue came up since',
      (bench: RunBench) => void fails(bench, requestOf(due(bench, 'a1-c1')), 'SWITCHER_OFFLINE'),
    ],
    ['it was a minute ago', (bench: RunBench) => void bench.pass(OWED_FOR_MS + 1)],
  ])('LIVE-08 is let go when %s', (_why, meanwhile) => {
    const bench = onAir();
    press(bench, 'sc-table', 'SWITCHER_OFFLINE');
    meanwhile(bench);
    expect(back(bench)).toEqual([]);
  });

  it('LIVE-08 is still wanted from a switcher that was started anew and shows some scene', () => {
    const bench = onAir();
    press(bench, 'sc-table', 'SWITCHER_OFFLINE');
    shown(bench, '画面-wide', 'found');
    expect(back(bench)).toMatchObject(requested('sc-table', 'operator'));
  });

  it('LIVE-08 what was pressed a moment before the loss goes before the rule for the safe scene', () => {
    const bench = onAir({ afterLoss: 'safeScene' });
    bench.do('scene.switch', { sceneId: 'sc-table' });
    expect(back(bench)).toEqual([]);
  });

  it('LIVE-03 a cue is never replayed, nor is what the switcher refused', () => {
    const bench = onAir();
    fails(bench, requestOf(due(bench, 'a1-c1')), 'CUE_EXPIRED');
    expect(back(bench)).toEqual([]);
    press(bench, 'sc-table', 'SCENE_NOT_FOUND');
    expect(back(bench)).toEqual([]);
  });
});

describe('the safe-scene policy', () => {
  it('LIVE-08 does nothing unless it was set', () => {
    const bench = onAir();
    expect(back(bench)).toEqual([]);
    expect(typesOf(fails(bench, requestOf(due(bench, 'a1-c1')), 'SCENE_NOT_FOUND'))).toEqual(['cue.failed']);
  });

  it('LIVE-08 after a loss: the safe scene, once', () => {
    const bench = onAir({ afterLoss: 'safeScene' });
    const asked = back(bench);
    expect(asked).toMatchObject(toSafeScene);
    // It is not asked for again, whatever becomes of it.
    fails(bench, requestOf(asked), 'NOT_CONFIRMED');
    expect(back(bench, false)).toEqual([]);
  });

  it.each([
    ['the connection was never lost', false, () => {}],
    [
      'a person drives the switcher by hand',
      true,
      (bench: RunBench) => void shown(bench, '画面-wide', 'operator'),
    ],
    ['it is on already', true, (bench: RunBench) => void shown(bench, '画面-safe', 'found')],
    ['no run is on', true, (bench: RunBench) => void bench.do('run.end')],
  ])('LIVE-08 after a loss: nothing when %s', (_why, afterLoss, given: (bench: RunBench) => void) => {
    const bench = onAir({ afterLoss: 'safeScene' });
    given(bench);
    expect(back(bench, afterLoss)).toEqual([]);
  });

  it('LIVE-08 after a loss: what a person asked for meanwhile goes before it', () => {
    const bench = onAir({ afterLoss: 'safeScene' });
    press(bench, 'sc-table', 'SWITCHER_OFFLINE');
    expect(back(bench)).toMatchObject(requested('sc-table', 'operator'));
  });

  it('LIVE-08 a cue whose scene is missing: the safe scene, and the cue says why it failed', () => {
    const bench = onAir({ missingScene: 'safeScene' });
    const events = fails(bench, requestOf(due(bench, 'a1-c1')), 'SCENE_NOT_FOUND');
    expect(typesOf(events)).toEqual(['cue.failed', 'scene.requested']);
    expect(events.slice(1)).toMatchObject(toSafeScene);
    expect(cueOf(bench.run, 'a1-c1')).toMatchObject({ code: 'SCENE_NOT_FOUND' });
  });

  it('LIVE-08 a cue whose scene is missing changes nothing while a person drives the switcher or in a panic cut', () => {
    const driven = onAir({ missingScene: 'safeScene' });
    shown(driven, '画面-table', 'operator');
    expect(typesOf(fails(driven, requestOf(due(driven, 'a1-c1')), 'SCENE_NOT_FOUND'))).toEqual([
      'cue.failed',
    ]);
    const panic = onAir({ missingScene: 'safeScene' });
    const requestId = requestOf(due(panic, 'a1-c1'));
    panic.do('panic.cut');
    expect(typesOf(fails(panic, requestId, 'SCENE_NOT_FOUND'))).toEqual(['cue.failed']);
  });

  it('LIVE-08 is a matter of director and technician, and outlives the run', () => {
    const bench = onAir({ afterLoss: 'safeScene' });
    bench.do('run.end');
    bench.do('run.start', { mode: 'rehearsal' });
    expect(bench.state.prep.safeScenePolicy.afterLoss).toBe('safeScene');
  });
});

describe('a second switcher that stands by', () => {
  const standby = (bench: RunBench, ready: boolean): RunBench => {
    bench.switcher = { ...READY_SWITCHER, standby: { name: 'spare', ready } };
    return bench;
  };

  it('LIVE-08 leads at one press, if it is ready; asked for twice it is one change', () => {
    const bench = standby(onAir(), true);
    expect(bench.do('switcher.failover', { to: 'spare' })).toMatchObject([
      { type: 'switcher.failedOver', payload: { to: 'spare', cause: 'person' } },
    ]);
    expect(bench.do('switcher.failover', { to: 'main' })).toEqual([]);
    expect(standby(bench, false).ask('switcher.failover', { to: 'spare' })).toMatchObject({
      ok: false,
      error: { code: 'SPARE_NOT_READY' },
    });
    bench.switcher = READY_SWITCHER;
    expect(bench.ask('switcher.failover', { to: 'spare' })).toMatchObject({
      ok: false,
      error: { code: 'NO_SPARE' },
    });
  });

  it('LIVE-08 is not exchanged for another one while live', () => {
    const bench = new RunBench(smallShow());
    bench.do('golive.override', { reason: '急' });
    bench.do('run.start', { mode: 'live' });
    expect(bench.ask('obs.spare', { url: null })).toMatchObject({
      ok: false,
      error: { code: 'RUN_ALREADY_ON' },
    });
    bench.do('run.end');
    expect(typesOf(bench.do('obs.spare', { url: 'ws://127.0.0.1:4456' }))).toEqual(['obs.spareChanged']);
  });
});

describe('a scene that was renamed in the switcher', () => {
  const renamed = (bench: RunBench, from: string, to: string) =>
    bench.learn({ type: 'scene.renamed', from, to });

  it('LIVE-01 in a run the cues follow it', () => {
    const bench = onAir();
    expect(typesOf(renamed(bench, '画面-wide', '全景'))).toEqual(['scene.remapped']);
    expect(bench.state.prep.sceneMap).toMatchObject({ 'sc-wide': '全景' });
    expect(typesOf(renamed(bench, '全景', '全景二'))).toEqual(['scene.remapped']);
  });

  it('PREP-07 before a run nothing is followed: people are shown it and choose', () => {
    expect(renamed(new RunBench(smallShow()), '画面-wide', '全景')).toEqual([]);
  });

  it('LIVE-01 a name that another scene of the plan goes by is never followed, nor a scene the plan does not name', () => {
    const bench = onAir();
    expect(renamed(bench, '画面-wide', '画面-table')).toEqual([]);
    expect(renamed(bench, '片头', '片头二')).toEqual([]);
  });
});
