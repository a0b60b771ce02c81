import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '#core/store/database';
import { MACHINE_TIME, StudioClock, type TimeSources } from '#core/studioClock';
import { newFolder } from '../support/inMemoryStudio.ts';

/** A machine whose time goes only when told to. */
class Machine implements TimeSources {
  boot = 'boot-1';
  monotonicMs = 50_000;
  wall = Date.parse('2026-05-02T11:00:00Z');
  readonly machineMs = () => this.monotonicMs;
  readonly wallMs = () => this.wall;
  readonly bootId = () => this.boot;

  pass(ms: number): void {
    this.monotonicMs += ms;
    this.wall += ms;
  }
  /** Off for `ms` by the wall clock; its monotonic clock starts anew. */
  reboot(ms: number): void {
    this.boot = `${this.boot}+`;
    this.monotonicMs = 3000;
    this.wall += ms;
  }
}

let dataDir: string;
let store: Store;
let machine: Machine;
beforeEach(() => {
  dataDir = newFolder();
  store = openStore(dataDir);
  machine = new Machine();
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});
const clock = () => new StudioClock(store.db, machine);

describe('LIVE-25 the studio clock', () => {
  it.each([30_000, -30_000, 3_600_000, -3_600_000])(
    'LIVE-25 a wall clock that steps by %i ms moves nothing, neither now nor over a crash',
    (stepMs) => {
      const running = clock();
      machine.pass(1000);
      machine.wall += stepMs;
      expect(running.now()).toBe(1000);
      running.keep();
      machine.pass(500);
      const restarted = clock();
      expect(restarted.now()).toBe(1500);
      expect(restarted).toMatchObject({ sameBoot: true, awayMs: 500 });
      expect(restarted.wallIso()).toBe(new Date(machine.wall).toISOString());
    },
  );

  it('LIVE-25 after a crash it goes on exactly, however old the mark is', () => {
    const first = clock();
    machine.pass(7_200_000);
    const before = first.now();
    machine.pass(1234.5);
    expect(clock().now() - before).toBe(1234.5);
  });

  it('LIVE-25 after a restart of the machine it goes on by the wall clock', () => {
    const first = clock();
    machine.pass(60_000);
    first.keep();
    machine.reboot(90_000);
    const back = clock();
    expect(back.now()).toBe(150_000);
    expect(back).toMatchObject({ sameBoot: false, awayMs: 90_000 });
    machine.pass(10);
    expect(back.now()).toBe(150_010);
  });

  it('LIVE-25 a machine that comes back with an earlier wall clock never takes it behind what has happened', () => {
    const first = clock();
    machine.pass(60_000);
    first.keep();
    machine.pass(4000);
    store.db
      .prepare(
        `INSERT INTO event (seq, id, type, v, at, studio_ms, actor, payload) VALUES (1, 'e', 'panic.released', 1, 'x', ?, '{}', '{}')`,
      )
      .run(first.now());
    machine.reboot(-86_400_000);
    expect(clock().now()).toBe(64_000);
  });

  it('LIVE-25 where the start of the machine is told by the wall clock, a step of that is no start', () => {
    machine = Object.assign(machine, {
      bootId: () => `up-${Math.round((machine.wall - machine.monotonicMs) / 600_000)}`,
    });
    const running = clock();
    machine.pass(1000);
    machine.wall += 3 * 3_600_000;
    running.keep();
    machine.pass(500);
    const restarted = clock();
    expect(restarted.now()).toBe(1500);
    expect(restarted).toMatchObject({ sameBoot: true, awayMs: 500 });
  });

  it('LIVE-25 a log that was rebuilt without the clock’s mark goes on after its last event', () => {
    store.db
      .prepare(
        `INSERT INTO event (seq, id, type, v, at, studio_ms, actor, payload) VALUES (1, 'e', 'panic.released', 1, ?, 64000, '{}', '{}')`,
      )
      .run(new Date(machine.wall).toISOString());
    machine.pass(2000);
    const rebuilt = clock();
    expect(rebuilt.now()).toBe(66_000);
    expect(rebuilt).toMatchObject({ sameBoot: false, awayMs: 2000 });
  });

  it('LIVE-25 in any history of crashes, reboots and steps it never goes back', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(100_000) }),
      fc.record({ kind: fc.constant('crash' as const), ms: fc.nat(100_000) }),
      fc.record({ kind: fc.constant('reboot' as const), ms: fc.integer({ min: -1e8, max: 1e8 }) }),
      fc.record({ kind: fc.constant('wallStep' as const), ms: fc.integer({ min: -4e6, max: 4e6 }) }),
      fc.record({ kind: fc.constant('keep' as const), ms: fc.constant(0) }),
    );
    let seq = Number(store.db.prepare('SELECT coalesce(max(seq), 0) FROM event').pluck().get());
    const insert = store.db.prepare(
      `INSERT INTO event (seq, id, type, v, at, studio_ms, actor, payload) VALUES (?, ?, 'x', 1, 'x', ?, '{}', '{}')`,
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let running = clock();
        let last = running.now();
        for (const { kind, ms } of steps) {
          if (kind === 'pass') machine.pass(ms);
          if (kind === 'wallStep') machine.wall += ms;
          if (kind === 'keep') running.keep();
          if (kind === 'crash' || kind === 'reboot') {
            // Something happened just before: that is what may not be overtaken.
            insert.run((seq += 1), `e${seq}`, running.now());
            if (kind === 'crash') machine.pass(ms);
            else machine.reboot(ms);
            running = clock();
          }
          expect(running.now()).toBeGreaterThanOrEqual(last);
          last = running.now();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('LIVE-25 the machine’s own sources: monotonic, and one boot', () => {
    const before = MACHINE_TIME.machineMs();
    expect(MACHINE_TIME.machineMs()).toBeGreaterThanOrEqual(before);
    expect(MACHINE_TIME.bootId()).toBe(MACHINE_TIME.bootId());
  });
});
