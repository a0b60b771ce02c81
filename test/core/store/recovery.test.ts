import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'better-sqlite3';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ShowRepository } from '#core/desk/shows/index';
import { listBackups, nextBackupPath, outdatedBackups, takeBackup } from '#core/store/backups';
import { databaseFile } from '#core/store/dataFolder';
import { openStore } from '#core/store/database';
import { deviceId, EventLog, Settings } from '#core/store/index';
import { readJournal } from '#core/store/journal';
import { RollingBackups } from '#core/store/rollingBackups';
import { journalMark } from '#core/store/writer';
import { markDamaged } from '#core/store/damageMark';
import { damagedFolders } from '#core/store/finishRecovery';
import { recover } from '#core/store/recovery';
import { rescue } from '#core/store/rescue';
import { showIdSchema } from '#shared/model/ids';
import type { StudioEvent } from '#shared/model/events';
import { eventually, inMemoryStudio, newFolder, type InMemoryStudio } from '../../support/inMemoryStudio.ts';
import { smallShowFile } from '../../support/showFixture.ts';

/**
 * A studio in use, its data folder copied in the middle of it as a power cut would leave it: with a backup
 * from a while ago, a journal, and a write-ahead log that was never folded into the database.
 */
let room: InMemoryStudio;
let cut: string;
let acknowledged: readonly StudioEvent[];
let exported: string;
let backupSeq: number;
const folders: string[] = [];

beforeAll(async () => {
  room = await inMemoryStudio({ show: smallShowFile() });
  await room.api.send('run.start', { mode: 'rehearsal' });
  // After it nothing is recorded but what is sent: what is compared and what is copied are the same.
  await eventually('the first cue', () =>
    room.studio.eventLog.after(0, 100).find(({ type }) => type === 'cue.confirmed'),
  );
  for (let i = 0; i < 20; i += 1) await room.api.send('clip.mark', { label: `before ${i}` });
  const ours = nextBackupPath(room.dataDir, Date.now() + 3_600_000);
  backupSeq = (await takeBackup(databaseFile(room.dataDir), ours)).seq;
  for (let i = 0; i < 20; i += 1) await room.api.send('clip.mark', { label: `after ${i}` });
  await room.api.send('script.edit', { segmentId: 'a3', paragraphId: 'a3-p2', text: '改过的词' });
  acknowledged = await room.api.events();
  exported = JSON.stringify((await room.api.get(`/api/v1/shows/${smallShowFile().show.id}/export`)).body);
  cut = newFolder();
  cpSync(room.dataDir, cut, { recursive: true });
  // The studio takes backups of its own, when it has time to; the newest is to be ours.
  for (const { path } of listBackups(cut)) if (basename(path) !== basename(ours)) rmSync(path);
});
afterAll(async () => {
  await room.stop();
  for (const folder of [room.dataDir, cut]) rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function copyOfCut(): string {
  const folder = newFolder();
  folders.push(folder);
  cpSync(cut, folder, { recursive: true });
  return folder;
}
function opened(dataDir: string) {
  const store = openStore(dataDir);
  try {
    const log = new EventLog(store.db, deviceId(store.db));
    const plan = new ShowRepository(store.db).find(showIdSchema.parse(smallShowFile().show.id))?.plan;
    return { recovery: store.recovery, events: log.after(0, 10_000), exported: JSON.stringify(plan) };
  } finally {
    store.close();
  }
}
const overwrite = (file: string, at: number, length: number): void => {
  const open = openSync(file, 'r+');
  writeSync(open, Buffer.alloc(length, 0x5a), 0, length, at);
  closeSync(open);
};
/** Eight bytes of the value that a query gives, wherever it stands: pages keep leftovers in their free room. */
function overwriteValue(dataDir: string, sql: string, offset: number): void {
  const db = new Database(databaseFile(dataDir));
  const value = z.string().parse(db.prepare(sql).pluck().get());
  db.close();
  const bytes = readFileSync(databaseFile(dataDir));
  let at = bytes.indexOf(value);
  expect(at).toBeGreaterThan(0);
  for (; at >= 0; at = bytes.indexOf(value, at + 1)) overwrite(databaseFile(dataDir), at + offset, 8);
}
function journalMarkOf(dataDir: string): number {
  const db = new Database(databaseFile(dataDir), { readonly: true });
  const { n } = journalMark(db);
  db.close();
  return n;
}
const wal = (dataDir: string) => `${databaseFile(dataDir)}-wal`;
const withoutWal = (dataDir: string): void => {
  for (const suffix of ['-wal', '-shm']) rmSync(databaseFile(dataDir) + suffix, { force: true });
};
const journalFiles = (dataDir: string): readonly string[] =>
  readdirSync(join(dataDir, 'journal'))
    .toSorted()
    .map((name) => join(dataDir, 'journal', name));
const withoutJournal = (dataDir: string): void => rmSync(join(dataDir, 'journal'), { recursive: true });
/** All that was committed, in the database file alone. */
const checkpointed = (dataDir: string): void => {
  openStore(dataDir).close();
};

describe('XC-08 a damaged database', () => {
  const DAMAGES: readonly (readonly [string, (dataDir: string) => void])[] = [
    ['garbage instead of a header', (dir) => (checkpointed(dir), overwrite(databaseFile(dir), 0, 4096))],
    ['garbage everywhere', (dir) => (withoutWal(dir), writeFileSync(databaseFile(dir), 'x'.repeat(90_000)))],
    ['torn pages', (dir) => (checkpointed(dir), overwrite(databaseFile(dir), 5 * 4096 + 100, 9 * 4096))],
    [
      'a truncated file',
      (dir) => (
        checkpointed(dir),
        truncateSync(databaseFile(dir), Math.floor(statSync(databaseFile(dir)).size / 8192) * 4096)
      ),
    ],
    [
      'a file cut in the middle of a page',
      (dir) => (checkpointed(dir), truncateSync(databaseFile(dir), 4096 * 9 + 1000)),
    ],
    ['an empty file', (dir) => (withoutWal(dir), truncateSync(databaseFile(dir), 0))],
    ['a file of zeros', (dir) => (withoutWal(dir), writeFileSync(databaseFile(dir), Buffer.alloc(65_536)))],
    ['no file at all', (dir) => (withoutWal(dir), rmSync(databaseFile(dir)))],
    ['a mark that damage was found in use', (dir) => markDamaged(dir, 'found in use')],
    [
      'damage, and the newest backup damaged, too',
      (dir) => {
        withoutWal(dir);
        writeFileSync(databaseFile(dir), 'x'.repeat(20_000));
        overwrite(listBackups(dir)[0]?.path ?? '', 3 * 4096, 40_000);
      },
    ],
    [
      'damage, and no backup at all',
      (dir) => {
        withoutWal(dir);
        writeFileSync(databaseFile(dir), 'x'.repeat(20_000));
        rmSync(join(dir, 'backups'), { recursive: true });
      },
    ],
  ];
  it.each(DAMAGES)(
    'XC-08 %s: everything acknowledged is there again, and the export is equal to the byte',
    (_name, damage) => {
      const dataDir = copyOfCut();
      damage(dataDir);
      const before = existsSync(databaseFile(dataDir)) ? readFileSync(databaseFile(dataDir)) : null;
      const after = opened(dataDir);
      expect(after.events).toEqual(acknowledged);
      expect(after.exported).toBe(exported);
      expect(after.recovery).toMatchObject({ seq: acknowledged.length, lost: null });
      const [aside] = damagedFolders(dataDir);
      expect(aside?.recovery).toEqual(after.recovery);
      const kept = databaseFile(join(dataDir, aside?.name ?? 'missing'));
      expect(existsSync(kept) ? readFileSync(kept) : null).toEqual(before);
      // Once: the next start finds nothing to do.
      expect(opened(dataDir)).toMatchObject({ recovery: null, events: acknowledged });
    },
  );

  it.each<readonly [string, (dataDir: string) => void]>([
    ['missing', withoutWal],
    ['cut off', (dir) => truncateSync(wal(dir), Math.floor(statSync(wal(dir)).size / 2))],
    ['garbage', (dir) => overwrite(wal(dir), 0, statSync(wal(dir)).size)],
    [
      'garbage from the middle on',
      (dir) => overwrite(wal(dir), Math.floor(statSync(wal(dir)).size / 2), 20_000),
    ],
  ])('XC-08 a write-ahead log that is %s loses nothing that was acknowledged', (_name, damage) => {
    const dataDir = copyOfCut();
    damage(dataDir);
    const after = opened(dataDir);
    expect(after.events).toEqual(acknowledged);
    expect(after.exported).toBe(exported);
    expect(after.recovery?.lost).toBeNull();
    expect(after.recovery?.replayed).toBeGreaterThan(0);
  });

  it('XC-08 nothing wrong: nothing is recovered, nothing put aside', () => {
    const dataDir = copyOfCut();
    expect(opened(dataDir)).toMatchObject({ recovery: null, events: acknowledged, exported });
    expect(damagedFolders(dataDir)).toEqual([]);
  });

  it('XC-08 without its journal the newest backup is restored, and it says from where on nothing is left', () => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    withoutJournal(dataDir);
    writeFileSync(databaseFile(dataDir), 'x'.repeat(20_000));
    const after = opened(dataDir);
    expect(after.events).toEqual(acknowledged.slice(0, backupSeq));
    expect(after.recovery).toMatchObject({
      base: 'backup',
      seq: backupSeq,
      lost: {
        fromSeq: backupSeq + 1,
        toSeq: null,
        fromAt: acknowledged[backupSeq - 1]?.at,
        toAt: expect.any(String),
      },
    });
  });

  it('XC-08 without its journal, what the damaged file still has beyond the backup is taken over', () => {
    const dataDir = copyOfCut();
    checkpointed(dataDir);
    withoutJournal(dataDir);
    markDamaged(dataDir, 'an index did not fit its table');
    const after = opened(dataDir);
    expect(after.events).toEqual(acknowledged);
    expect(after.exported).toBe(exported);
    expect(after.recovery).toMatchObject({ salvaged: acknowledged.length - backupSeq, lost: null });
  });

  it('XC-08 a hole in the journal ends what can be brought back, and the loss is told exactly', () => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    writeFileSync(databaseFile(dataDir), 'x'.repeat(20_000));
    const file = journalFiles(dataDir).find((name) => readFileSync(name, 'utf8').includes('after 5')) ?? '';
    const lines = readFileSync(file, 'utf8').split('\n');
    const holeAt = lines.findIndex((line) => line.includes('after 5'));
    writeFileSync(file, lines.filter((_line, index) => index !== holeAt).join('\n'));
    const after = opened(dataDir);
    const firstLost = acknowledged.findIndex(
      (event) => event.type === 'clip.marked' && event.payload.label === 'after 5',
    );
    expect(after.events).toEqual(acknowledged.slice(0, firstLost));
    expect(after.recovery?.lost).toEqual({
      fromSeq: firstLost + 1,
      toSeq: acknowledged.length,
      fromAt: acknowledged[firstLost - 1]?.at,
      toAt: acknowledged.at(-1)?.at,
    });
  });

  it('XC-08 a journal line that was half written is a command that was never answered', () => {
    const dataDir = copyOfCut();
    const file = journalFiles(dataDir).at(-1) ?? '';
    appendFileSync(file, '1234abcd {"n":9');
    expect(opened(dataDir)).toMatchObject({ recovery: null, events: acknowledged });
  });

  it('XC-08 a newest journal file that begins with damage: what may be missing after it is said', () => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    writeFileSync(databaseFile(dataDir), 'x'.repeat(20_000));
    overwrite(journalFiles(dataDir).at(-1) ?? '', 0, 20);
    expect(opened(dataDir).recovery?.lost).toMatchObject({ toSeq: null });
  });

  it('XC-08 nothing sound to rebuild it from: it is said, and every file stays where it was', () => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    withoutJournal(dataDir);
    writeFileSync(databaseFile(dataDir), 'x'.repeat(20_000));
    for (const { path } of listBackups(dataDir)) writeFileSync(path, 'y'.repeat(20_000));
    const there = (): readonly string[] =>
      readdirSync(dataDir)
        .filter((name) => !name.startsWith('kaibo.lock'))
        .toSorted();
    const before = there();
    expect(() => opened(dataDir)).toThrow(expect.objectContaining({ code: 'DATABASE_DAMAGED' }));
    expect(there()).toEqual(before);
  });

  it('XC-08 a loss that nobody has read stays told after another recovery', () => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    withoutJournal(dataDir);
    writeFileSync(databaseFile(dataDir), 'x'.repeat(20_000));
    const { recovery: first } = opened(dataDir);
    expect(first?.lost).toMatchObject({ fromSeq: backupSeq + 1 });
    writeFileSync(databaseFile(dataDir), 'x'.repeat(20_000));
    expect(opened(dataDir).recovery?.lost).toMatchObject({ fromSeq: backupSeq + 1, toSeq: null });
  });

  it('XC-08 after a power cut nobody knows whether the journal has its last second, and that is said', () => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    writeFileSync(databaseFile(dataDir), 'x'.repeat(20_000));
    const file = journalFiles(dataDir).at(-1) ?? '';
    const [header = '', ...lines] = readFileSync(file, 'utf8').split('\n');
    const fields = z.record(z.string(), z.unknown()).parse(JSON.parse(header.slice(9)));
    const json = JSON.stringify({ ...fields, boot: 'another start of the machine' });
    const line = `${crc32(json).toString(16).padStart(8, '0')} ${json}`;
    writeFileSync(file, [line, ...lines].join('\n'));
    const after = opened(dataDir);
    expect(after.events).toEqual(acknowledged);
    expect(after.recovery?.lost).toMatchObject({ fromSeq: acknowledged.length + 1, toSeq: null });
  });

  it('XC-08 a studio that was closed in order says so in its journal: nothing can be missing after it', async () => {
    const dataDir = copyOfCut();
    const studio = await inMemoryStudio({ dataDir });
    await studio.api.send('audio.mute', { muted: true });
    await studio.stop();
    expect(readJournal(dataDir, 0).at(-1)).toMatchObject({ isTorn: false, isEnded: true });
    const { db, close } = openStore(dataDir);
    new Settings(db).write('port', 1);
    close();
    expect(readJournal(dataDir, 0).at(-1)).toMatchObject({ isTorn: false, isEnded: true });
  });

  it('XC-08 the report of an earlier recovery that was damaged itself keeps nothing from starting', () => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    rmSync(databaseFile(dataDir));
    const { recovery } = opened(dataDir);
    writeFileSync(join(dataDir, recovery?.aside ?? '', 'report.json'), '{"at":');
    expect(damagedFolders(dataDir)).toEqual([{ name: recovery?.aside, recovery: null }]);
    writeFileSync(databaseFile(dataDir), 'x'.repeat(20_000));
    withoutWal(dataDir);
    const again = opened(dataDir);
    expect(again.events).toEqual(acknowledged);
    expect(again.recovery?.aside).not.toBe(recovery?.aside);
  });

  it.each<readonly [string, readonly string[]]>([
    ['anything was put aside', ['kaibo.db', 'journal', 'report.json']],
    ['the journal was put aside', ['journal', 'report.json']],
    ['the report was written', ['report.json']],
    ['it was put in place', []],
  ])('XC-08 a recovery that is cut off before %s is finished by the next start', (_name, undone) => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    writeFileSync(databaseFile(dataDir), 'x'.repeat(20_000));
    const recovery = recover(dataDir, 'garbage', new Date().toISOString(), () => undefined);
    if (recovery === null) throw new Error('not rebuilt');
    const aside = join(dataDir, recovery.aside ?? '');
    renameSync(databaseFile(dataDir), `${databaseFile(dataDir)}.rebuilt`);
    for (const name of undone) {
      if (name === 'report.json') rmSync(join(aside, name));
      else renameSync(join(aside, name), join(dataDir, name));
    }
    const after = opened(dataDir);
    expect(after.recovery).toEqual(recovery);
    expect(after.events).toEqual(acknowledged);
    expect(after.exported).toBe(exported);
    expect(damagedFolders(dataDir)).toEqual([{ name: recovery.aside, recovery }]);
    expect(readFileSync(databaseFile(aside), 'utf8')).toBe('x'.repeat(20_000));
    expect(opened(dataDir)).toMatchObject({ recovery: null, events: acknowledged });
  });
});

describe('XC-08 damage within a value, which leaves every page whole', () => {
  it.each([
    ['an event', `SELECT payload FROM event WHERE payload LIKE '%after 5%'`, 0],
    ['an event before the backup', `SELECT payload FROM event WHERE payload LIKE '%before 5%'`, 1],
    ['what an event is about', `SELECT payload FROM event WHERE type = 'run.started'`, 2],
    ['who caused an event', `SELECT actor FROM event WHERE seq = 20`, 5],
    ['the plan', `SELECT body FROM plan_entity WHERE entity_id = 'a3'`, 0],
    ['what a part of the plan is called', `SELECT body FROM plan_entity WHERE entity_id = 'sc-wide'`, 20],
    ['the mark of the journal', `SELECT value FROM setting WHERE key = 'journalMark'`, 0],
    ['which show is open', `SELECT value FROM setting WHERE key = 'openShow'`, 1],
  ])(
    'XC-08 %s: eight bytes are overwritten, everything acknowledged is there again',
    async (_name, sql, offset) => {
      const dataDir = copyOfCut();
      checkpointed(dataDir);
      overwriteValue(dataDir, sql, offset);
      const studio = await inMemoryStudio({ dataDir });
      try {
        expect(studio.recovery).toMatchObject({ seq: acknowledged.length, lost: null });
        const events = await studio.api.events();
        expect(events.slice(0, acknowledged.length)).toEqual(acknowledged);
        const plan = await studio.api.get(`/api/v1/shows/${smallShowFile().show.id}/export`);
        expect(JSON.stringify(plan.body)).toBe(exported);
        expect(studio.studio.board.status.recovery).toEqual(studio.recovery);
      } finally {
        await studio.stop();
      }
      expect(opened(dataDir).recovery).toBeNull();
    },
  );

  /** Under the hands of a studio, as no statement of Kaibo could. */
  function change(dataDir: string, sql: string): void {
    const db = new Database(databaseFile(dataDir));
    db.exec(`DROP TRIGGER IF EXISTS event_is_never_changed; ${sql}`);
    db.exec(
      `CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END`,
    );
    db.close();
  }

  it('XC-08 what nobody can read in the open show costs no event: the studio starts without the show, once', async () => {
    const dataDir = copyOfCut();
    checkpointed(dataDir);
    // As a newer Kaibo may have left it, in every copy there is.
    for (const { path } of listBackups(dataDir)) rmSync(path);
    withoutJournal(dataDir);
    change(dataDir, `UPDATE event SET type = 'show.somethingNewer' WHERE seq = 5`);
    const old = nextBackupPath(dataDir, Date.now());
    await takeBackup(databaseFile(dataDir), old);
    for (const start of ['first', 'second']) {
      const studio = await inMemoryStudio({ dataDir });
      expect(studio.studio.executor.state.plan, start).toBeNull();
      expect(studio.studio.executor.seq).toBeGreaterThanOrEqual(acknowledged.length);
      expect(await studio.api.send('show.open', { showId: 'kitchen' })).toMatchObject({
        ok: false,
        error: { code: 'RECORD_DAMAGED' },
      });
      expect(await studio.api.send('audio.mute', { muted: true })).toMatchObject({ ok: true });
      await studio.stop();
    }
    // Nothing leads further than the database itself: it stays.
    expect(damagedFolders(dataDir)).toEqual([]);
  });

  it('XC-08 without its journal, a database with one damaged value is kept: the backup would lose what came after it', async () => {
    const dataDir = copyOfCut();
    checkpointed(dataDir);
    withoutJournal(dataDir);
    change(dataDir, `UPDATE event SET payload = '{' WHERE seq = ${backupSeq + 5}`);
    const studio = await inMemoryStudio({ dataDir });
    expect(studio.studio.executor.seq).toBeGreaterThanOrEqual(acknowledged.length);
    expect(studio.recovery).toBeNull();
    expect(await studio.api.send('clip.mark', { label: 'goes on' })).toMatchObject({ ok: false });
    await studio.stop();
    // A backup of it is one, and ends no core.
    expect(studio.logLines.join()).toContain('event.payload is no JSON in 1 rows');
    expect(existsSync(join(dataDir, 'kaibo.damaged'))).toBe(false);
  });

  it('XC-08 a damaged plan, and the last record of the journal missing: the plan is that of the backup, and no event is lost', async () => {
    const dataDir = copyOfCut();
    const store = openStore(dataDir);
    store.write(() => new Settings(store.db).write('note', 1));
    store.close();
    const file = journalFiles(dataDir).at(-1) ?? '';
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(
      file,
      lines.filter((line) => !line.includes('"note"') && !line.includes('"end"')).join('\n') + '\n',
    );
    change(dataDir, `UPDATE plan_entity SET body = '{' WHERE kind = 'scenes' AND position = 0`);
    const studio = await inMemoryStudio({ dataDir });
    expect(studio.studio.executor.state.plan?.scenes[0]?.id).toBe(smallShowFile().scenes[0]?.id);
    expect((await studio.api.events()).slice(0, acknowledged.length)).toEqual(acknowledged);
    await studio.stop();
  });

  it('XC-08 the mark of the journal is damaged and the journal gone: the log decides, and no event is lost', () => {
    const dataDir = copyOfCut();
    checkpointed(dataDir);
    withoutJournal(dataDir);
    change(dataDir, `UPDATE setting SET value = '{' WHERE key = 'journalMark'`);
    const after = opened(dataDir);
    expect(after.events).toEqual(acknowledged);
    expect(after.exported).toBe(exported);
    expect(after.recovery).toMatchObject({ salvaged: acknowledged.length - backupSeq });
  });

  it('XC-08 what was brought up from its journal is still rebuilt, when the open show can’t be read in it', async () => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    cpSync(listBackups(dataDir)[0]?.path ?? '', databaseFile(dataDir));
    change(dataDir, `UPDATE event SET payload = '{}' WHERE seq = ${backupSeq}`);
    const studio = await inMemoryStudio({ dataDir });
    expect(studio.studio.executor.state.plan).not.toBeNull();
    expect((await studio.api.events()).slice(0, acknowledged.length)).toEqual(acknowledged);
    await studio.stop();
  });

  it('XC-08 a journal that goes on after a gap is put aside, also when it holds no later event', () => {
    const dataDir = copyOfCut();
    checkpointed(dataDir);
    for (const { path } of listBackups(dataDir)) rmSync(path);
    const [n] = [journalMarkOf(dataDir)];
    const [header] = journalFiles(dataDir).map((file) => readFileSync(file, 'utf8').split('\n')[0]);
    withoutJournal(dataDir);
    mkdirSync(join(dataDir, 'journal'));
    const json = JSON.stringify({ n: n + 5, seq: 0, at: '', rows: [['setting', 'put', ['note', '7777']]] });
    writeFileSync(
      join(dataDir, 'journal', `${String(n + 5).padStart(12, '0')}.ndjson`),
      `${header}\n${crc32(json).toString(16).padStart(8, '0')} ${json}\n`,
    );
    const { recovery } = opened(dataDir);
    expect(existsSync(join(dataDir, recovery?.aside ?? 'none', 'journal'))).toBe(true);
    const store = openStore(dataDir);
    for (let i = 0; i < 8; i += 1) store.write(() => new Settings(store.db).write('note', i));
    store.close();
    const again = openStore(dataDir);
    expect(again.recovery).toBeNull();
    expect(new Settings(again.db).read('note', z.number())).toBe(7);
    again.close();
  });

  it('XC-08 backups with a damaged value in them don’t pile up, and push out none that is sound', async () => {
    const dataDir = copyOfCut();
    const store = openStore(dataDir);
    const backups = new RollingBackups({ store, log: () => undefined, onDamage: () => undefined });
    await backups.take();
    const sound = listBackups(dataDir).length;
    change(dataDir, `UPDATE event SET payload = '{' WHERE seq = 7`);
    for (let i = 0; i < 3; i += 1) {
      store.write(() => new Settings(store.db).write('note', i));
      expect(await backups.take()).toMatchObject({ result: 'done', problem: expect.any(String) });
    }
    expect(listBackups(dataDir)).toHaveLength(sound + 1);
    await backups.close();
    store.close();
  });

  it.each(['payload TEXT', 'scheduled_start TEXT', 'CREATE INDEX event_by_show'])(
    'XC-08 a letter of the schema is changed (%s): everything acknowledged is there again',
    (text) => {
      const dataDir = copyOfCut();
      checkpointed(dataDir);
      const at = readFileSync(databaseFile(dataDir)).indexOf(text);
      expect(at).toBeGreaterThan(0);
      overwrite(databaseFile(dataDir), at + text.length - 7, 1);
      const after = opened(dataDir);
      expect(after.events).toEqual(acknowledged);
      expect(after.exported).toBe(exported);
      expect(after.recovery).toMatchObject({ lost: null });
    },
  );

  it('XC-08 the database of another studio, with a damaged value in it, is not given up for what this folder had', async () => {
    const other = await inMemoryStudio({ show: smallShowFile() });
    for (let i = 0; i < 5; i += 1) await other.api.send('audio.mute', { muted: i % 2 === 0 });
    await other.stop();
    change(other.dataDir, `UPDATE event SET payload = '{' WHERE seq = 3`);
    folders.push(other.dataDir);
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    cpSync(databaseFile(other.dataDir), databaseFile(dataDir));
    const before = new Database(databaseFile(dataDir), { readonly: true });
    const id = before.prepare('SELECT id FROM device').pluck().get();
    before.close();
    const store = openStore(dataDir);
    expect(deviceId(store.db)).toBe(id);
    expect(damagedFolders(dataDir)).toEqual([]);
    store.close();
  });

  it('XC-08 a recovery that can’t be read in the log keeps nothing from starting', async () => {
    const dataDir = copyOfCut();
    withoutWal(dataDir);
    rmSync(databaseFile(dataDir));
    const first = await inMemoryStudio({ dataDir });
    expect(first.recovery).not.toBeNull();
    await first.stop();
    change(
      dataDir,
      `UPDATE event SET payload = '{}' WHERE type IN ('studio.recovered', 'audio.requested', 'audio.switched')`,
    );
    for (const { path } of listBackups(dataDir)) rmSync(path);
    withoutJournal(dataDir);
    const again = await inMemoryStudio({ dataDir });
    expect(await again.api.send('recovery.acknowledge', {})).toMatchObject({ ok: true });
    await again.stop();
  });

  it('XC-08 only the database is deleted in use: the rescued one keeps its journal, and loses nothing to a damaged value', () => {
    const dataDir = copyOfCut();
    const store = openStore(dataDir);
    change(dataDir, `UPDATE event SET payload = '{' WHERE seq = ${acknowledged.length}`);
    for (const suffix of ['', '-wal', '-shm']) rmSync(databaseFile(dataDir) + suffix);
    rescue(store.db, dataDir, new Date().toISOString());
    store.close();
    const again = opened(dataDir);
    expect(again.events).toEqual(acknowledged);
    expect(again.recovery).toMatchObject({ lost: null });
    expect(again.recovery?.folderGone).toBeUndefined();
  });

  it('XC-08 a database behind a journal that doesn’t fit it is used as it is, the loss is told, and nothing gets mixed', () => {
    const dataDir = copyOfCut();
    checkpointed(dataDir);
    const [backup] = listBackups(dataDir);
    for (const suffix of ['', '-wal', '-shm']) rmSync(databaseFile(dataDir) + suffix, { force: true });
    renameSync(backup?.path ?? '', databaseFile(dataDir));
    const file = journalFiles(dataDir).at(-1) ?? '';
    for (const other of journalFiles(dataDir).slice(0, -1)) rmSync(other);
    const [header = '', ...lines] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [header, ...lines.slice(-5)].join('\n'));
    const first = opened(dataDir);
    expect(first.events).toEqual(acknowledged.slice(0, backupSeq));
    expect(first.recovery?.lost).toMatchObject({ fromSeq: backupSeq + 1, toSeq: acknowledged.length });
    expect(existsSync(join(dataDir, first.recovery?.aside ?? '', 'journal'))).toBe(true);
    expect(opened(dataDir).recovery).toBeNull();
  });

  it('XC-08 another show that can’t be read is refused when it is opened, and nothing else happens', async () => {
    const dataDir = copyOfCut();
    const other = { ...smallShowFile(), show: { ...smallShowFile().show, id: 'other' } };
    const studio = await inMemoryStudio({ dataDir, show: other });
    try {
      change(dataDir, `UPDATE plan_entity SET body = '{}' WHERE show_id = 'other' AND kind = 'scenes'`);
      const before = studio.studio.executor.state;
      expect(await studio.api.send('show.open', { showId: 'other' })).toMatchObject({
        ok: false,
        error: { code: 'RECORD_DAMAGED' },
      });
      expect(studio.studio.executor.state).toBe(before);
      expect(studio.studio.board.status.storage).toBeNull();
      expect(existsSync(join(dataDir, 'kaibo.damaged'))).toBe(false);
    } finally {
      await studio.stop();
    }
  });

  it('XC-08 a database that is rescued from a deleted folder is there again, though a value in it is damaged', () => {
    const dataDir = copyOfCut();
    const store = openStore(dataDir);
    change(dataDir, `UPDATE event SET payload = '{' WHERE seq = 7`);
    rmSync(dataDir, { recursive: true });
    rescue(store.db, dataDir, new Date().toISOString());
    store.close();
    const again = openStore(dataDir);
    expect(again.recovery).toMatchObject({ seq: acknowledged.length, lost: null, folderGone: true });
    expect(again.db.prepare('SELECT max(seq) FROM event').pluck().get()).toBe(acknowledged.length);
    expect(listBackups(dataDir)).toHaveLength(1);
    again.close();
  });

  it('XC-08 a reader of the log that comes upon it is told, and the studio goes on', async () => {
    const dataDir = copyOfCut();
    const studio = await inMemoryStudio({ dataDir });
    try {
      change(dataDir, `UPDATE event SET payload = '{' WHERE seq = 7`);
      const socket = new WebSocket(`${studio.url.replace('http', 'ws')}/api/v1/stream`, {
        headers: { authorization: `Bearer ${studio.token}` },
      });
      const closed = await new Promise((done) => {
        socket.on('close', (code, reason) => done([code, reason.toString()]));
      });
      expect(closed).toEqual([1011, 'RECORD_DAMAGED']);
      expect(await studio.api.get('/api/v1/events')).toMatchObject({
        status: 500,
        body: { error: { code: 'RECORD_DAMAGED' } },
      });
      expect(await studio.api.send('clip.mark', { label: 'goes on' })).toMatchObject({ ok: true });
    } finally {
      await studio.stop();
    }
  });
});

describe('XC-08 rolling backups', () => {
  const backup = (no: number, at: string) => ({ path: String(no), no, at });
  it('XC-08 the newest twelve stay, and the last of each of seven days', () => {
    const backups = Array.from({ length: 60 }, (_, index) => {
      const no = 60 - index;
      return backup(no, `2026-05-${String(Math.ceil(no / 6)).padStart(2, '0')}T1${no % 6}:00:00Z`);
    });
    const gone = new Set(outdatedBackups(backups).map(({ no }) => no));
    const kept = backups.map(({ no }) => no).filter((no) => !gone.has(no));
    expect(kept).toEqual([60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 42, 36, 30, 24]);
  });

  it('XC-08 a wall clock that goes back does not make an old backup the newest', () => {
    const dataDir = newFolder();
    folders.push(dataDir);
    for (const at of ['2026-05-02T12:00:00Z', '2026-05-02T09:00:00Z'])
      writeFileSync(nextBackupPath(dataDir, Date.parse(at)), '');
    expect(listBackups(dataDir).map(({ no, at }) => [no, at])).toEqual([
      [2, '2026-05-02T09:00:00Z'],
      [1, '2026-05-02T12:00:00Z'],
    ]);
  });
});
