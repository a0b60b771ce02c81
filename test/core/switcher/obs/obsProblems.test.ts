import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';
import { obsTiming, retryDelayMs } from '#core/switcher/obs/obsTiming';

import { waitFor } from '../../../support/obs.ts';
import {
  busyPeer,
  closedPort,
  passwordPeer,
  type Peer,
  peerOf,
  silentPeer,
  webServer,
  webSocketPeer,
} from '../../../support/peersThatAreNoObs.ts';
import { statusWith } from '../contract.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const started = async (starting: Promise<Peer>): Promise<Peer> => {
  const peer = await starting;
  cleanUps.push(peer.stop);
  return peer;
};
const silent = () => started(silentPeer());

function connectTo(url: string): ObsSwitcher {
  const switcher = new ObsSwitcher({ url, password: 'secret', timing: { identifyWithinMs: 300 } });
  cleanUps.unshift(() => switcher.close());
  switcher.start();
  return switcher;
}

const hello = (rest: object) =>
  JSON.stringify({ op: 0, d: { obsWebSocketVersion: '5.1.0', rpcVersion: 1, ...rest } });

describe('every way OBS can be missing has its own problem code', () => {
  const peers: readonly (readonly [string, string, () => Promise<Peer>])[] = [
    ['a closed port', 'OBS_UNREACHABLE', closedPort],
    ['a silent TCP peer', 'OBS_SILENT', silentPeer],
    ['a WebSocket that never says hello', 'OBS_SILENT', () => webSocketPeer('obswebsocket.json', null)],
    ['a web server', 'NOT_OBS', webServer],
    ['a WebSocket of another kind', 'NOT_OBS', () => webSocketPeer(false, 'welcome')],
    [
      'a peer that talks something else',
      'NOT_OBS',
      () => peerOf(createServer((socket) => socket.resume().end('220 mail\r\n'))),
    ],
    ['a peer that hangs up at once', 'NOT_OBS', () => peerOf(createServer((socket) => socket.destroy()))],
    ['a server that refuses for now', 'OBS_BUSY', busyPeer],
    ['a wrong password', 'OBS_WRONG_PASSWORD', passwordPeer],
  ];
  it.each(peers)('LIVE-08 %s: %s', async (_name, code, start) => {
    const peer = await started(start());
    const switcher = connectTo(peer.url);
    const { link, problem } = await statusWith(switcher, (status) => status.problem !== null);
    const shown = { OBS_BUSY: 'busy', OBS_WRONG_PASSWORD: 'authFailed' }[code] ?? 'down';
    expect({ link, code: problem?.code }).toEqual({ link: shown, code });
    await switcher.close();
    await waitFor('every socket closed', () => peer.open() === 0);
  });

  it.each(['', '127.0.0.1:4455', 'localhost:4455', 'http://127.0.0.1:4455'])(
    'an address that is none (%j): OBS_UNREACHABLE',
    async (url) => {
      const switcher = connectTo(url);
      const { problem } = await statusWith(switcher, (status) => status.problem !== null);
      expect(problem).toEqual({ code: 'OBS_UNREACHABLE', params: { url } });
    },
  );

  it('a silent peer does not keep a closed switcher alive: closing takes no longer than a moment', async () => {
    const peer = await silent();
    const switcher = new ObsSwitcher({ url: peer.url, password: null });
    switcher.start();
    await waitFor('a connection', () => peer.open() === 1);
    const closingAt = performance.now();
    await switcher.close();
    expect(performance.now() - closingAt).toBeLessThan(200);
    await waitFor('the socket closed', () => peer.open() === 0);
  });

  it('the process can exit once the switcher is closed', async () => {
    const peer = await silent();
    const script = `
      const { ObsSwitcher } = await import('#core/switcher/obs/obsSwitcher');
      const switcher = new ObsSwitcher({ url: '${peer.url}', password: 'x', timing: { identifyWithinMs: 200 } });
      switcher.start();
      setTimeout(() => void switcher.close().then(() => console.log('closed')), 700);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const late = setTimeout(() => child.kill('SIGKILL'), 8_000);
    const [exitCode] = await once(child, 'exit');
    clearTimeout(late);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: 'closed\n' });
  });

  it('a hello that is followed by nothing is silence, too', async () => {
    const peer = await started(webSocketPeer('obswebsocket.json', hello({})));
    const switcher = connectTo(peer.url);
    const { problem } = await statusWith(switcher, (status) => status.problem !== null);
    expect(problem?.code).toBe('OBS_SILENT');
  });
});

describe('reconnecting', () => {
  it('pauses are jittered between nothing and a limit that doubles to 1 s on loopback, 5 s elsewhere', () => {
    const local = obsTiming('ws://127.0.0.1:4455');
    const remote = obsTiming('ws://192.168.1.20:4455');
    const longest = () => 1;
    expect([0, 1, 2, 3, 30].map((n) => retryDelayMs(n, local, longest))).toEqual([
      250, 500, 1_000, 1_000, 1_000,
    ]);
    expect([0, 3, 4, 5, 30].map((n) => retryDelayMs(n, remote, longest))).toEqual([
      250, 2_000, 4_000, 5_000, 5_000,
    ]);
    expect(retryDelayMs(4, local, () => 0)).toBe(0);
    expect(obsTiming('ws://localhost:4455').longestRetryMs).toBe(1_000);
    expect(obsTiming('ws://[::1]:4455').longestRetryMs).toBe(1_000);
  });
});
