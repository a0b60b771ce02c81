import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { OBSWebSocket } from 'obs-websocket-js/json';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { STUDIO_PRINCIPAL } from '#core/run/executor';
import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';
import type { CommandType } from '#shared/model/commands';
import type { AlarmKind } from '#shared/model/outputs';

import { request, statusWith } from '../core/switcher/contract.ts';
import { discard, inMemoryStudio } from '../support/inMemoryStudio.ts';
import { freePort, startObs, type TestObs, waitFor } from '../support/obs.ts';
import { resetScenes } from '../support/obsScenes.ts';
import { childOf } from '../support/processStatus.ts';
import { smallShowFile } from '../support/showFixture.ts';

let obs: TestObs;
let watcher: OBSWebSocket;
let switcher: ObsSwitcher;

beforeAll(async () => {
  obs = await startObs({ testFile: import.meta.filename });
  watcher = await obs.controller();
  await resetScenes(watcher);
});
afterAll(() => obs.stop());
beforeEach(async () => {
  switcher = new ObsSwitcher({ url: obs.url, password: obs.password });
  switcher.start();
  await statusWith(switcher, ({ link }) => link === 'ready');
});
afterEach(() => switcher.close());

const isRecording = async () => (await watcher.call('GetRecordStatus')).outputActive;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('LIVE-08 outputs of a real OBS, watched by another controller', () => {
  it('LIVE-08 start and stop at any distance leave no recording', async () => {
    for (const distanceMs of [0, 0, 1, 5, 20, 40, 45, 50, 80, 200]) {
      const start = switcher.controlOutput('record', 'start');
      await pause(distanceMs);
      const stop = await switcher.controlOutput('record', 'stop');
      expect(stop, `${distanceMs} ms`).toMatchObject({ result: 'confirmed' });
      expect(await start).toSatisfy(
        (outcome: Awaited<typeof start>) => outcome.result === 'confirmed' || outcome.code === 'SUPERSEDED',
      );
      // OBS tells of the end some milliseconds before it stops naming the output active.
      await waitFor('the end of the recording', async () => !(await isRecording()), 500);
      for (let look = 0; look < 5; look += 1) {
        expect(await isRecording(), `${distanceMs} ms`).toBe(false);
        await pause(50);
      }
    }
  });

  it('LIVE-08 a stream to a dead far end is not called started', async () => {
    const port = await freePort();
    await watcher.call('SetStreamServiceSettings', {
      streamServiceType: 'rtmp_custom',
      streamServiceSettings: { server: `rtmp://127.0.0.1:${port}/live`, key: 'nobody' },
    });
    const modes: string[] = [];
    const stop = switcher.onStatus(({ stream }) => modes.push(stream));
    expect(await switcher.controlOutput('stream', 'start')).toMatchObject({
      result: 'failed',
      code: 'OUTPUT_ENDED_ITSELF',
    });
    stop();
    expect(modes).not.toContain('active');
    expect(switcher.status.stream).toBe('stopped');
  });

  it('LIVE-08 a pause that OBS answers with OK and does not do is not called done', async () => {
    expect(await switcher.controlOutput('record', 'start')).toMatchObject({ result: 'confirmed' });
    expect(await switcher.controlOutput('record', 'pause')).toMatchObject({ code: 'NOT_CONFIRMED' });
    expect(switcher.status.record).toBe('active');
    expect(await switcher.controlOutput('record', 'stop')).toMatchObject({ result: 'confirmed' });
  });

  it('LIVE-08 what a person does in OBS shows as it is', async () => {
    await watcher.call('StartRecord');
    await statusWith(switcher, ({ record }) => record === 'active');
    await watcher.call('StopRecord');
    const { recordFile } = await statusWith(switcher, ({ record }) => record === 'stopped');
    expect(recordFile).toContain(obs.dir);
  });

  it('LIVE-08 with another profile in OBS its outputs are other ones', async () => {
    expect(switcher.status.replay).toBe('stopped');
    const { currentProfileName } = await watcher.call('GetProfileList');
    await watcher.call('CreateProfile', { profileName: '没有回放' });
    await statusWith(switcher, ({ replay }) => replay === 'unavailable');
    await watcher.call('SetCurrentProfile', { profileName: currentProfileName });
    await statusWith(switcher, ({ replay }) => replay === 'stopped');
    await watcher.call('RemoveProfile', { profileName: '没有回放' });
    expect(await switcher.controlOutput('replay', 'start')).toMatchObject({ result: 'confirmed' });
    expect(await switcher.controlOutput('replay', 'stop')).toMatchObject({ result: 'confirmed' });
  });

  it('LIVE-08 pictures are taken while nothing is being switched, and hold up no cue', async () => {
    const tookMs = async (): Promise<readonly number[]> => {
      const all: number[] = [];
      for (let turn = 0; turn < 24; turn += 1) {
        const outcome = await switcher.switchTo(request(turn % 2 === 0 ? 'B' : 'C'));
        if (outcome.result === 'confirmed') all.push(outcome.tookMs);
        await pause(20);
      }
      return all.toSorted((a, b) => a - b);
    };
    const without = await tookMs();
    let wanted = true;
    let pictures = 0;
    const looking = ['A', 'B', 'C', 'D'].map(async (scene) => {
      while (wanted) {
        if ((await switcher.still(scene, 640)) !== null) pictures += 1;
        await pause(20);
      }
    });
    const withPictures = await tookMs();
    wanted = false;
    await Promise.all(looking);
    const median = (all: readonly number[]) => all[Math.floor(all.length / 2)] ?? NaN;
    console.log(
      `LIVE-08 cut to proof without pictures p50 ${median(without).toFixed(1)} ms, with ${pictures} pictures p50 ${median(withPictures).toFixed(1)} ms`,
    );
    expect(without).toHaveLength(24);
    expect(withPictures).toHaveLength(24);
    expect(pictures).toBeGreaterThan(8);
  });
});

describe('LIVE-08 a recording with an encoder of its own', () => {
  it('LIVE-08 is paused and resumed, each confirmed by its own event', async () => {
    const other = await startObs({
      testFile: import.meta.filename,
      simpleOutput: ['RecQuality=Small', 'RecEncoder=x264'],
    });
    const own = new ObsSwitcher({ url: other.url, password: other.password });
    try {
      const controller = await other.controller();
      own.start();
      await statusWith(own, ({ link }) => link === 'ready');
      expect(own.status.replay, 'switched off in this profile').toBe('unavailable');
      expect(await own.controlOutput('replay', 'start')).toMatchObject({ code: 'OUTPUT_UNAVAILABLE' });
      expect(await own.controlOutput('record', 'start')).toMatchObject({ result: 'confirmed' });
      expect(await own.controlOutput('record', 'pause')).toMatchObject({ result: 'confirmed' });
      expect((await controller.call('GetRecordStatus')).outputPaused).toBe(true);
      expect(own.status.record).toBe('paused');
      expect(await own.controlOutput('record', 'resume')).toMatchObject({ result: 'confirmed' });
      expect((await controller.call('GetRecordStatus')).outputPaused).toBe(false);
      expect(await own.controlOutput('record', 'stop')).toMatchObject({ result: 'confirmed' });
    } finally {
      await own.close();
      await other.stop();
    }
  });
});

describe('LIVE-08 a recording that OBS lost', () => {
  it('LIVE-08 is shown as ended and alarmed while OBS asks about it, and a start after that records', async () => {
    const other = await startObs({ testFile: import.meta.filename });
    const room = await inMemoryStudio({ show: smallShowFile() });
    const state = () => room.studio.executor.state;
    const command = (type: CommandType, payload: object = {}) =>
      expect(room.studio.execute({ id: randomUUID(), type, payload }, STUDIO_PRINCIPAL), type).toMatchObject({
        ok: true,
      });
    try {
      const controller = await other.controller();
      const told: string[] = [];
      controller.on('RecordStateChanged', ({ outputState }) => told.push(outputState));
      command('obs.settings', { url: other.url, password: other.password });
      await waitFor('the link', () => room.studio.switcher.status.link === 'ready');
      command('run.start', { mode: 'rehearsal' });
      command('output.start', { output: 'record' });
      await waitFor('the recording', () => state().output.outputs.record.mode === 'active');
      await waitFor('its figures', () => room.studio.switcher.status.figures.record !== undefined);
      told.length = 0;
      process.kill(writerOf(other.pid()), 'SIGKILL');

      // OBS itself takes some seconds until it notices.
      const active = async () => (await controller.call('GetRecordStatus')).outputActive;
      await waitFor('OBS to give it up', async () => !(await active()), 20_000);
      const diedAtMs = performance.now();
      await waitFor('the alarm', () => state().run?.alarms.record?.finding === 'ended');
      console.log(`LIVE-08 a dead recording is alarmed after ${Math.round(performance.now() - diedAtMs)} ms`);
      expect(state().output.outputs.record.mode).toBe('stopped');
      expect(told, 'its dialog holds the event back').toEqual([]);

      command('output.start', { output: 'record' });
      await waitFor('the next one', () => state().output.outputs.record.mode === 'active');
      expect(await active()).toBe(true);
      await waitFor('the end of the alarm', () => state().run?.alarms.record === undefined);
      command('output.stop', { output: 'record' });
      await waitFor('its end', () => state().output.outputs.record.mode === 'stopped', 15_000);
      await waitFor('OBS to agree', async () => !(await active()), 500);
    } finally {
      await discard(room);
      await other.stop();
    }
  });

  it('LIVE-08 a stop right after a start, or in a hang, is no alarm', async () => {
    const room = await inMemoryStudio({ show: smallShowFile() });
    const record = () => room.studio.executor.state.output.outputs.record;
    const command = (type: CommandType, payload: object = {}) =>
      room.studio.execute({ id: randomUUID(), type, payload }, STUDIO_PRINCIPAL);
    try {
      command('obs.settings', { url: obs.url, password: obs.password });
      await waitFor('the link', () => room.studio.switcher.status.link === 'ready');
      command('run.start', { mode: 'rehearsal' });
      for (const hangsMs of [0, 0, 0, 0, 600]) {
        command('output.start', { output: 'record' });
        await waitFor('the recording', () => record().mode === 'active', 10_000);
        command('output.stop', { output: 'record' });
        if (hangsMs > 0) {
          obs.kill('SIGSTOP');
          await pause(hangsMs);
          obs.kill('SIGCONT');
        }
        await waitFor('its end', () => record().mode === 'stopped' && record().pending === null, 15_000);
        await pause(700); // longer than between two looks
      }
      const alarms = room.studio.eventLog
        .after(0, 10_000)
        .flatMap((event) =>
          event.type === 'alarm.raised' ? [(event.payload as { alarm: AlarmKind }).alarm] : [],
        );
      // That a hang drops frames is true.
      expect(alarms.filter((alarm) => alarm !== 'frames')).toEqual([]);
    } finally {
      await discard(room);
    }
  });
});

/** The process that writes the file of a recording; OBS starts it by way of a shell. */
function writerOf(obsPid: number): number {
  const pid = childOf(childOf(obsPid));
  if (pid === null || !readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('obs-ffmpeg-mux'))
    throw new Error('OBS writes no recording');
  return pid;
}
