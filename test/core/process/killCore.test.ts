import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommandResult } from '#shared/model/commandResult';
import { newSeed, random } from '../../support/random.ts';
import {
  openTestStation,
  startStudioProcess,
  until,
  type StudioProcess,
} from '../../support/studioProcess.ts';

const KILLS = Number(process.env['KAIBO_KILLS'] ?? 50);
const SEED = newSeed();

let studio: StudioProcess;
beforeAll(async () => {
  studio = await startStudioProcess();
});
afterAll(() => studio.stop());

test(
  `LIVE-25 ${KILLS} random kill -9 under command load lose no acknowledged command and no time`,
  { timeout: 60_000 + KILLS * 2500 },
  async () => {
    console.log(`seed ${SEED}`);
    const next = random(SEED);
    const station = openTestStation(studio.url, studio.token);
    expect(await studio.command('run.start', { mode: 'rehearsal' })).toMatchObject({ ok: true });

    const acknowledged = new Map<string, CommandResult>();
    let loading = true;
    const load = async (): Promise<void> => {
      while (loading) {
        const pick = next();
        const id = randomUUID();
        const command =
          pick < 0.2
            ? { id, type: 'segment.next', payload: {} }
            : pick < 0.35
              ? { id, type: 'segment.back', payload: {} }
              : pick < 0.6
                ? { id, type: 'clip.mark', payload: { label: 'x' } }
                : pick < 0.8
                  ? { id, type: 'message.send', payload: { kind: 'faster' } }
                  : { id, type: 'issue.log', payload: { area: 'other', text: 'x' } };
        // A command whose answer was lost is asked again with the same id, as any station does.
        for (;;) {
          try {
            acknowledged.set(id, await studio.post(command));
            break;
          } catch {
            await new Promise((resume) => setTimeout(resume, 10));
            if (!loading) return;
          }
        }
      }
    };
    const loads = [load(), load(), load(), load()];

    const downs: number[] = [];
    const offsets: number[] = [];
    let before = await studio.state();
    let beforeAt = performance.now();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await new Promise((resume) => setTimeout(resume, 30 + next() * 250));
      const pid = studio.corePid();
      if (pid === null) continue;
      const seqBefore = (await studio.state().catch(() => before)).seq;
      process.kill(pid, 'SIGKILL');
      const killedAt = performance.now();
      await until(
        'the core answers again',
        async () => {
          const after = await studio.state().catch(() => null);
          if (after === null || studio.corePid() === pid) return false;
          downs.push(performance.now() - killedAt);
          const elapsed = performance.now() - beforeAt;
          offsets.push(Math.abs(after.studioMs - before.studioMs - elapsed));
          expect(after.seq).toBeGreaterThanOrEqual(seqBefore);
          before = after;
          beforeAt = performance.now();
          return true;
        },
        10_000,
        5,
      );
    }
    loading = false;
    await Promise.all(loads);

    const events = await allEvents(studio);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    const commandIds = new Set<string | null>(events.map((event) => event.commandId));
    let lost = 0;
    for (const [id, result] of acknowledged) {
      if (!result.ok || result.events.length === 0) continue;
      if (!commandIds.has(id)) lost += 1;
      for (const { seq, type } of result.events)
        expect(events[seq - 1]).toMatchObject({ seq, type, commandId: id });
    }
    expect(lost).toBe(0);
    expect([...commandIds].filter((id) => id !== null && acknowledged.has(id)).length).toBe(
      [...acknowledged.values()].filter((result) => result.ok && result.events.length > 0).length,
    );

    const settled = await studio.state();
    await until(
      'the station is back and has everything',
      () => station.connected() && station.seq() === settled.seq,
    );
    expect(station.state()).toEqual(settled.state);
    expect(settled.state.run?.phase).toBe('on');
    const worst = (values: readonly number[]) => Math.round(Math.max(...values));
    console.log(
      `${downs.length} kills, ${acknowledged.size} commands acknowledged, ${events.length} events, 0 lost; core back after at most ${worst(downs)} ms, clock off by at most ${Math.max(...offsets).toFixed(1)} ms`,
    );
    expect(downs.length).toBe(KILLS);
    expect(worst(downs)).toBeLessThanOrEqual(2000);
    expect(worst(offsets)).toBeLessThanOrEqual(100);
    station.close();
  },
);

async function allEvents(from: StudioProcess) {
  const events = [];
  for (;;) {
    const page = await from.events(events.length);
    if (page.length === 0) return events;
    events.push(...page);
  }
}
