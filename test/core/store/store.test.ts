import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFile } from '#core/store/dataFolder';
import { lockDataFolder, openStore, openStoreForReading } from '#core/store/database';
import { deviceId } from '#core/store/device';
import { EventLog } from '#core/store/eventLog';
import { MIGRATIONS } from '#core/store/migrations/index';
import { SYSTEM_ACTOR, type EventBody } from '#shared/model/events';
import { studioMsSchema } from '#shared/timing/vector';
import { newFolder } from '../../support/inMemoryStudio.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = newFolder();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const code = (wanted: string): unknown => expect.objectContaining({ name: 'KaiboError', code: wanted });
const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const envelope = (id: string) => ({
  id,
  showId: null,
  runId: null,
  at: '2026-05-02T11:00:00.000Z',
  studioMs: studioMsSchema.parse(5),
  offsetMs: null,
  actor: SYSTEM_ACTOR,
  commandId: null,
});

function logWith(count: number) {
  const store = openStore(dataDir);
  const log = new EventLog(store.db, deviceId(store.db));
  const body: EventBody = { type: 'panic.released', payload: {} };
  for (let i = 1; i <= count; i += 1) log.committed(log.append([body], () => envelope(`event-${i}`)));
  return { store, log };
}

describe('LIVE-25 the data folder', () => {
  it('LIVE-25 one process at a time: a second is refused, and let in once the first is gone', () => {
    const first = openStore(dataDir);
    expect(() => openStore(dataDir)).toThrow(code('DATA_FOLDER_IN_USE'));
    expect(() => lockDataFolder(dataDir)).toThrow(code('DATA_FOLDER_IN_USE'));
    first.close();
    openStore(dataDir).close();
  });

  it('LIVE-25 a process that was killed leaves no lock behind', async () => {
    const holder = join(dataDir, 'hold.mjs');
    const sqlite = import.meta.resolve('better-sqlite3');
    writeFileSync(
      holder,
      `import Database from ${JSON.stringify(sqlite)};\nconst db = new Database(${JSON.stringify(join(dataDir, 'kaibo.lock'))});\ndb.exec('BEGIN EXCLUSIVE');\nconsole.log('held');\nsetInterval(() => {}, 1000);\n`,
    );
    const child = spawn(process.execPath, [holder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((held) => child.stdout.once('data', held));
    expect(() => openStore(dataDir)).toThrow(code('DATA_FOLDER_IN_USE'));
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
    openStore(dataDir).close();
  });

  it('LIVE-25 where nothing can be written it says so', () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, '');
    expect(() => openStore(join(file, 'data'))).toThrow(code('DATA_FOLDER_NOT_WRITABLE'));
    mkdirSync(join(dataDir, 'odd', 'kaibo.lock'), { recursive: true });
    expect(() => openStore(join(dataDir, 'odd'))).toThrow(code('DATA_FOLDER_NOT_WRITABLE'));
  });

  it('LIVE-25 the database of a newer Kaibo is refused and left as it is, to the byte', () => {
    openStore(dataDir).close();
    const newer = new Database(databaseFile(dataDir));
    newer.pragma('journal_mode = DELETE');
    newer.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    newer.close();
    const before = hash(databaseFile(dataDir));
    for (const open of [openStore, openStoreForReading]) {
      expect(() => open(dataDir)).toThrow(
        expect.objectContaining({
          code: 'DATABASE_NEWER',
          params: { found: MIGRATIONS.length + 1, known: MIGRATIONS.length },
        }),
      );
    }
    expect(hash(databaseFile(dataDir))).toBe(before);
  });

  it('LIVE-25 a damaged file is called damaged, and the lock is let go', () => {
    writeFileSync(databaseFile(dataDir), 'this was a database once, before the disk went bad. '.repeat(200));
    for (const open of [openStore, openStoreForReading])
      expect(() => open(dataDir)).toThrow(code('DATABASE_DAMAGED'));
    lockDataFolder(dataDir)();
  });

  it('LIVE-25 nothing to read is NOT_FOUND, not an empty database', () => {
    expect(() => openStoreForReading(dataDir)).toThrow(code('NOT_FOUND'));
  });

  it('LIVE-25 what is acknowledged is on disk: WAL with full synchronisation', () => {
    const { db, close } = openStore(dataDir);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    close();
  });
});

describe('LIVE-25 the event log', () => {
  it('LIVE-25 can only be added to: the database itself refuses a change', () => {
    const { store } = logWith(2);
    expect(() => store.db.exec(`UPDATE event SET payload = '{}' WHERE seq = 1`)).toThrow(/append-only/u);
    expect(() => store.db.exec('DELETE FROM event')).toThrow(/append-only/u);
    expect(() => store.db.exec(`REPLACE INTO event SELECT * FROM event WHERE seq = 1`)).toThrow(
      /append-only/u,
    );
    expect(store.db.prepare('SELECT count(*) FROM event').pluck().get()).toBe(2);
    store.close();
  });

  it('LIVE-25 seq begins at 1 and has no gap, also after a transaction that was rolled back and after reopening', () => {
    const { store, log } = logWith(3);
    expect(() =>
      store.db.transaction(() => {
        log.append([{ type: 'panic.released', payload: {} }], () => envelope('lost'));
        throw new Error('rolled back');
      })(),
    ).toThrow('rolled back');
    store.close();
    const again = logWith(0);
    again.log.committed(
      again.log.append([{ type: 'panic.released', payload: {} }], () => envelope('event-4')),
    );
    expect(again.log.after(0, 100).map((event) => event.seq)).toEqual([1, 2, 3, 4]);
    expect(again.log.after(2, 1).map((event) => event.seq)).toEqual([3]);
    expect(again.log.last()?.id).toBe('event-4');
    again.store.close();
  });

  it('LIVE-25 an edit in the words of an older Kaibo, which told the whole paragraph twice, is read as what changed', () => {
    const { store, log } = logWith(0);
    const payload = { segmentId: 'a1', paragraphId: 'p1', before: '毛巾很软', after: '毛巾特别软' };
    store.db
      .prepare(
        `INSERT INTO event VALUES (1, 'event-1', NULL, NULL, 'script.edited', 1, '2026-05-02T11:00:00.000Z', 5, NULL, ?, NULL, ?)`,
      )
      .run(JSON.stringify(SYSTEM_ACTOR), JSON.stringify(payload));
    expect(log.after(0, 1)[0]?.payload).toEqual({
      segmentId: 'a1',
      paragraphId: 'p1',
      splice: { charOffset: 2, removed: '很', inserted: '特别' },
    });
    store.close();
  });

  it('XC-02 every event names the device, which stays the same over restarts', () => {
    const first = logWith(1);
    const { deviceId: device } = first.log;
    first.store.close();
    const second = logWith(0);
    expect(second.log.deviceId).toBe(device);
    expect(second.log.after(0, 1)[0]?.deviceId).toBe(device);
    second.store.close();
  });

  it('LIVE-25 an event that can’t be read stops the reader instead of being left out', () => {
    const { store, log } = logWith(1);
    store.db.exec(
      `INSERT INTO event (seq, id, type, v, at, studio_ms, actor, payload) VALUES (2, 'odd', 'panic.released', 1, 'now', 1, '{}', '{}')`,
    );
    expect(() => log.after(0, 10)).toThrow(
      expect.objectContaining({
        code: 'RECORD_DAMAGED',
        params: expect.objectContaining({ record: 'event 2' }),
      }),
    );
    store.close();
  });
});
