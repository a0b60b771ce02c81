import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memberIdSchema, sceneIdSchema } from '#shared/model/ids';
import { parseShowFile } from '#shared/model/showFile';
import type { ShowPlan } from '#shared/model/showPlan';
import type { LiveStatus } from '#shared/model/station';
import { goLiveBlockers } from '#shared/run/goLiveGate';
import { preflight } from '#shared/run/preflight';
import { EMPTY_STATE, type StudioState } from '#shared/run/state';
import { switcherFacts } from '#shared/run/switcherFacts';
import { studioMsSchema } from '#shared/timing/vector';
import { findingRows } from '../../../../src/renderer/console/gate/findingRows.ts';
import { blockerName, gateSections } from '../../../../src/renderer/console/gate/gateSections.ts';
import { phaseRows } from '../../../../src/renderer/console/gate/phaseRows.ts';
import { rosterRows } from '../../../../src/renderer/console/gate/rosterRows.ts';
import { sceneRows } from '../../../../src/renderer/console/gate/sceneRows.ts';

const parsed = parseShowFile(
  readFileSync(resolve(import.meta.dirname, '../../../../resources/demo/show.json'), 'utf8'),
);
if (!parsed.ok) throw new Error('the demo show does not parse');
const plan: ShowPlan = parsed.plan;
const state: StudioState = { ...EMPTY_STATE, plan };
const switcher: LiveStatus['switcher'] = {
  kind: 'rehearsal',
  link: 'ready',
  problem: null,
  programScene: null,
  previewScene: null,
  studioMode: false,
  scenes: plan.scenes.map((scene) => scene.obsSceneName),
  muted: false,
  stream: 'stopped',
  record: 'stopped',
  replay: 'stopped',
  inputs: [],
  stats: null,
  version: null,
  pair: null,
};
const facts = switcherFacts(switcher);
const withPrep = (prep: Partial<StudioState['prep']>): StudioState => ({
  ...state,
  prep: { ...state.prep, ...prep },
});

describe('gateSections', () => {
  const blockers = goLiveBlockers(state, facts);

  it('APPR-04 every blocker stands in exactly one part of the page', () => {
    const shown = gateSections(state, blockers, preflight(state, switcher)).flatMap(
      (section) => section.blockers,
    );
    expect(shown.length).toBe(blockers.length);
    expect(new Set(shown)).toEqual(new Set(blockers));
  });

  it('APPR-04 every blocker that has a name is called by it', () => {
    const names = blockers.map((blocker) => [blocker.kind, blockerName(blocker)] as const);
    expect(names.filter(([kind, name]) => name === null && kind !== 'switcherSimulated')).toEqual([]);
    expect(names).toContainEqual(['notSignedIn', '晓晓']);
  });
});

describe('rosterRows', () => {
  it('PREP-01 host, director and technician are called first, the others keep the file’s order', () => {
    expect(
      rosterRows(state)
        .slice(0, 3)
        .map((row) => [row.member.role, row.isCalled]),
    ).toEqual([
      ['host', true],
      ['director', true],
      ['technician', true],
    ]);
    const others = plan.team.filter((member) => !['host', 'director', 'technician'].includes(member.role));
    expect(
      rosterRows(state)
        .slice(3)
        .map((row) => row.member.id),
    ).toEqual(others.map((member) => member.id));
  });

  it('PREP-01 a second role calls a person first too, and the time of signing in is kept', () => {
    const planner = memberIdSchema.parse('m-planner');
    const team = plan.team.map((member) =>
      member.id === planner ? { ...member, roles: ['technician' as const] } : member,
    );
    const rows = rosterRows({
      ...withPrep({ signedIn: { [planner]: { at: '2026-04-18T11:20:00.000Z' } } }),
      plan: { ...plan, team },
    });
    expect(rows.find((row) => row.member.id === planner)).toMatchObject({
      isCalled: true,
      signedInAt: '2026-04-18T11:20:00.000Z',
    });
  });
});

describe('sceneRows', () => {
  const close = sceneIdSchema.parse('sc-close');
  const rowOf = (from: StudioState, live: LiveStatus['switcher'] | null = switcher) =>
    sceneRows(from, live).find((row) => row.scene.id === close);

  it('PREP-07 without a switcher nothing is called missing', () => {
    expect(rowOf(state, null)?.match).toBe('unknown');
    expect(rowOf(state, { ...switcher, link: 'down' })?.match).toBe('unknown');
  });

  it('PREP-07 a renamed scene is missing under its old name and comes with the new one', () => {
    const renamed = {
      ...switcher,
      scenes: switcher.scenes.map((name) => (name === '02_主播近景' ? '02_近景(新)' : name)),
    };
    expect(rowOf(state, renamed)).toMatchObject({
      match: 'missing',
      suggestion: '02_近景(新)',
      isRemapped: false,
    });
    expect(rowOf(withPrep({ sceneMap: { [close]: '02_近景(新)' } }), renamed)).toMatchObject({
      match: 'matched',
      switcherName: '02_近景(新)',
      isRemapped: true,
    });
  });

  const at = studioMsSchema.parse(0);
  it.each([
    ['untried', state],
    ['walked', withPrep({ walkedScenes: { [close]: true } })],
    [
      'onProgram',
      {
        ...state,
        output: {
          ...state.output,
          program: { sceneId: close, obsSceneName: '02_主播近景', source: 'cue', at },
        },
      },
    ],
    [
      'failed',
      {
        ...state,
        output: { ...state.output, failure: { sceneId: close, code: 'NOT_CONFIRMED', params: {}, at } },
      },
    ],
  ] as const)('PREP-07 the walk through the scenes shows “%s”', (expected, from) => {
    expect(rowOf(from)?.trial.state).toBe(expected);
  });
});

describe('phaseRows', () => {
  it('PREP-01 counts each list before the show and names what of it blocks; after the show nothing blocks', () => {
    const rows = phaseRows(state, facts);
    expect(rows.map(({ phase, met, total, blocking }) => [phase, met, total, blocking.length])).toEqual([
      ['T-24h', 0, 9, 8],
      // The rehearsal switcher has every scene of the plan.
      ['T-60min', 1, 9, 7],
      // Approved in the file.
      ['T-15min', 1, 8, 6],
    ]);
  });
});

describe('findingRows', () => {
  it('APPR-04 the forbidden comes first, a waived finding says why', () => {
    const first = plan.segments[0]?.script[0];
    const rule = plan.complianceRules.find((each) => each.id === 'r-eff');
    if (first === undefined || rule === undefined) throw new Error('the demo show has changed');
    const banned: ShowPlan = {
      ...plan,
      complianceRules: [
        ...plan.complianceRules,
        { ...rule, id: 'r-test', pattern: first.text.slice(0, 2), severity: 'block' },
      ],
    };
    const rows = findingRows(banned);
    expect(rows[0]).toMatchObject({ kind: 'blocked', segmentTitle: plan.segments[0]?.title });
    expect(rows.at(-1)).toMatchObject({ kind: 'waived', waiver: plan.lintWaivers[0]?.reason });
  });
});
