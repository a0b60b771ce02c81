import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sceneIdSchema } from '#shared/model/ids';
import { parseShowFile } from '#shared/model/showFile';
import type { ShowPlan } from '#shared/model/showPlan';
import type { LiveStatus } from '#shared/model/station';
import { preflight, type PreflightRow } from '#shared/run/preflight';
import { EMPTY_STATE, type StudioState } from '#shared/run/state';

const parsed = parseShowFile(
  readFileSync(resolve(import.meta.dirname, '../../../resources/demo/show.json'), 'utf8'),
);
if (!parsed.ok) throw new Error('the demo show does not parse');
const plan: ShowPlan = parsed.plan;
const state: StudioState = { ...EMPTY_STATE, plan };
const GB = 1024;

const obs = (change: Partial<LiveStatus['switcher']> = {}): LiveStatus['switcher'] => ({
  kind: 'obs',
  link: 'ready',
  problem: null,
  programScene: plan.scenes[0]?.obsSceneName ?? null,
  previewScene: null,
  studioMode: true,
  scenes: plan.scenes.map((scene) => scene.obsSceneName),
  muted: false,
  stream: 'stopped',
  record: 'stopped',
  replay: 'stopped',
  inputs: [],
  stats: { fps: 30, skippedFrames: 3, freeDiskMb: 200 * GB },
  version: '31.0.0',
  pair: null,
  ...change,
});

function row<Check extends PreflightRow['check']>(
  check: Check,
  live: LiveStatus['switcher'] | null,
  from = state,
) {
  const found = preflight(from, live).find(
    (each): each is Extract<PreflightRow, { check: Check }> => each.check === check,
  );
  if (found === undefined) throw new Error(`no row ${check}`);
  return found;
}
const renamed = (from: string, to: string) =>
  obs({ scenes: plan.scenes.map((scene) => (scene.obsSceneName === from ? to : scene.obsSceneName)) });

describe('preflight', () => {
  it('PREP-07 checks link, scene names, frame rate, dropped frames, sound, disk and backup network, in this order', () => {
    expect(preflight(state, obs()).map((each) => each.check)).toEqual([
      'link',
      'scenes',
      'fps',
      'skippedFrames',
      'audio',
      'disk',
      'backupNetwork',
    ]);
  });

  it('PREP-07 a healthy OBS leaves only the backup network, which a person tests', () => {
    expect(
      preflight(state, obs())
        .filter((each) => each.verdict !== 'ok')
        .map((each) => each.check),
    ).toEqual(['backupNetwork']);
  });

  it('PREP-07 a scene renamed in OBS is reported by name with the scene it became', () => {
    expect(row('scenes', renamed('02_主播近景', '02_主播近景_新'))).toEqual({
      check: 'scenes',
      verdict: 'attention',
      finding: 'missing',
      params: { count: 1 },
      missing: [
        { sceneId: 'sc-close', label: '主播近景', obsSceneName: '02_主播近景', suggestion: '02_主播近景_新' },
      ],
    });
  });

  it('PREP-07 once it is re-mapped, the scene matches again', () => {
    const mapped: StudioState = {
      ...state,
      prep: { ...state.prep, sceneMap: { [sceneIdSchema.parse('sc-close')]: '02_主播近景_新' } },
    };
    expect(row('scenes', renamed('02_主播近景', '02_主播近景_新'), mapped)).toMatchObject({
      verdict: 'ok',
      finding: 'matched',
    });
  });

  it('PREP-07 a name that another scene of the plan uses is never suggested', () => {
    const gone = obs({
      scenes: plan.scenes.map((scene) => scene.obsSceneName).filter((name) => name !== '02_主播近景'),
    });
    expect(row('scenes', gone).missing).toEqual([
      { sceneId: 'sc-close', label: '主播近景', obsSceneName: '02_主播近景', suggestion: null },
    ]);
  });

  const stats = (change: Partial<NonNullable<LiveStatus['switcher']['stats']>>) =>
    obs({ stats: { fps: 30, skippedFrames: 0, freeDiskMb: 200 * GB, ...change } });
  it.each([
    ['fps', stats({ fps: 24 }), 'ok', 'steady'],
    ['fps', stats({ fps: 23 }), 'attention', 'low'],
    ['fps', stats({ fps: null }), 'unknown', 'unknown'],
    ['disk', stats({ freeDiskMb: null }), 'unknown', 'unknown'],
    ['skippedFrames', stats({ skippedFrames: 30 }), 'ok', 'few'],
    ['skippedFrames', stats({ skippedFrames: 31 }), 'attention', 'many'],
    ['audio', obs({ muted: false }), 'ok', 'open'],
    ['audio', obs({ muted: true }), 'attention', 'muted'],
    ['audio', obs({ muted: null }), 'attention', 'noInput'],
    ['audio', obs({ link: 'down', muted: false }), 'unknown', 'unknown'],
    // The demo show’s own item asks for 50 GB.
    ['disk', stats({ freeDiskMb: 50 * GB }), 'ok', 'enough'],
    ['disk', stats({ freeDiskMb: 50 * GB - 1 }), 'attention', 'low'],
    ['link', obs({ link: 'suspect' }), 'attention', 'notReady'],
    ['link', obs({ kind: 'rehearsal' }), 'attention', 'simulated'],
    ['link', null, 'attention', 'notReady'],
  ] as const)('PREP-07 %s (%#) is %s: %s', (check, live, verdict, finding) => {
    expect(row(check, live)).toMatchObject({ verdict, finding });
  });

  it('PREP-07 without a link nothing but the backup network is known, and nothing is called ok', () => {
    const verdicts = preflight(state, obs({ link: 'down' })).map(({ check, verdict }) => [check, verdict]);
    expect(verdicts).toEqual([
      ['link', 'attention'],
      ['scenes', 'unknown'],
      ['fps', 'unknown'],
      ['skippedFrames', 'unknown'],
      ['audio', 'unknown'],
      ['disk', 'unknown'],
      ['backupNetwork', 'attention'],
    ]);
  });

  it('PREP-07 the backup network is ok once its checklist item is ticked', () => {
    const item = plan.checklists.flatMap((list) => list.items).find(({ text }) => text.includes('备用网络'));
    if (item === undefined) throw new Error('the demo show has no item for the backup network');
    const first = {
      by: { memberId: null, role: 'technician', stationId: null },
      at: '2026-01-01T00:00:00.000Z',
    } as const;
    const ticked: StudioState = {
      ...state,
      prep: {
        ...state.prep,
        checklist: {
          [item.id]: { status: 'done', first, second: null, value: 40, evidenceId: null, note: '' },
        },
      },
    };
    expect(row('backupNetwork', obs(), ticked)).toMatchObject({ verdict: 'ok', finding: 'ticked' });
  });
});
