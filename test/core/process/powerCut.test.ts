import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '#core/store/database';
import { databaseFile } from '#core/store/dataFolder';
import { deviceId, EventLog } from '#core/store/index';
import { newFolder } from '../../support/inMemoryStudio.ts';
import { newSeed, random } from '../../support/random.ts';
import { startStudioProcess } from '../../support/studioProcess.ts';

const CUTS = 30;

/**
 * The files of a studio as a power cut could leave them: copied one after the other while it writes, then each
 * cut off somewhere. The journal comes last, so that it has whatever was acknowledged before the copy began.
 */
test(
  `LIVE-25 ${CUTS} torn copies of a studio in use: they open, and have every command that was acknowledged before`,
  { timeout: 240_000 },
  async () => {
    const seed = newSeed();
    console.log(`seed ${seed}`);
    const next = random(seed);
    const studio = await startStudioProcess();
    await studio.command('run.start', { mode: 'rehearsal' });
    let loading = true;
    let acknowledged = 0;
    const load = async (): Promise<void> => {
      while (loading) {
        const answer = await studio.command('clip.mark', { label: 'x'.repeat(Math.floor(next() * 200)) });
        if (answer.ok) acknowledged = Math.max(acknowledged, answer.events.at(-1)?.seq ?? 0);
      }
    };
    const loads = [load(), load(), load()];
    const cuts: { readonly folder: string; readonly acknowledged: number; readonly how: string }[] = [];
    for (let i = 0; i < CUTS; i += 1) {
      await new Promise((resume) => setTimeout(resume, 20 + next() * 100));
      const folder = newFolder();
      const before = acknowledged;
      for (const name of ['kaibo.db', 'kaibo.db-wal'])
        if (existsSync(join(studio.dataDir, name)))
          copyFileSync(join(studio.dataDir, name), join(folder, name));
      mkdirSync(join(folder, 'backups'), { recursive: true });
      for (const name of readdirSync(join(studio.dataDir, 'backups')).filter((each) => each.endsWith('.db')))
        copyFileSync(join(studio.dataDir, 'backups', name), join(folder, 'backups', name));
      cpSync(join(studio.dataDir, 'journal'), join(folder, 'journal'), { recursive: true });
      cuts.push({ folder, acknowledged: before, how: cutOff(folder, next) });
    }
    loading = false;
    await Promise.all(loads);
    const log = new Map((await allEvents(studio)).map((event) => [event.seq, event]));
    await studio.stop();

    const ways: Record<string, number> = {};
    for (const { folder, acknowledged: least, how } of cuts) {
      const store = openStore(folder);
      const events = new EventLog(store.db, deviceId(store.db)).after(0, 100_000);
      const { recovery } = store;
      store.close();
      // Gapless from the beginning, and never anything but what happened.
      expect(events, how).toEqual(events.map((_, index) => log.get(index + 1)));
      // A journal that was cut is no second copy any more: what it lacks may be lost, and is named.
      const isWhole = how !== 'journal cut';
      expect(events.length, how).toBeGreaterThanOrEqual(isWhole ? least : 0);
      expect(isWhole ? (recovery?.lost ?? null) : null, how).toBeNull();
      const way = `${how}: ${recovery === null ? 'opened' : `recovered from ${recovery.base}`}`;
      ways[way] = (ways[way] ?? 0) + 1;
      rmSync(folder, { recursive: true });
    }
    console.log(ways);
  },
);

function cutOff(folder: string, next: () => number): string {
  const wal = `${databaseFile(folder)}-wal`;
  const shorten = (file: string): void => {
    if (existsSync(file)) truncateSync(file, Math.floor(next() * statSync(file).size));
  };
  const pick = next();
  if (pick < 0.4) {
    shorten(wal);
    return 'write-ahead log cut';
  }
  if (pick < 0.6) {
    shorten(databaseFile(folder));
    return 'database cut';
  }
  if (pick < 0.8) return 'copied as it was';
  const journal = readdirSync(join(folder, 'journal')).toSorted().at(-1) ?? '';
  shorten(wal);
  shorten(join(folder, 'journal', journal));
  return 'journal cut';
}

async function allEvents(from: { readonly events: (after?: number) => Promise<readonly { seq: number }[]> }) {
  const events: { seq: number }[] = [];
  for (;;) {
    const page = await from.events(events.length);
    if (page.length === 0) return events;
    events.push(...page);
  }
}
