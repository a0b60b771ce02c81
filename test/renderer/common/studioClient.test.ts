import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { CommandResult } from '#shared/model/commandResult';
import type { ToStation } from '#shared/model/station';
import { EMPTY_STATE } from '#shared/run/state';
import { studioMsSchema } from '#shared/timing/vector';
import { StudioClient } from '../../../src/renderer/common/studioClient.ts';

/** The core's end of a socket, driven by the test. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static readonly all: FakeSocket[] = [];
  readyState = 0;
  readonly sent: unknown[] = [];
  constructor(_url: string) {
    super();
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
  open(): void {
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }
  say(message: ToStation): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
}

const commandSchema = z.object({
  t: z.literal('command'),
  as: z.string().optional(),
  command: z.object({ id: z.string(), type: z.string() }),
});
const commandsOf = (socket: FakeSocket) =>
  socket.sent.flatMap((each) => {
    const command = commandSchema.safeParse(each);
    return command.success ? [command.data] : [];
  });
const pingsOf = (socket: FakeSocket): number =>
  socket.sent.filter((each) => z.object({ t: z.literal('clock') }).safeParse(each).success).length;
const snapshot = (pages = 'build 1', seq = 0): ToStation => ({
  t: 'snapshot',
  pages,
  seq,
  state: EMPTY_STATE,
  live: {
    switcher: {
      kind: 'rehearsal',
      link: 'ready',
      problem: null,
      programScene: null,
      previewScene: null,
      studioMode: true,
      scenes: [],
      muted: false,
      stream: 'stopped',
      record: 'stopped',
      replay: 'stopped',
      inputs: [],
      stats: null,
      version: null,
      pair: null,
    },
    figures: {},
    stations: [],
    obsUrl: '',
    obsSpare: null,
    overlayUrl: '',
    rehearsalSpeed: 1,
    storage: null,
    recovery: null,
  },
  studioMs: studioMsSchema.parse(1000),
});

const newest = (): FakeSocket => {
  const socket = FakeSocket.all.at(-1);
  if (socket === undefined) throw new Error('the client has opened no socket');
  return socket;
};
/** Lets the client reconnect (at most 400 ms later) and gives it everything. */
const reconnected = async (): Promise<FakeSocket> => {
  const before = FakeSocket.all.length;
  await vi.advanceTimersByTimeAsync(450);
  expect(FakeSocket.all.length).toBe(before + 1);
  newest().open();
  newest().say(snapshot());
  return newest();
};

let client: StudioClient;
let status: number | 'away';
let asked: number;
let reloads: number;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all.length = 0;
  [status, asked, reloads] = ['away', 0, 0];
  const kept = new Map<string, string>();
  vi.stubGlobal('WebSocket', FakeSocket);
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('location', {
    protocol: 'http:',
    host: 'kaibo.test',
    reload: () => (reloads += 1),
  });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal('fetch', () => {
    asked += 1;
    return status === 'away'
      ? Promise.reject(new TypeError('fetch failed'))
      : Promise.resolve(new Response('{}', { status }));
  });
  client = new StudioClient('director');
});
afterEach(() => {
  client.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('XC-01 a command whose answer is lost', () => {
  test('is sent again under the same id after the next snapshot, and its answer counts', async () => {
    newest().open();
    newest().say(snapshot());
    const answer = client.send('take.undo', {});
    const [first] = commandsOf(newest());
    newest().close();
    const again = await reconnected();
    const result = { ok: true as const, seq: 1, events: [] };
    expect(commandsOf(again)).toEqual([first]);
    again.say({ t: 'answer', commandId: first?.command.id ?? '', result });
    await expect(answer).resolves.toEqual(result);
    again.close();
    expect(commandsOf(await reconnected())).toEqual([]);
  });

  test('goes out once, in the order of pressing, when it was given before the core was there', () => {
    void client.send('segment.hold', {});
    void client.send('segment.resume', {});
    newest().open();
    expect(commandsOf(newest())).toEqual([]);
    newest().say(snapshot());
    expect(commandsOf(newest()).map(({ command }) => command.type)).toEqual([
      'segment.hold',
      'segment.resume',
    ]);
  });

  test('is CORE_OFFLINE after 5 s, not sooner, and is not sent later', async () => {
    newest().open();
    newest().say(snapshot());
    const settled = vi.fn<(result: CommandResult) => void>();
    void client.send('take.undo', {}).then(settled);
    newest().close();
    await vi.advanceTimersByTimeAsync(4900);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(settled.mock.calls[0]?.[0]).toMatchObject({ ok: false, error: { code: 'CORE_OFFLINE' } });
    newest().open();
    newest().say(snapshot());
    expect(commandsOf(newest())).toEqual([]);
  });
});

describe('XC-10 a device without a pass', () => {
  test('is told so instead of connecting for ever, and gets in once it has one', async () => {
    status = 401;
    newest().close();
    await vi.advanceTimersByTimeAsync(0);
    expect(client.view.link.state).toBe('unauthorized');
    newest().close();
    const before = FakeSocket.all.length;
    await vi.advanceTimersByTimeAsync(20_000);
    // It goes on trying, every few seconds.
    expect(FakeSocket.all.length - before).toBeGreaterThanOrEqual(1);
    expect(FakeSocket.all.length - before).toBeLessThanOrEqual(9);
    // The newest of now may have been given up already: the next one is certainly the one in use.
    const tried = FakeSocket.all.length;
    while (FakeSocket.all.length === tried) await vi.advanceTimersByTimeAsync(100);
    newest().open();
    newest().say(snapshot());
    expect(client.view.link.state).toBe('live');
  });

  test.each(['away', 200] as const)('a core that answers %s is only awaited', async (answer) => {
    status = answer;
    newest().close();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toBe(1);
    expect(client.view.link.state).toBe('connecting');
  });
});

test('XC-01 the studio clock is measured with 8 pings on connecting and again every minute', async () => {
  newest().open();
  newest().say(snapshot());
  const answerPing = (studioMs: number): void =>
    newest().say({ t: 'clock', sentAtMs: performance.now(), studioMs: studioMsSchema.parse(studioMs) });
  for (let each = 0; each < 8; each += 1) answerPing(performance.now() + 5000);
  expect(pingsOf(newest())).toBe(8);
  expect(client.now() - performance.now()).toBeCloseTo(5000, 3);
  for (let second = 0; second < 61; second += 1) {
    newest().say({ t: 'beat', seq: 0 });
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(pingsOf(newest())).toBe(9);
  for (let each = 0; each < 8; each += 1) answerPing(performance.now() + 5002);
  expect(pingsOf(newest())).toBe(16);
  expect(client.now() - performance.now()).toBeCloseTo(5002, 3);
});

describe('XC-01 a page that stays open while Kaibo is brought up to date', () => {
  test('loads itself anew as soon as the core serves other pages, and takes nothing of what it may not understand', async () => {
    newest().open();
    newest().say(snapshot('build 1'));
    newest().close();
    await vi.advanceTimersByTimeAsync(450);
    newest().open();
    newest().say(snapshot('build 2', 7));
    expect(reloads).toBe(1);
    expect(client.view.seq).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reloads).toBe(1);
  });

  test('stays as it is when the core comes back with the same pages', async () => {
    newest().open();
    newest().say(snapshot());
    newest().close();
    await reconnected();
    expect(client.view.link.state).toBe('live');
    expect(reloads).toBe(0);
  });
});
