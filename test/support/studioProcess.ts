import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { commandResultSchema, type CommandResult } from '#shared/model/commandResult';
import type { StudioEvent } from '#shared/model/events';
import type { LiveStatus, StationKind, ToStation } from '#shared/model/station';
import { evolve } from '#shared/run/evolve';
import { EMPTY_STATE, type StudioState } from '#shared/run/state';
import { childOf } from './processStatus.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const readySchema = z.object({
  url: z.string(),
  token: z.string(),
  dataDir: z.string(),
  version: z.string(),
});

/** A studio as its users have it: the command line, its supervisor, and the core as a process of its own. */
export type StudioProcess = {
  readonly url: string;
  readonly token: string;
  readonly dataDir: string;
  /** Everything it wrote to stderr so far. */
  readonly stderr: () => string;
  /** The pid of the core that runs now, or null between two. */
  readonly corePid: () => number | null;
  readonly killCore: () => void;
  readonly command: (type: string, payload?: object, as?: string) => Promise<CommandResult>;
  readonly post: (
    command: { id: string; type: string; payload: object },
    as?: string,
  ) => Promise<CommandResult>;
  readonly state: () => Promise<{ seq: number; studioMs: number; state: StudioState; live: LiveStatus }>;
  readonly events: (after?: number) => Promise<readonly StudioEvent[]>;
  readonly link: (station: StationKind) => string;
  readonly stop: () => Promise<void>;
};

export type StudioProcessOptions = {
  readonly args?: readonly string[];
  readonly dataDir?: string;
  /** Put before the command, such as `unshare -n …`. */
  readonly wrap?: readonly string[];
  readonly demo?: boolean;
  /** Added to the environment of the studio. */
  readonly env?: Readonly<Record<string, string>>;
};

export async function startStudioProcess({
  args = [],
  dataDir,
  wrap = [],
  demo = true,
  env = {},
}: StudioProcessOptions = {}): Promise<StudioProcess> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'kaibo-studio-')));
  const line = [
    ...wrap,
    process.execPath,
    join(ROOT, 'bin/kaibo.mjs'),
    'serve',
    '--ready-json',
    '--data',
    folder,
    ...(demo ? ['--demo'] : []),
    ...args,
  ];
  const [program = '', ...rest] = line;
  const child = spawn(program, rest, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ready = await new Promise<z.infer<typeof readySchema>>((done, fail) => {
    createInterface({ input: child.stdout }).once('line', (text) =>
      done(readySchema.parse(JSON.parse(text))),
    );
    child.once('exit', (code) => fail(new Error(`kaibo serve ended with ${code}: ${stderr}`)));
  });
  const headers = (as?: string) => ({
    authorization: `Bearer ${ready.token}`,
    'content-type': 'application/json',
    ...(as === undefined ? {} : { 'x-kaibo-member': as }),
  });
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${ready.url}${path}`, { headers: headers() });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const post: StudioProcess['post'] = async (command, as) => {
    const response = await fetch(`${ready.url}/api/v1/commands`, {
      method: 'POST',
      headers: headers(as),
      body: JSON.stringify(command),
    });
    return commandResultSchema.parse(await response.json());
  };
  return {
    ...ready,
    stderr: () => stderr,
    corePid: () => childOf(supervisorPid(child, wrap.length > 0)),
    killCore: () => {
      const pid = childOf(supervisorPid(child, wrap.length > 0));
      if (pid !== null) process.kill(pid, 'SIGKILL');
    },
    post,
    command: (type, payload = {}, as) => post({ id: randomUUID(), type, payload }, as),
    state: async () =>
      z.custom<Awaited<ReturnType<StudioProcess['state']>>>().parse(await get('/api/v1/state')),
    events: async (after = 0) =>
      z
        .object({ events: z.array(z.custom<StudioEvent>()) })
        .parse(await get(`/api/v1/events?after=${after}&limit=10000`)).events,
    link: (station) => `${ready.url}/${station}?token=${ready.token}`,
    stop: async () => {
      process.off('exit', endWithUs);
      if (child.exitCode === null) {
        const gone = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        const forced = setTimeout(() => child.kill('SIGKILL'), 8000);
        await gone;
        clearTimeout(forced);
      }
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A wrapper that execs keeps the pid; one that forks has the supervisor as its child. */
function supervisorPid(child: ChildProcess, wrapped: boolean): number | null {
  if (child.pid === undefined) return null;
  return wrapped && !readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').includes('kaibo.mjs')
    ? childOf(child.pid)
    : child.pid;
}

/** A station without a screen: folds what it is sent, and shows every state it ever saw to `onState`. */
export type TestStation = {
  readonly state: () => StudioState;
  readonly seq: () => number;
  readonly connected: () => boolean;
  readonly close: () => void;
};

export function openTestStation(
  url: string,
  token: string,
  onState: (state: StudioState, seq: number) => void = () => undefined,
): TestStation {
  let state = EMPTY_STATE;
  let seq = 0;
  let closed = false;
  let socket: WebSocket;
  const connect = () => {
    socket = new WebSocket(`${url.replace('http', 'ws')}/station`, {
      headers: { authorization: `Bearer ${token}` },
    });
    socket.on('open', () =>
      socket.send(
        JSON.stringify({ t: 'hello', hello: { stationId: randomUUID(), kind: 'assistant', memberId: null } }),
      ),
    );
    socket.on('message', (data: Buffer) => {
      const message = z.custom<ToStation>().parse(JSON.parse(data.toString()));
      if (message.t === 'snapshot') {
        state = message.state;
        seq = message.seq;
        onState(state, seq);
      }
      if (message.t === 'events') {
        state = message.events.reduce(evolve, state);
        seq = message.events.at(-1)?.seq ?? seq;
        onState(state, seq);
      }
    });
    socket.on('close', () => {
      if (!closed) setTimeout(connect, 50);
    });
    // `close` follows and tries again.
    socket.on('error', () => undefined);
  };
  connect();
  return {
    state: () => state,
    seq: () => seq,
    connected: () => socket.readyState === WebSocket.OPEN,
    close: () => {
      closed = true;
      socket.close();
    },
  };
}

/** Waits for a state instead of for a time. */
export async function until(
  what: string,
  met: () => boolean | Promise<boolean>,
  withinMs = 10_000,
  everyMs = 20,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await met())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resume) => setTimeout(resume, everyMs));
  }
}
