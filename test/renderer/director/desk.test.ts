import { describe, expect, test } from 'vitest';
import { memberIdSchema, messageIdSchema } from '#shared/model/ids';
import type { LiveStatus } from '#shared/model/station';
import { NO_SWITCHER } from '#shared/run/decide/index';
import {
  currentSegment,
  EMPTY_STATE,
  plannedSegment,
  runOn,
  type OutputState,
  type RunState,
  type StudioState,
} from '#shared/run/state';
import { forecast } from '#shared/timing/forecast';
import { studioMsSchema } from '#shared/timing/vector';
import { actingRoles, rolesNeeded } from '../../../src/renderer/common/actingRoles.ts';
import { contingencyOrder } from '../../../src/renderer/console/director/model/contingencyOrder.ts';
import { foresee } from '../../../src/renderer/console/director/model/foresee.ts';
import { framingOf } from '../../../src/renderer/console/director/model/framing.ts';
import { lampsOf } from '../../../src/renderer/console/lamps.ts';
import { messageState } from '../../../src/renderer/console/director/model/messageState.ts';
import { nextCue } from '../../../src/renderer/console/director/model/nextCue.ts';
import { isOutsideChange } from '../../../src/renderer/console/director/model/outsideChange.ts';
import { rowWindow } from '../../../src/renderer/console/director/model/rowWindow.ts';
import { sceneTiles } from '../../../src/renderer/console/director/model/sceneTiles.ts';
import { lateStartSec, showStartsAtMs } from '../../../src/renderer/console/showTimes.ts';
import { speedChoices } from '../../../src/renderer/console/director/model/speedChoices.ts';
import { staleTimesBySegment } from '../../../src/renderer/console/director/model/staleTimes.ts';
import { timingOffers } from '../../../src/renderer/console/director/model/timingOffers.ts';
import { at, demoPlan, happened, ordered, rehearsal } from './runningDemo.ts';

const running = (state: StudioState) => {
  const run = runOn(state);
  if (run === null) throw new Error('no run');
  return run;
};
const obs: LiveStatus['switcher'] = {
  kind: 'obs',
  link: 'ready',
  problem: null,
  programScene: null,
  previewScene: null,
  studioMode: true,
  scenes: demoPlan.scenes.map((scene) => scene.obsSceneName),
  muted: false,
  stream: 'active',
  record: 'active',
  replay: 'stopped',
  inputs: [],
  stats: { fps: 30, skippedFrames: 0, freeDiskMb: 200_000 },
  version: '31',
  pair: null,
};
const live = (switcher: Partial<LiveStatus['switcher']>): LiveStatus => ({
  switcher: { ...obs, ...switcher },
  figures: {},
  stations: [],
  obsUrl: '',
  obsSpare: null,
  overlayUrl: '',
  rehearsalSpeed: 1,
  storage: null,
  recovery: null,
});

describe('LIVE-10 the knock-on is seen before anything is done', () => {
  test('LIVE-03 extending by 30 s would move every later start and the end by exactly 30 s', () => {
    const state = rehearsal();
    const foreseen = foresee(
      state,
      { type: 'segment.extend', payload: { deltaSec: 30 } },
      at(10_000),
      NO_SWITCHER,
    );
    if (!foreseen.ok) throw new Error(foreseen.error.code);
    const before = forecast(running(state), at(10_000));
    const after = forecast(running(foreseen.value), at(10_000));
    expect(after.endMs - before.endMs).toBe(30_000);
    expect(
      after.rows.slice(1).map((row, index) => row.startMs - (before.rows[index + 1]?.startMs ?? 0)),
    ).toEqual(Array.from({ length: 13 }, () => 30_000));
    expect(running(state).segments[0]?.adjustMs).toBe(0);
  });

  test('a refusal is foreseen with its reason', () => {
    const foreseen = foresee(
      rehearsal(),
      { type: 'segment.extend', payload: { deltaSec: 3600 } },
      at(0),
      NO_SWITCHER,
    );
    expect(foreseen).toMatchObject({ ok: false, error: { code: 'SEGMENT_LIMIT', params: { maxSec: 336 } } });
  });

  test('skipping a later segment is foreseen without its time', () => {
    const state = rehearsal();
    const segmentId = demoPlan.segments[4]?.id;
    if (segmentId === undefined) throw new Error('no segment');
    const foreseen = foresee(
      state,
      { type: 'segment.skip', payload: { segmentId, reason: '-' } },
      at(0),
      NO_SWITCHER,
    );
    expect(foreseen.ok && forecast(running(foreseen.value), at(0)).endMs).toBe(5_400_000 - 360_000);
  });

  test('clock times in the script that the forecast broke are flagged by segment; none while on time', () => {
    const onTime = rehearsal();
    expect(staleTimesBySegment(onTime, at(0)).size).toBe(0);
    const held = ordered(ordered(onTime, 1000, { type: 'segment.hold', payload: {} }), 400_000, {
      type: 'segment.resume',
      payload: {},
    });
    const stale = staleTimesBySegment(held, at(400_000));
    expect([...stale.values()].flat().map((each) => each.text)).toContain('八点四十七分');
  });
});

describe('ORG-05 messages to the host', () => {
  const message = {
    messageId: messageIdSchema.parse('m'),
    kind: 'faster' as const,
    text: '',
    sentAt: at(1000),
    from: { memberId: null, role: 'system' as const, stationId: null },
    acknowledged: null,
  };
  test.each([
    [null, 10_999, 'waiting'],
    [null, 11_000, 'unanswered'],
    [{ at: at(2000), by: 'person' as const }, 60_000, 'seen'],
    [{ at: at(7000), by: 'timeout' as const }, 10_999, 'shown'],
    // That it was on the prompter is no answer of the host.
    [{ at: at(7000), by: 'timeout' as const }, 11_000, 'unanswered'],
    [null, 61_000, 'lapsed'],
    [{ at: at(7000), by: 'timeout' as const }, 61_000, 'lapsed'],
    [{ at: at(2000), by: 'person' as const }, 61_000, 'seen'],
  ])('%o at %i is %s', (acknowledged, now, state) => {
    expect(messageState({ ...message, acknowledged }, at(now))).toBe(state);
  });
});

describe('LIVE-01 pictures', () => {
  test('program, preview, on its way, missing', () => {
    const [first, second, third] = demoPlan.scenes;
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few scenes');
    const state = happened(
      { ...EMPTY_STATE, plan: demoPlan },
      0,
      {
        type: 'scene.switched',
        payload: {
          requestId: null,
          sceneId: first.id,
          obsSceneName: first.obsSceneName,
          source: 'obs',
          tookMs: null,
        },
      },
      { type: 'scene.previewed', payload: { sceneId: second.id } },
    );
    const tiles = sceneTiles(
      state,
      live({ scenes: obs.scenes.filter((name) => name !== third.obsSceneName) }),
    );
    expect(tiles.map((tile) => tile.tally).slice(0, 3)).toEqual(['program', 'preview', 'none']);
    expect(tiles.map((tile) => tile.isMissing)).toEqual(tiles.map((tile) => tile.scene.id === third.id));
    expect(tiles.map((tile) => tile.digit)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, null]);
  });

  test('a change that nobody here asked for is somebody’s in OBS', () => {
    const [first, second] = demoPlan.scenes;
    if (first === undefined || second === undefined) throw new Error('too few scenes');
    const program = (scene: typeof first, ms: number): OutputState => ({
      ...EMPTY_STATE.output,
      program: { sceneId: scene.id, obsSceneName: scene.obsSceneName, source: 'obs', at: at(ms) },
    });
    const asked = happened({ ...EMPTY_STATE, plan: demoPlan, output: program(first, 0) }, 1, {
      type: 'scene.requested',
      payload: { requestId: 'r' as never, sceneId: second.id, source: 'operator', transition: 'Cut' },
    }).output;
    expect(isOutsideChange(program(first, 0), program(second, 1))).toBe(true);
    expect(isOutsideChange(asked, program(second, 1))).toBe(false);
    expect(isOutsideChange(EMPTY_STATE.output, program(second, 1))).toBe(false);
  });

  test.each([
    ['左右分屏', '演示分屏', 'split'],
    ['近景+右侧信息卡', '商品信息卡', 'card'],
    ['全景+大屏', '互动大屏', 'board'],
    ['特写', '产品俯拍', 'top'],
    ['图文', '待机', 'graphic'],
    [null, '机位三', 'plain'],
  ] as const)('%s “%s” is drawn as %s', (framing, label, drawn) => {
    expect(framingOf({ framing, label })).toBe(drawn);
  });
});

describe('health lamps', () => {
  const levels = (switcher: Partial<LiveStatus['switcher']>, isLive: boolean) =>
    Object.fromEntries(lampsOf({ ...obs, ...switcher }, isLive).map((lamp) => [lamp.id, lamp.level]));
  test('all well', () =>
    expect(levels({}, true)).toEqual({ obs: 'ok', record: 'ok', stream: 'ok', disk: 'ok' }));
  test('nothing is red before the show', () => {
    expect(levels({ link: 'down', stream: 'stopped', record: 'stopped', stats: null }, false)).toEqual({
      obs: 'attention',
      record: 'quiet',
      stream: 'quiet',
      disk: 'quiet',
    });
  });
  test('live without OBS or stream is', () => {
    expect(levels({ link: 'down', stream: 'reconnecting', record: 'stopped' }, true)).toMatchObject({
      obs: 'broken',
      stream: 'broken',
      record: 'attention',
    });
  });
  test('a disk that runs full says so at any time', () => {
    expect(levels({ stats: { fps: 30, skippedFrames: 0, freeDiskMb: 3000 } }, false)).toMatchObject({
      disk: 'broken',
    });
  });
  test('the rehearsal switcher is no fault in a rehearsal', () =>
    expect(levels({ kind: 'rehearsal' }, false)).toMatchObject({ obs: 'quiet', stream: 'ok' }));
  test('LIVE-08 an output that ended by itself, and dropped frames, call for somebody', () => {
    const alarm = (finding: string) => ({
      finding,
      params: {},
      at: studioMsSchema.parse(0),
      isAcknowledged: true,
    });
    const level = (switcher: Partial<LiveStatus['switcher']>, alarms: RunState['alarms'], isLive: boolean) =>
      Object.fromEntries(
        lampsOf({ ...obs, ...switcher }, isLive, alarms).map((lamp) => [lamp.id, lamp.level]),
      );
    expect(level({ record: 'stopped' }, { record: alarm('ended') }, true)).toMatchObject({
      record: 'broken',
    });
    expect(level({}, { frames: alarm('dropping') }, true)).toMatchObject({
      stream: 'attention',
      record: 'ok',
    });
  });
});

describe('PREP-10 actual times are offered back', () => {
  test('each played segment with what it would become; one within its limits as it was', () => {
    let state = rehearsal();
    state = ordered(state, 200_000, { type: 'segment.next', payload: {} });
    state = ordered(state, 210_000, { type: 'run.end', payload: {} });
    const [whole, tapped, ...rest] = timingOffers(state, at(210_000));
    expect(whole).toEqual({ segmentId: 's01', beforeSec: 240, afterSec: 200, playedSec: 200 });
    // Ten seconds are no measurement of it: the plan's own limits keep it longer.
    expect(tapped).toMatchObject({ segmentId: 's02', beforeSec: 300, playedSec: 10 });
    expect(tapped?.afterSec).toBeGreaterThanOrEqual(180);
    expect(rest).toEqual([]);
  });
  test('a studio speed is always among the choices', () => {
    expect([1, 10, 20, 60].map(speedChoices)).toEqual([
      [1, 10, 60],
      [1, 10, 60],
      [1, 10, 20],
      [1, 10, 60],
    ]);
  });
});

describe('run sheet', () => {
  test('only rows in sight are drawn, however many there are', () => {
    expect(rowWindow(1000, 40, 20_000, 800)).toEqual({ from: 494, to: 526 });
    expect(rowWindow(3, 40, 0, 800)).toEqual({ from: 0, to: 3 });
    expect(rowWindow(5, 40, -4000, 800)).toEqual({ from: 0, to: 0 });
  });
  test('a rehearsal is shown at the times of the plan, a live run at its own', () => {
    const state = rehearsal();
    const run = running(state);
    expect(showStartsAtMs(demoPlan, run)).toBe(Date.parse(demoPlan.show.scheduledStart));
    const late = new Date(Date.parse(demoPlan.show.scheduledStart) + 90_000).toISOString();
    const liveRun = { ...run, mode: 'live' as const, startedWall: late };
    expect(showStartsAtMs(demoPlan, liveRun)).toBe(Date.parse(late));
    expect(lateStartSec(demoPlan, liveRun)).toBe(90);
    expect(lateStartSec(demoPlan, run)).toBe(0);
    expect(lateStartSec(demoPlan, { ...liveRun, startedWall: '2026-05-01T12:00:00.000Z' })).toBe(0);
  });
  test('the next cue counts down in show time; a manual one that was passed waits behind the later ones', () => {
    const state = ordered(rehearsal(), 1000, { type: 'segment.next', payload: {} });
    const run = running(state);
    expect(nextCue(run, at(1000))?.cue.cueId).toBe('s02-c1');
    const shown = (of: RunState, index: number): RunState => {
      const segment = currentSegment(of);
      const cueId = segment.planned.cues[index]?.cueId ?? '';
      const confirmed = { status: 'confirmed' as const, at: at(1000), tookMs: 5 };
      const cues = { ...segment.cues, [cueId]: confirmed };
      return { ...of, segments: of.segments.with(of.currentIndex, { ...segment, cues }) };
    };
    const later = shown(run, 0);
    expect(nextCue(later, at(61_000))).toMatchObject({ cue: { cueId: 's02-c2' }, inMs: 70_000 });
    const last = shown(later, 1);
    expect(nextCue(last, at(291_000))).toMatchObject({ cue: { cueId: 's02-c3' }, inMs: 0 });
  });
});

describe('roles', () => {
  test('nobody chosen is the studio PC and may do everything; a host may not take', () => {
    expect(rolesNeeded('segment.next', actingRoles(demoPlan, null))).toBeNull();
    expect(rolesNeeded('segment.next', actingRoles(demoPlan, memberIdSchema.parse('m-host')))).toEqual([
      'floorManager',
      'director',
    ]);
    expect(rolesNeeded('issue.log', actingRoles(demoPlan, memberIdSchema.parse('m-host')))).toBeNull();
    expect(rolesNeeded('issue.log', actingRoles(demoPlan, memberIdSchema.parse('nobody')))).toEqual([]);
  });
});

describe('LIVE-17 contingency cards', () => {
  test('the segment’s own come first, then the ones for everywhere, none twice', () => {
    const state = rehearsal();
    const order = contingencyOrder(demoPlan, plannedSegment(state)).map((card) => card.id as string);
    expect(order.slice(0, 5)).toEqual(['ct-net', 'ct-mic', 'ct-obs', 'ct-host', 'ct-warn']);
    expect(new Set(order).size).toBe(demoPlan.contingencies.length);
  });
});
