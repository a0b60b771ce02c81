import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, type Page } from '@playwright/test';
import type { CommandResult } from '#shared/model/commandResult';
import type { CommandInput } from '#shared/model/commands';
import type { LiveStatus, StationKind } from '#shared/model/station';
import type { Blocker } from '#shared/run/goLiveGate';
import type { StudioState } from '#shared/run/state';

type Type = CommandInput['type'];
type Payload<T extends Type> = Extract<CommandInput, { type: T }>['payload'];
type StateReply = {
  readonly seq: number;
  readonly studioMs: number;
  readonly state: StudioState;
  readonly live: LiveStatus;
  readonly goLiveBlockers: readonly Blocker[];
};

/** A studio of its own for a test: `kaibo serve` on a free port, with a data folder that goes with it. */
export type TestStudio = {
  readonly url: string;
  readonly token: string;
  readonly dataDir: string;
  /** The address of a station, token and all. */
  readonly link: (station: StationKind) => string;
  /** Runs a command as this PC, or as a member of the show; never throws for a refusal. */
  readonly command: <T extends Type>(type: T, payload: Payload<T>, as?: string) => Promise<CommandResult>;
  readonly state: () => Promise<StateReply>;
  /** Takes in a show file. */
  readonly importShow: (plan: unknown) => Promise<void>;
  /** Stops as Ctrl+C would, and removes the data folder. */
  readonly stop: () => Promise<void>;
  /** Everything at once and for good, as a power cut would: stations go stale. */
  readonly kill: () => Promise<void>;
  /** Kills only the core; the supervisor brings up another one on the same port. */
  readonly crashCore: () => void;
};

export type StudioStart = {
  /** Show seconds per second of a rehearsal that asks for no speed. */
  readonly speed?: number;
  /** Without: an empty studio. */
  readonly demo?: boolean;
  readonly port?: number;
};

const ROOT = join(import.meta.dirname, '../..');
const READY_WITHIN_MS = 20_000;
/** From its sources or as built. */
const CORE_MODULE = /(?:src\/core\/process\.ts|out\/main\/core\.js)(?:\s|$)/u;

export async function startStudio({
  speed = 1,
  demo = true,
  port = 0,
}: StudioStart = {}): Promise<TestStudio> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kaibo-e2e-'));
  const args = ['serve', '--data', dataDir, '--ready-json', '--speed', String(speed), '--port', String(port)];
  const child = spawn(process.execPath, [join(ROOT, 'bin/kaibo.mjs'), ...args, ...(demo ? ['--demo'] : [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: the core, which is a child of this child, can be ended with it.
    detached: true,
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString('utf8')));
  const ready = await new Promise<{ url: string; token: string }>((resolve, reject) => {
    const giveUp = (why: string): void => reject(new Error(`kaibo serve ${why}\n${complaints}`));
    const timer = setTimeout(() => giveUp(`was not ready within ${READY_WITHIN_MS} ms`), READY_WITHIN_MS);
    child.once('exit', (code) => giveUp(`ended with ${code}`));
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(JSON.parse(line) as { url: string; token: string });
    });
  });
  const { url, token } = ready;
  const authorization = `Bearer ${token}`;
  const signalAll = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, signal);
  };
  const finish = async (signal: NodeJS.Signals): Promise<void> => {
    signalAll(signal);
    await exited;
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    url,
    token,
    dataDir,
    link: (station) => `${url}/${station}?token=${token}`,
    command: async (type, payload, as) => {
      const reply = await fetch(`${url}/api/v1/commands`, {
        method: 'POST',
        headers: {
          authorization,
          'content-type': 'application/json',
          ...(as === undefined ? {} : { 'x-kaibo-member': as }),
        },
        body: JSON.stringify({ id: crypto.randomUUID(), type, payload }),
      });
      return (await reply.json()) as CommandResult;
    },
    state: async () =>
      (await (await fetch(`${url}/api/v1/state`, { headers: { authorization } })).json()) as StateReply,
    importShow: async (plan) => {
      const reply = await fetch(`${url}/api/v1/import`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(plan),
      });
      if (!reply.ok) throw new Error(`the show file was refused: ${await reply.text()}`);
    },
    stop: () => finish('SIGINT'),
    kill: () => finish('SIGKILL'),
    crashCore: () => {
      const rows = execFileSync('ps', ['-e', '-o', 'pid=,pgid=,args=']).toString('utf8').split('\n');
      const core = rows
        .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(row))
        .find((row) => Number(row?.[2]) === child.pid && CORE_MODULE.test(row?.[3] ?? ''));
      if (core === undefined || core === null) throw new Error('the core is not running');
      process.kill(Number(core[1]), 'SIGKILL');
    },
  };
}

/** What a page complained of: errors thrown, errors logged, broken content policy. An empty list is the aim. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`threw: ${error.message}`));
  page.on('console', (message) => {
    // Chromium logs every refused connection by itself, which is how a lost core looks from here, and asks for
    // an icon that no page names.
    const isOfBrowser =
      /ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket/u.test(message.text()) ||
      message.location().url.endsWith('/favicon.ico');
    if (message.type() === 'error' && !isOfBrowser) complaints.push(message.text());
  });
  return complaints;
}

/**
 * `test` with a `studio`: the demo show, in a studio of its own for every test. `test.use({ studioStart: … })`
 * changes how it begins.
 */
export const test = base.extend<{ studioStart: StudioStart; studio: TestStudio }>({
  studioStart: [{}, { option: true }],
  studio: async ({ studioStart }, use) => {
    const studio = await startStudio(studioStart);
    await use(studio);
    await studio.stop();
  },
});
export { expect } from '@playwright/test';

/** Has the core start anew with a database that it must not trust. */
export function distrustDatabase(studio: TestStudio): void {
  writeFileSync(join(studio.dataDir, 'kaibo.damaged'), 'found in a test');
  studio.crashCore();
}
