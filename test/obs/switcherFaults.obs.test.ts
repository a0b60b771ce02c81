import type { OBSWebSocket } from 'obs-websocket-js/json';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';
import type { LinkState, SceneChange } from '#core/switcher/port';

import { request, statusWith } from '../core/switcher/contract.ts';
import { startObs, type TestObs, waitFor } from '../support/obs.ts';
import { resetScenes } from '../support/obsScenes.ts';
import { TcpProxy } from '../support/tcpProxy.ts';

let obs: TestObs;
let switcher: ObsSwitcher;
let changes: SceneChange[];

beforeAll(async () => {
  obs = await startObs({ testFile: import.meta.filename });
});
afterAll(() => obs.stop());

async function prepare(): Promise<OBSWebSocket> {
  const operator = await obs.controller();
  await resetScenes(operator);
  return operator;
}

async function connectTo(url: string, password = obs.password): Promise<void> {
  switcher = new ObsSwitcher({ url, password });
  changes = [];
  switcher.onProgramChange((change) => changes.push(change));
  switcher.start();
  await statusWith(switcher, ({ link }) => link === 'ready' || link === 'authFailed');
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a real OBS that fails', () => {
  let operator: OBSWebSocket;
  beforeEach(async () => {
    operator = await prepare();
  });
  afterEach(async () => {
    await switcher.close();
    await operator.disconnect();
  });

  it('OBS_WRONG_PASSWORD: said once, and not tried again', async () => {
    const cable = await TcpProxy.to(obs.port);
    await connectTo(`ws://127.0.0.1:${cable.port}`, 'not this one');
    expect(switcher.status).toMatchObject({ link: 'authFailed', problem: { code: 'OBS_WRONG_PASSWORD' } });
    await pause(1_500); // three retries would have come by now
    expect(cable.accepted).toBe(1);
    expect(await switcher.switchTo(request('B'))).toMatchObject({ code: 'SWITCHER_OFFLINE' });
    await cable.cut();
  });

  it('LIVE-08 a killed OBS is seen within 0.2 s and resynced within 2 s after it is back', async () => {
    await connectTo(obs.url);
    const links: LinkState[] = [];
    switcher.onStatus(({ link }) => links.at(-1) === link || links.push(link));

    const pending = switcher.switchTo(request('B', { transition: { kind: 'Fade', durationMs: 1_000 } }));
    await waitFor('a running fade', async () => {
      const { currentProgramSceneName } = await operator.call('GetCurrentProgramScene');
      return currentProgramSceneName === 'B';
    });
    const killedAt = performance.now();
    obs.kill('SIGKILL');
    const { problem } = await statusWith(switcher, ({ link }) => link === 'down');
    const seenMs = performance.now() - killedAt;
    expect(problem?.code).toBe('OBS_CLOSED');
    expect(await switcher.switchTo(request('C'))).toMatchObject({ code: 'SWITCHER_OFFLINE' });
    expect(await pending).toMatchObject({ result: 'failed', code: 'SUPERSEDED' });
    await statusWith(switcher, (status) => status.problem?.code === 'OBS_UNREACHABLE');

    await obs.restart();
    const backAt = performance.now();
    await statusWith(switcher, ({ link }) => link === 'ready');
    const readyMs = performance.now() - backAt;
    console.log(
      `LIVE-08 SIGKILL seen after ${seenMs.toFixed(1)} ms; ready ${readyMs.toFixed(0)} ms after OBS answered again`,
    );
    console.log(`LIVE-08 link: ${links.join(' → ')}`);
    expect(seenMs).toBeLessThan(200);
    expect(readyMs).toBeLessThan(2_000);
    operator = await prepare();
    expect(await switcher.switchTo(request('C'))).toMatchObject({ result: 'confirmed' });
  });

  it('an OBS that is quit by its user says so and is not taken for a fault of the network', async () => {
    await connectTo(obs.url);
    obs.kill('SIGINT');
    const { problem } = await statusWith(switcher, ({ link }) => link === 'down');
    expect(problem?.code).toBe('OBS_CLOSED');
    await obs.restart();
    await statusWith(switcher, ({ link }) => link === 'ready');
  });

  it('a frozen OBS: of three presses the last one is on program after it thaws', async () => {
    await connectTo(obs.url);
    obs.kill('SIGSTOP');
    const presses = ['B', 'C', 'D'].map(async (sceneName, index) => {
      await pause(index * 200);
      return switcher.switchTo(request(sceneName, { sendWithinMs: 15_000 }));
    });
    const frozenAt = performance.now();
    await statusWith(switcher, ({ link }) => link === 'suspect');
    const suspectMs = performance.now() - frozenAt;
    const { problem } = await statusWith(switcher, ({ link }) => link === 'down');
    const downMs = performance.now() - frozenAt;
    console.log(`SIGSTOP: suspect after ${suspectMs.toFixed(0)} ms, down after ${downMs.toFixed(0)} ms`);
    expect(problem?.code).toBe('OBS_HUNG');
    expect(downMs).toBeLessThan(5_000);
    await pause(4_000 - (performance.now() - frozenAt));

    obs.kill('SIGCONT');
    const outcomes = await Promise.all(presses);
    expect(outcomes.map((outcome) => (outcome.result === 'failed' ? outcome.code : outcome.result))).toEqual([
      'SUPERSEDED',
      'SUPERSEDED',
      'confirmed',
    ]);
    await pause(1_500); // a stale cue would come up now
    expect(switcher.status.programScene).toBe('D');
    expect(await operator.call('GetCurrentProgramScene')).toMatchObject({ currentProgramSceneName: 'D' });
    expect(changes.map(({ sceneName }) => sceneName)).toEqual(['D']);
  });

  it('a frozen OBS: cues whose time is over are never sent', async () => {
    await connectTo(obs.url);
    obs.kill('SIGSTOP');
    const outcomes = await Promise.all(
      ['B', 'C', 'D'].map((sceneName) => switcher.switchTo(request(sceneName, { sendWithinMs: 500 }))),
    );
    expect(outcomes.map((outcome) => outcome.result === 'failed' && outcome.code)).toEqual([
      'SUPERSEDED',
      'SUPERSEDED',
      'CUE_EXPIRED',
    ]);
    await statusWith(switcher, ({ link }) => link === 'down');
    obs.kill('SIGCONT');
    await statusWith(switcher, ({ link }) => link === 'ready');
    await pause(1_500); // a stale cue would come up now
    expect(switcher.status.programScene).toBe('A');
    expect(await operator.call('GetCurrentProgramScene')).toMatchObject({ currentProgramSceneName: 'A' });
    expect(changes).toEqual([]);
  });

  it('a short freeze is ridden out without dropping the link', async () => {
    await connectTo(obs.url);
    const links: LinkState[] = [];
    switcher.onStatus(({ link }) => links.at(-1) === link || links.push(link));
    obs.kill('SIGSTOP');
    const press = switcher.switchTo(request('B', { sendWithinMs: 5_000 }));
    await pause(1_000);
    obs.kill('SIGCONT');
    expect(await press).toMatchObject({ result: 'confirmed' });
    await statusWith(switcher, ({ link }) => link === 'ready');
    expect(links).not.toContain('down');
  });

  it('a person who changed the scene while the cable was out wins over our unproven switch', async () => {
    const cable = await TcpProxy.to(obs.port);
    await connectTo(`ws://127.0.0.1:${cable.port}`);
    const ours = switcher.switchTo(request('B', { transition: { kind: 'Fade', durationMs: 3_000 } }));
    await waitFor('a running fade', async () => {
      const { currentProgramSceneName } = await operator.call('GetCurrentProgramScene');
      return currentProgramSceneName === 'B';
    });
    await cable.cut();
    await operator.call('SetCurrentProgramScene', { sceneName: 'C' });
    await cable.mend();
    expect(await ours).toMatchObject({ result: 'failed', code: 'OPERATOR_TOOK_OVER' });
    await statusWith(switcher, ({ link }) => link === 'ready');
    await pause(500);
    expect(await operator.call('GetCurrentProgramScene')).toMatchObject({ currentProgramSceneName: 'C' });
    expect(changes).toEqual([{ sceneName: 'C', by: 'operator' }]);
    await switcher.close();
    await cable.cut();
  });

  it('a switch whose cable was pulled is looked at and proven once it is back', async () => {
    const cable = await TcpProxy.to(obs.port);
    await connectTo(`ws://127.0.0.1:${cable.port}`);
    const ours = switcher.switchTo(request('B', { transition: { kind: 'Fade', durationMs: 2_000 } }));
    await waitFor('a running fade', async () => {
      const { currentProgramSceneName } = await operator.call('GetCurrentProgramScene');
      return currentProgramSceneName === 'B';
    });
    await cable.cut();
    await statusWith(switcher, ({ link }) => link === 'down');
    await cable.mend();
    expect(await ours).toMatchObject({ result: 'confirmed' });
    expect(changes).toEqual([{ sceneName: 'B', by: 'ours' }]);
    await switcher.close();
    await waitFor('every socket closed', () => cable.open === 0);
    await cable.cut();
  });
});
