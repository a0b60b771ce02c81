import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { forkUnderNode } from '#core/forkNode';
import { superviseCore } from '#core/supervisor';
import type { CoreState, CoreSupervisor, SupervisorOptions } from '#core/supervisor';

const FAKE_CORE = join(import.meta.dirname, 'fakeCore.ts');
const startSchema = z.object({ pid: z.number(), port: z.number().optional(), token: z.string().optional() });
type Behaviour =
  | 'serve'
  | 'serveDeaf'
  | 'serveThenCrash'
  | 'serveThenLoop'
  | 'hangAtStart'
  | 'crash'
  | 'fatal'
  | 'diskFull'
  | 'folderInUse'
  | 'nonsense';

const supervisors: CoreSupervisor[] = [];
afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((supervisor) => supervisor.stop()));
});

function supervise(behaviour: readonly Behaviour[], tuning: Partial<SupervisorOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kaibo-supervisor-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const journal = join(folder, 'starts.ndjson');
  const lines: string[] = [];
  const history: { readonly atMs: number; readonly state: CoreState }[] = [];
  const supervisor = superviseCore({
    fork: forkUnderNode(FAKE_CORE),
    options: { journal, behaviour },
    log: (line) => lines.push(line),
    ...tuning,
  });
  supervisor.onState((state) => history.push({ atMs: performance.now(), state }));
  supervisors.push(supervisor);
  const starts = () =>
    readFileSync(journal, 'utf8')
      .trim()
      .split('\n')
      .map((line) => startSchema.parse(JSON.parse(line)));
  return { supervisor, starts, history, lines };
}

function reaches(supervisor: CoreSupervisor, wanted: (state: CoreState) => boolean): Promise<CoreState> {
  return new Promise((resolve) => {
    const look = (state: CoreState): void => {
      if (!wanted(state)) return;
      unsubscribe();
      resolve(state);
    };
    const unsubscribe = supervisor.onState(look);
    look(supervisor.state);
  });
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('core supervisor', () => {
  it('LIVE-25 a killed core (kill -9) is started again at once, on the same port and with the same token', async () => {
    const { supervisor, starts, history } = supervise(['serve']);
    const first = await supervisor.whenReady();
    const [firstStart] = starts();
    expect(firstStart).toMatchObject({ pid: expect.any(Number) });

    process.kill(firstStart?.pid ?? 0, 'SIGKILL');
    await reaches(supervisor, (state) => state.phase === 'waiting');
    const second = await supervisor.whenReady();

    expect(second).toEqual(first);
    expect(starts()[1]).toEqual({ pid: expect.any(Number), port: first.port, token: first.token });
    const waiting = history.find(({ state }) => state.phase === 'waiting');
    const starting = history.findLast(({ state }) => state.phase === 'starting');
    const gapMs = (starting?.atMs ?? Infinity) - (waiting?.atMs ?? 0);
    console.log(`first restart: core forked again ${gapMs.toFixed(1)} ms after its death`);
    expect(waiting?.state).toMatchObject({ lastExit: 'signal SIGKILL', delayMs: 0 });
    expect(gapMs).toBeLessThanOrEqual(50);
  });

  it('LIVE-25 restarts in a row wait longer and longer, and never end for a core that does come up', async () => {
    const crashes = Array<Behaviour>(6).fill('serveThenCrash');
    const { supervisor, history, starts } = supervise([...crashes, 'serve'], {
      restartDelaysMs: [0, 10, 20, 40],
      giveUpAfter: 3,
    });
    await reaches(supervisor, (state) => state.phase === 'ready' && state.restarts === crashes.length);
    const delays = history.flatMap(({ state }) => (state.phase === 'waiting' ? [state.delayMs] : []));
    expect(delays).toEqual([0, 10, 20, 40, 40, 40]);
    expect(starts()).toHaveLength(crashes.length + 1);
  });

  it('LIVE-25 a core that was stable before it crashed starts again without delay', async () => {
    const { supervisor, history } = supervise(['serveThenCrash', 'serveThenCrash', 'serve'], {
      stableAfterMs: 0,
      restartDelaysMs: [0, 60_000],
    });
    await reaches(supervisor, (state) => state.phase === 'ready' && state.restarts === 2);
    expect(history.flatMap(({ state }) => (state.phase === 'waiting' ? [state.delayMs] : []))).toEqual([
      0, 0,
    ]);
  });

  it('LIVE-25 a core in an endless loop is noticed by its silence, ended and started again', async () => {
    const { supervisor, starts, lines } = supervise(['serveThenLoop', 'serve'], { hangAfterMs: 1500 });
    const first = await supervisor.whenReady();
    const again = await reaches(supervisor, (state) => state.phase === 'ready' && state.restarts === 1);
    expect(again).toMatchObject({ core: { port: first.port, token: first.token } });
    expect(isAlive(starts()[0]?.pid ?? 0)).toBe(false);
    expect(lines.join('\n')).toContain('hangs: nothing heard for 1500 ms');
  });

  it('LIVE-25 a stopped core process (SIGSTOP) is noticed, ended and started again', async () => {
    const { supervisor, starts } = supervise(['serve'], { hangAfterMs: 1500 });
    await supervisor.whenReady();
    const pid = starts()[0]?.pid ?? 0;
    // Two beats at least, so that its silence means something.
    await new Promise((resume) => setTimeout(resume, 300));
    process.kill(pid, 'SIGSTOP');
    await reaches(supervisor, (state) => state.phase === 'ready' && state.restarts === 1);
    expect(isAlive(pid)).toBe(false);
  });

  it('LIVE-25 a core that hangs before it ever came up is ended and started again', async () => {
    const { supervisor, starts, lines } = supervise(['hangAtStart', 'serve'], { startWithinMs: 1500 });
    await supervisor.whenReady();
    expect(supervisor.state).toMatchObject({ phase: 'ready', restarts: 1 });
    expect(isAlive(starts()[0]?.pid ?? 0)).toBe(false);
    expect(lines.join('\n')).toContain('hangs: nothing heard for 1500 ms');
  });

  it('LIVE-25 after a sleep of the machine, which holds up the supervisor as well, no core is taken for hung', async () => {
    const { supervisor, starts } = supervise(['serve'], { hangAfterMs: 1500 });
    await supervisor.whenReady();
    await new Promise((resume) => setTimeout(resume, 700));
    // Both stand still for longer than a core may be silent.
    const pid = starts()[0]?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
    process.kill(pid, 'SIGCONT');
    await new Promise((resume) => setTimeout(resume, 1200));
    expect(supervisor.state).toMatchObject({ phase: 'ready', restarts: 0 });
  });

  it('LIVE-25 a disk that is full when the core starts again is waited for, because a show may be on', async () => {
    const { supervisor, starts, lines } = supervise(['serveThenCrash', 'diskFull', 'diskFull', 'serve'], {
      patientRetryMs: 10,
    });
    await reaches(supervisor, (state) => state.phase === 'ready' && state.restarts === 3);
    expect(starts()).toHaveLength(4);
    expect(lines.join('\n')).toContain('The disk is full');
  });

  it('LIVE-25 a port or a folder that was taken in the moment without a core is waited for, because a show may be on', async () => {
    const { supervisor, starts } = supervise(['serveThenCrash', 'fatal', 'folderInUse', 'fatal', 'serve'], {
      patientRetryMs: 10,
    });
    const told: string[] = [];
    supervisor.onState((state) => {
      if (state.phase === 'waiting') told.push(state.error?.code ?? 'none');
    });
    await reaches(supervisor, (state) => state.phase === 'ready' && state.restarts === 4);
    expect(starts()).toHaveLength(5);
    expect(told).toEqual(['none', 'PORT_TAKEN', 'DATA_FOLDER_IN_USE', 'PORT_TAKEN']);
  });

  it('LIVE-25 a core that was up once is never given up, only tried more patiently', async () => {
    const behaviour: Behaviour[] = ['serveThenCrash', ...Array<Behaviour>(7).fill('crash'), 'serve'];
    const { supervisor } = supervise(behaviour, { restartDelaysMs: [0], giveUpAfter: 3, patientRetryMs: 10 });
    const waits: number[] = [];
    supervisor.onState((state) => {
      if (state.phase === 'waiting') waits.push(state.delayMs);
    });
    await reaches(supervisor, (state) => state.phase === 'ready' && state.restarts === 8);
    expect(waits.slice(-7)).toEqual([0, 0, 10, 10, 10, 10, 10]);
  });

  it('LIVE-25 a disk that is full at the first start is said at once', async () => {
    const { supervisor } = supervise(['diskFull']);
    await expect(supervisor.whenReady()).rejects.toMatchObject({ code: 'DISK_FULL' });
  });

  it('a core that never comes up is given up visibly, with how often and how it ended', async () => {
    const { supervisor, starts } = supervise(['crash'], { restartDelaysMs: [0], giveUpAfter: 5 });
    await expect(supervisor.whenReady()).rejects.toMatchObject({
      code: 'CORE_KEEPS_CRASHING',
      params: { count: 5, lastExit: 'exit code 9' },
    });
    expect(supervisor.state).toMatchObject({ phase: 'failed', restarts: 4 });
    expect(starts()).toHaveLength(5);
  });

  it('one good start forgives the failed ones before it', async () => {
    const twice: Behaviour[] = ['crash', 'crash', 'serveThenCrash', 'crash', 'crash', 'serve'];
    const { supervisor } = supervise(twice, { restartDelaysMs: [0], giveUpAfter: 3 });
    const final = await reaches(supervisor, (state) => state.phase === 'ready' && state.restarts === 5);
    expect(final.restarts).toBe(twice.length - 1);
  });

  it('what would fail again in the same way (a taken port) is reported as it is and not tried again', async () => {
    const { supervisor, starts } = supervise(['fatal']);
    await expect(supervisor.whenReady()).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      params: { port: 4455, host: '127.0.0.1' },
    });
    expect(starts()).toHaveLength(1);
  });

  it('a program that can’t even be started is reported, not waited for', async () => {
    const { supervisor } = supervise(['serve'], {
      fork: forkUnderNode(join(import.meta.dirname, 'thereIsNoSuchFile.ts')),
      restartDelaysMs: [0],
      giveUpAfter: 2,
    });
    await expect(supervisor.whenReady()).rejects.toMatchObject({ code: 'CORE_KEEPS_CRASHING' });
  });

  it('a message it doesn’t understand is logged, and the core goes on', async () => {
    const { supervisor, lines } = supervise(['nonsense']);
    await supervisor.whenReady();
    expect(lines).toEqual([expect.stringContaining('not understood: hello')]);
  });

  it('stop asks the core and waits until it is gone', async () => {
    const { supervisor, starts, lines } = supervise(['serve'], { stopGraceMs: 60_000 });
    await supervisor.whenReady();
    await supervisor.stop();
    expect(supervisor.state).toEqual({ phase: 'stopped', restarts: 0, lastExit: 'exit code 0' });
    expect(isAlive(starts()[0]?.pid ?? 0)).toBe(false);
    expect(lines).toEqual([]);
  });

  it('a core that doesn’t listen is ended after the grace time', async () => {
    const { supervisor, starts } = supervise(['serveDeaf'], { stopGraceMs: 50 });
    await supervisor.whenReady();
    await supervisor.stop();
    expect(isAlive(starts()[0]?.pid ?? 0)).toBe(false);
    expect(supervisor.state).toMatchObject({ phase: 'stopped', lastExit: 'signal SIGKILL' });
  });

  it('stop during the wait before a restart prevents the restart', async () => {
    const { supervisor, starts } = supervise(['serveThenCrash', 'serve'], { restartDelaysMs: [60_000] });
    await reaches(supervisor, (state) => state.phase === 'waiting');
    await supervisor.stop();
    expect(supervisor.state.phase).toBe('stopped');
    expect(starts()).toHaveLength(1);
    await expect(supervisor.whenReady()).rejects.toMatchObject({ code: 'CORE_STOPPED' });
  });
});
