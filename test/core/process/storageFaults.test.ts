import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listBackups } from '#core/store/backups';
import { databaseFile } from '#core/store/dataFolder';
import { damagedFolders } from '#core/store/finishRecovery';
import { mountFailingDisk } from '../../support/failingDisk.ts';
import { newFolder } from '../../support/inMemoryStudio.ts';
import { mountSmallDisk, type SmallDisk } from '../../support/smallDisk.ts';
import {
  openTestStation,
  startStudioProcess,
  until,
  type StudioProcess,
} from '../../support/studioProcess.ts';

const probe = mountSmallDisk(1);
probe?.remove();
const canMount = probe !== null;
const failingProbe = mountFailingDisk(8);
failingProbe?.remove();
const canFail = failingProbe !== null;

let studio: StudioProcess | null = null;
let disk: Pick<SmallDisk, 'remove'> | null = null;
const folders: string[] = [];
afterEach(async () => {
  await studio?.stop();
  studio = null;
  disk?.remove();
  disk = null;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function onSmallDisk(): Promise<{ readonly studio: StudioProcess; readonly disk: SmallDisk }> {
  const mounted = mountSmallDisk(8);
  if (mounted === null) throw new Error('not mounted');
  disk = mounted;
  studio = await startStudioProcess({ dataDir: join(mounted.path, 'data'), args: ['--speed', '1'] });
  return { studio, disk: mounted };
}
const mark = (of: StudioProcess, label: string) => of.command('clip.mark', { label });
/** Fills the disk until nothing more is taken: what SQLite has reserved already is used up first. */
async function fillUntilRefused(of: StudioProcess, full: SmallDisk) {
  full.fill();
  for (let i = 0; ; i += 1) {
    const answer = await mark(of, `x${i} ${'.'.repeat(150)}`);
    if (!answer.ok) return answer;
    if (i > 5000) throw new Error('the disk never got full');
  }
}
const problemOf = async (of: StudioProcess) => (await of.state()).live.storage?.code ?? null;

describe.skipIf(!canMount)('LIVE-25 a full disk (skipped where nothing can be mounted)', () => {
  it('LIVE-25 commands are refused by name, what was acknowledged is kept, cues go on when there is room, all by itself', async () => {
    const { studio: room, disk: full } = await onSmallDisk();
    expect(await room.command('run.start', { mode: 'rehearsal', speed: 1 })).toMatchObject({ ok: true });
    const refused = await fillUntilRefused(room, full);
    expect(refused).toMatchObject({ ok: false, error: { code: 'DISK_FULL' } });
    await until('stations are told', async () => (await problemOf(room)) === 'DISK_FULL');
    const kept = (await room.state()).seq;
    const core = room.corePid();
    // Held up, not broken: the same core answers, and a second of a full disk changes nothing.
    expect(await mark(room, 'still full')).toMatchObject({ ok: false, error: { code: 'DISK_FULL' } });
    expect((await room.state()).seq).toBe(kept);
    expect(room.corePid()).toBe(core);

    full.empty();
    await until(
      'there is room again, noticed without anybody’s doing',
      async () => (await problemOf(room)) === null,
    );
    expect(await mark(room, 'room again')).toMatchObject({ ok: true });
    const events = await room.events();
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  });

  it('LIVE-25 a core that is killed while the disk is full comes back, shows the run, and goes on when there is room', async () => {
    const { studio: room, disk: full } = await onSmallDisk();
    await room.command('run.start', { mode: 'rehearsal', speed: 1 });
    await fillUntilRefused(room, full);
    const before = await room.state();
    const pid = room.corePid();
    room.killCore();
    await until(
      'another core is up',
      async () => room.corePid() !== pid && (await room.state().catch(() => null)) !== null,
    );
    const after = await room.state();
    expect(after.state.run).toEqual(before.state.run);
    await until('stations are told', async () => (await problemOf(room)) === 'DISK_FULL');
    full.empty();
    await until('room again', async () => (await problemOf(room)) === null);
    expect(await mark(room, 'room again')).toMatchObject({ ok: true });
    expect((await room.events()).length).toBe((await room.state()).seq);
  });
});

describe('LIVE-25 a data folder that can’t be written to', () => {
  it.skipIf(!canMount)(
    'LIVE-25 a read-only disk is said in one line at the start (skipped where nothing can be mounted)',
    async () => {
      const mounted = mountSmallDisk(8);
      if (mounted === null) throw new Error('not mounted');
      disk = mounted;
      execFileSync('mount', ['-o', 'remount,ro', mounted.path]);
      await expect(startStudioProcess({ dataDir: join(mounted.path, 'data') })).rejects.toThrow(
        /kaibo: DATA_FOLDER_NOT_WRITABLE: /u,
      );
      execFileSync('mount', ['-o', 'remount,rw', mounted.path]);
    },
  );

  it.skipIf(!canFail)(
    'LIVE-25 a disk that turns read-only in a run: said by name, the run stays on every screen, nothing acknowledged is lost (skipped where no disk can be made)',
    async () => {
      const failing = mountFailingDisk(24);
      if (failing === null) throw new Error('not mounted');
      disk = failing;
      const dataDir = join(failing.path, 'data');
      studio = await startStudioProcess({ dataDir });
      await studio.command('run.start', { mode: 'rehearsal' });
      for (let i = 0; i < 20; i += 1) await mark(studio, `mark ${i}`);
      const room = studio;
      const station = openTestStation(room.url, room.token);
      await until('the station is there', () => station.seq() > 0);
      failing.fail();
      const refused = await mark(room, 'too late');
      expect(refused).toMatchObject({ ok: false, error: { code: 'DATA_FOLDER_NOT_WRITABLE' } });
      await until('stations are told', async () => (await problemOf(room)) === 'DATA_FOLDER_NOT_WRITABLE');
      const kept = await room.events();
      expect(station.connected()).toBe(true);
      expect(station.state().run).toMatchObject({ phase: 'on' });
      station.close();
      // As after a restart of the machine: another core on the same folder, on a disk that was looked through.
      await room.stop();
      failing.repair();
      studio = await startStudioProcess({ dataDir });
      expect((await studio.events()).slice(0, kept.length)).toEqual(kept);
      expect(kept.filter(({ type }) => type === 'clip.marked')).toHaveLength(20);
      expect(await mark(studio, 'after')).toMatchObject({ ok: true });
      await studio.stop();
      studio = null;
    },
  );

  it('LIVE-25 a data folder deleted in use: the core writes its database anew and goes on; nothing acknowledged is lost', async () => {
    const parent = newFolder();
    folders.push(parent);
    const dataDir = join(parent, 'data');
    studio = await startStudioProcess({ dataDir });
    const room = studio;
    expect(await room.command('obs.settings', { url: 'ws://127.0.0.1:9', password: 'kept' })).toMatchObject({
      ok: true,
    });
    expect(await room.command('switcher.choose', { kind: 'rehearsal' })).toMatchObject({ ok: true });
    await room.command('run.start', { mode: 'rehearsal' });
    for (let i = 0; i < 20; i += 1) await mark(room, `mark ${i}`);
    const before = await room.events();
    const pid = room.corePid();
    rmSync(dataDir, { recursive: true });
    await until(
      'another core is up',
      async () => room.corePid() !== pid && (await room.state().catch(() => null)) !== null,
    );
    expect((await room.events()).slice(0, before.length)).toEqual(before);
    expect(await mark(room, 'after')).toMatchObject({ ok: true });
    expect(existsSync(databaseFile(dataDir))).toBe(true);
    // It is said, with what can't be brought back; the password is there again.
    expect((await room.state()).live.recovery).toMatchObject({ lost: null, folderGone: true });
    expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).toContain('kept');
  });

  it('LIVE-25 another file is put in the place of the database in use: the show goes on with its own, the other is kept', async () => {
    const dataDir = newFolder();
    folders.push(dataDir);
    studio = await startStudioProcess({ dataDir });
    const room = studio;
    await room.command('run.start', { mode: 'rehearsal' });
    for (let i = 0; i < 20; i += 1) await mark(room, `mark ${i}`);
    const before = await room.events();
    const pid = room.corePid();
    writeFileSync(join(dataDir, 'other'), 'another file');
    renameSync(join(dataDir, 'other'), databaseFile(dataDir));
    await until(
      'another core is up',
      async () => room.corePid() !== pid && (await room.state().catch(() => null)) !== null,
    );
    expect((await room.events()).slice(0, before.length)).toEqual(before);
    expect(await mark(room, 'after')).toMatchObject({ ok: true });
    const { recovery } = (await room.state()).live;
    expect(recovery).toMatchObject({ lost: null, aside: expect.any(String) });
    expect(readFileSync(databaseFile(join(dataDir, recovery?.aside ?? '')), 'utf8')).toBe('another file');
  });
});

describe('XC-08 a database that is damaged while a show runs', () => {
  it('XC-08 it is found, the core starts anew from backup and journal, and no acknowledged command is lost', async () => {
    const parent = newFolder();
    folders.push(parent);
    const dataDir = join(parent, 'data');
    studio = await startStudioProcess({ dataDir });
    const room = studio;
    await room.command('run.start', { mode: 'rehearsal' });
    await until('a backup is there', () => listBackups(dataDir).length > 0);
    for (let i = 0; i < 50; i += 1) await mark(room, `mark ${i}`);
    await room.command('run.end');
    const before = await room.events();
    const station = openTestStation(room.url, room.token);
    await until('the station is there', () => station.seq() > 0);

    for (const name of [databaseFile(dataDir), `${databaseFile(dataDir)}-wal`]) {
      const { size } = statSync(name);
      const file = openSync(name, 'r+');
      if (size > 4096) writeSync(file, Buffer.alloc(size - 4096, 0x5a), 0, size - 4096, 4096);
      closeSync(file);
    }
    const pid = room.corePid();
    // The next run takes a backup, and that looks through the file.
    await room.command('run.start', { mode: 'rehearsal' }).catch(() => null);
    await until(
      'another core is up',
      async () => room.corePid() !== pid && (await room.state().catch(() => null)) !== null,
      20_000,
    );
    const after = await room.events();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.map((event) => event.seq)).toEqual(after.map((_, index) => index + 1));
    const recovered = after.find((event) => event.type === 'studio.recovered');
    expect(recovered?.payload).toMatchObject({ lost: null });
    expect(room.stderr()).toContain('nothing was lost');
    expect(damagedFolders(dataDir)).toHaveLength(1);

    const { live } = await room.state();
    expect(live.recovery).toMatchObject({ lost: null });
    expect(await room.command('recovery.acknowledge', {}, 'm-host')).toMatchObject({ ok: false });
    expect(await room.command('recovery.acknowledge')).toMatchObject({ ok: true });
    expect((await room.state()).live.recovery).toBeNull();
    await until(
      'the station has everything',
      async () => station.connected() && station.seq() === (await room.state()).seq,
    );
    expect(station.state()).toEqual((await room.state()).state);
    station.close();
  });
});

describe('LIVE-25 a core that hangs', () => {
  it('LIVE-25 stopped by SIGSTOP in a run: another one goes on within 10 s, where the first was', async () => {
    studio = await startStudioProcess();
    const room = studio;
    await room.command('run.start', { mode: 'rehearsal' });
    const before = await room.state();
    const beforeAt = performance.now();
    const pid = room.corePid();
    if (pid === null) throw new Error('no core');
    process.kill(pid, 'SIGSTOP');
    await until(
      'another core is up',
      async () => room.corePid() !== pid && (await room.state().catch(() => null)) !== null,
      10_000,
    );
    const after = await room.state();
    expect(Math.abs(after.studioMs - before.studioMs - (performance.now() - beforeAt))).toBeLessThan(200);
    expect(after.state.run?.runId).toBe(before.state.run?.runId);
    expect(room.stderr()).toContain('hangs');
  });

  it('LIVE-25 killed for want of memory it is started again, and a core with little memory runs a show', async () => {
    studio = await startStudioProcess({ env: { NODE_OPTIONS: '--max-old-space-size=48' } });
    const room = studio;
    await room.command('run.start', { mode: 'rehearsal' });
    for (let i = 0; i < 300; i += 1) expect(await mark(room, `mark ${i}`)).toMatchObject({ ok: true });
    const pid = room.corePid();
    room.killCore();
    await until(
      'another core is up',
      async () => room.corePid() !== pid && (await room.state().catch(() => null)) !== null,
    );
    expect((await room.state()).state.run?.clips).toHaveLength(300);
  });
});
