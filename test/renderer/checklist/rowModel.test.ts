import { describe, expect, it } from 'vitest';
import { memberIdSchema } from '#shared/model/ids';
import type { ShowPlan } from '#shared/model/showPlan';
import {
  checklistPhases,
  isOverdue,
  mayUntick,
  openingPhase,
  otherSigners,
  phaseDueMs,
  rowPress,
  type ChecklistRow,
  type RowTurn,
} from '../../../src/renderer/checklist/rowModel.ts';
import { demoShow, smallShow } from '../../support/showFixture.ts';
import { RunBench, runningBench } from '../../support/runBench.ts';

const sitting = (id: string | null) => memberIdSchema.nullable().parse(id);
const rowsOf = (bench: RunBench, sitter: string | null): readonly ChecklistRow[] =>
  checklistPhases(bench.state, null, sitting(sitter)).flatMap((phase) => [...phase.open, ...phase.done]);
function row(bench: RunBench, itemId: string, sitter: string | null): ChecklistRow {
  const found = rowsOf(bench, sitter).find((each) => each.item.id === itemId);
  if (found === undefined) throw new Error(`no row ${itemId}`);
  return found;
}

describe('PREP-01 checklist rows', () => {
  it.each<[string, string | null, RowTurn]>([
    ['k-tick', 'm-planner', 'answer'],
    ['k-tick', 'm-host', 'watch'],
    ['k-tick', 'm-admin', 'watch'],
    ['k-tick', null, 'watch'],
    ['k-dual', 'm-two', 'answer'],
    ['k-scenes', 'm-director', 'nobody'],
  ])('PREP-01 item %s is, for %s, %s', (itemId, sitter, turn) => {
    expect(row(new RunBench(smallShow()), itemId, sitter).turn).toBe(turn);
  });

  it('PREP-01 what a row offers is what the core accepts, for every item and every member', () => {
    const plan = smallShow();
    for (const member of plan.team) {
      for (const { item, kind, turn } of rowsOf(new RunBench(plan), member.id)) {
        const bench = new RunBench(plan);
        bench.evidence = new Set(['a'.repeat(64)]);
        const payload = {
          itemId: item.id,
          ...(kind === 'number' ? { value: 1 } : {}),
          ...(kind === 'photo' ? { evidenceId: 'a'.repeat(64) } : {}),
        };
        expect({
          item: item.id,
          member: member.id,
          ok: bench.ask('checklist.tick', payload, member.id).ok,
        }).toEqual({ item: item.id, member: member.id, ok: turn === 'answer' });
      }
    }
  });

  it('PREP-01 blocking items come first; what is done leaves the list and counts', () => {
    const bench = new RunBench(smallShow((file) => void file.checklists[0]?.items.reverse()));
    bench.do('checklist.tick', { itemId: 'k-tick' }, 'm-planner');
    const phase = checklistPhases(bench.state, null, null).find((each) => each.phase === 'T-60min');
    expect(phase?.open.at(-1)?.item.id).toBe('k-soft');
    expect(phase?.done.map((each) => each.item.id)).toContain('k-tick');
    expect(phase?.total).toBe(10);
    expect(phase?.open.length).toBe(10 - (phase?.done.length ?? 0));
    expect(phase?.blocking).toBe((phase?.open.length ?? 0) - 1);
  });

  it('XC-06 a number outside its limits leaves the row open, as failed', () => {
    const bench = new RunBench(smallShow());
    bench.do('checklist.tick', { itemId: 'k-number', value: 38 }, 'm-technician');
    expect(row(bench, 'k-number', 'm-technician')).toMatchObject({
      status: 'failed',
      turn: 'answer',
      tick: { value: 38 },
    });
    bench.do('checklist.tick', { itemId: 'k-number', value: 50 }, 'm-technician');
    expect(row(bench, 'k-number', 'm-technician').status).toBe('done');
  });

  it('XC-06 after a first signature: the signer hands over, anybody else signs, nobody signs twice', () => {
    const bench = new RunBench(smallShow());
    bench.do('checklist.tick', { itemId: 'k-dual' }, 'm-operator');
    expect(row(bench, 'k-dual', 'm-operator')).toMatchObject({ status: 'halfSigned', turn: 'handOver' });
    expect(row(bench, 'k-dual', 'm-host')).toMatchObject({ status: 'halfSigned', turn: 'secondSign' });
    expect(row(bench, 'k-dual', null).turn).toBe('handOver');
    expect(otherSigners(smallShow(), row(bench, 'k-dual', null).tick).map((each) => each.id)).not.toContain(
      'm-operator',
    );
    bench.do('checklist.tick', { itemId: 'k-dual' }, 'm-host');
    expect(row(bench, 'k-dual', 'm-host').status).toBe('done');
  });

  it('XC-06 an automatic row names what is missing and can’t be taken back', () => {
    const bench = new RunBench(smallShow());
    bench.do('roster.signIn', { memberId: 'm-host' }, 'm-host');
    const roster = row(bench, 'k-roster', 'm-floorManager');
    expect(roster.missing).toContain('director同学');
    expect(roster.missing).not.toContain('host同学');
    expect(mayUntick(roster, sitting('m-floorManager'))).toBe(false);
  });

  it('PREP-01 only the owner’s role takes a tick back', () => {
    const bench = new RunBench(smallShow());
    bench.do('checklist.tick', { itemId: 'k-tick' }, 'm-planner');
    expect(mayUntick(row(bench, 'k-tick', 'm-planner'), sitting('m-planner'))).toBe(true);
    expect(mayUntick(row(bench, 'k-tick', 'm-admin'), sitting('m-admin'))).toBe(false);
  });

  it('PREP-01 a press on a row ticks and unticks, opens what is asked for, and never signs', () => {
    const bench = new RunBench(smallShow());
    const press = (itemId: string, sitter: string) => rowPress(row(bench, itemId, sitter), sitting(sitter));
    expect(press('k-tick', 'm-planner')).toBe('button');
    expect(press('k-tick', 'm-host')).toBeNull();
    expect(press('k-number', 'm-technician')).toBe('button');
    expect(press('k-dual', 'm-operator')).toBe('point');
    expect(press('k-scenes', 'm-director')).toBeNull();
    bench.do('checklist.tick', { itemId: 'k-tick' }, 'm-planner');
    bench.do('checklist.tick', { itemId: 'k-number', value: 50 }, 'm-technician');
    bench.do('checklist.tick', { itemId: 'k-dual' }, 'm-operator');
    expect(press('k-tick', 'm-planner')).toBe('untick');
    expect(press('k-number', 'm-technician')).toBeNull();
    expect(press('k-dual', 'm-operator')).toBe('button');
    expect(press('k-dual', 'm-host')).toBe('point');
  });
});

describe('PREP-01 due times', () => {
  const iso = (plan: ShowPlan, phase: Parameters<typeof phaseDueMs>[1]): string =>
    new Date(phaseDueMs(plan, phase)).toISOString();

  it.each([
    ['T-24h', '2026-04-17T12:00:00.000Z'],
    ['T-60min', '2026-04-18T11:00:00.000Z'],
    ['T-15min', '2026-04-18T11:45:00.000Z'],
    ['T+30min', '2026-04-18T14:00:00.000Z'],
  ] as const)('PREP-01 %s is due at %s', (phase, due) => {
    expect(iso(demoShow(), phase)).toBe(due);
  });

  it('PREP-01 late means past the due time, and not months after the show', () => {
    const plan = demoShow();
    const dueMs = phaseDueMs(plan, 'T-15min');
    expect([dueMs, dueMs + 1, dueMs + 40 * 86_400_000].map((at) => isOverdue(plan, 'T-15min', at))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('PREP-01 the page opens where there is something to do', () => {
    const bench = new RunBench(smallShow());
    const opening = (at: RunBench) => openingPhase(at.state, checklistPhases(at.state, null, null));
    expect(opening(bench)).toBe('T-60min');
    expect(opening(runningBench(smallShow()))).toBe('T-15min');
  });
});
