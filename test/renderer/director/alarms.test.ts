import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LiveStatus } from '#shared/model/station';
import { currentSegment, runOn, type StudioState } from '#shared/run/state';
import { requestIdSchema } from '#shared/model/ids';
import common from '../../../resources/locales/zh-CN/common.json' with { type: 'json' };
import director from '../../../resources/locales/zh-CN/director.json' with { type: 'json' };
import errors from '../../../resources/locales/zh-CN/errors.json' with { type: 'json' };
import type { StudioView } from '../../../src/renderer/common/studioClient.ts';
import { alarms } from '../../../src/renderer/console/director/alarms.ts';
import { at, happened, rehearsal } from './runningDemo.ts';

const switcher: LiveStatus['switcher'] = {
  kind: 'obs',
  link: 'ready',
  problem: null,
  programScene: null,
  previewScene: null,
  studioMode: true,
  scenes: [],
  muted: false,
  inputs: [],
  replay: 'stopped',
  pair: null,
  stream: 'active',
  record: 'active',
  stats: { fps: 30, skippedFrames: 0, freeDiskMb: 500_000 },
  version: '32.1.0',
};
const seen = (state: StudioState, change: Partial<LiveStatus['switcher']> = {}): StudioView => ({
  state,
  live: {
    switcher: { ...switcher, ...change },
    stations: [],
    figures: {},
    obsUrl: '',
    obsSpare: null,
    storage: null,
    recovery: null,
    overlayUrl: '',
    rehearsalSpeed: 1,
  },
  seq: 0,
  link: { state: 'live' },
  memberId: null,
});
const said = (view: StudioView, ms: number) => alarms(i18next.t, view, at(ms));

describe('XC-11 what the desk reads out', () => {
  beforeAll(() =>
    i18next.init({
      lng: 'zh-CN',
      resources: { 'zh-CN': { translation: { ...common, ...director, ...errors } } },
      interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    }),
  );

  test('XC-11 nothing while all is well, however long the clocks run', () => {
    expect(said(seen(rehearsal()), 1000)).toEqual([]);
    expect(said(seen(rehearsal()), 200_000)).toEqual([]);
  });

  test('XC-11 a lamp that needs somebody, by its name and word', () => {
    expect(said(seen(rehearsal(), { link: 'down' }), 1000)).toEqual(['OBS:连不上']);
  });

  test('XC-11 a full disk is said once, however its figure changes', () => {
    const full = (freeDiskMb: number) =>
      said(seen(rehearsal(), { stats: { fps: 30, skippedFrames: 0, freeDiskMb } }), 1000);
    expect(full(3000)).toEqual(['磁盘快满了']);
    expect(full(1000)).toEqual(full(3000));
  });

  test('XC-11 a segment over its time, in the same words from second to second', () => {
    expect(said(seen(rehearsal()), 241_000)).toEqual(['本段超时']);
    expect(said(seen(rehearsal()), 250_000)).toEqual(['本段超时']);
  });

  test('XC-11 a failed cue, with what it was and why', () => {
    const state = rehearsal();
    const run = runOn(state);
    if (run === null) throw new Error('no run');
    const cue = currentSegment(run).planned.cues.find((each) => each.kind === 'scene');
    if (cue === undefined) throw new Error('the first segment has no scene');
    const failed = happened(state, 2000, {
      type: 'cue.failed',
      payload: {
        cueId: cue.cueId,
        requestId: requestIdSchema.parse('r'),
        code: 'SWITCHER_OFFLINE',
        params: {},
      },
    });
    expect(said(seen(failed), 3000)).toEqual([expect.stringMatching(/^画面 · .+ 失败:切换台没有连上/u)]);
  });
});
