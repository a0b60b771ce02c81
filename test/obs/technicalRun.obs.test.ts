import type { OBSWebSocket } from 'obs-websocket-js/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { EventType } from '#shared/model/events';
import type { ShowPlan } from '#shared/model/showPlan';
import { createColouredScenes } from '../support/demoScenesInObs.ts';
import { startObs, type TestObs } from '../support/obs.ts';
import { RtmpIngest } from '../support/rtmpIngest.ts';
import { startStudioProcess, until, type StudioProcess } from '../support/studioProcess.ts';

/** A whole studio on a real OBS: what goes wrong with the outputs, and what is kept of the pictures. */
let obs: TestObs;
let watcher: OBSWebSocket;
let studio: StudioProcess;
let plan: ShowPlan;

beforeAll(async () => {
  obs = await startObs({ testFile: import.meta.filename });
  watcher = await obs.controller();
  studio = await startStudioProcess();
  const { state } = await studio.state();
  if (state.plan === null) throw new Error('the demo show is not open');
  plan = state.plan;
  await createColouredScenes(watcher, plan);
  await studio.command('obs.settings', { url: obs.url, password: obs.password });
  await until('the studio sees OBS', async () => (await studio.state()).live.switcher.link === 'ready');
});
afterAll(async () => {
  await studio.stop();
  await obs.stop();
});

const payloads = async (type: EventType) =>
  (await studio.events()).flatMap((event) => (event.type === type ? [event.payload as object] : []));
const evidence = async (path: string, init: RequestInit = {}) =>
  fetch(`${studio.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${studio.token}`, 'x-kaibo-member': 'm-tech' },
  });

test('PREP-06 the picture of a scene in OBS is kept as evidence, with member and time, beside its reference', async () => {
  const [, scene] = plan.scenes;
  if (scene === undefined) throw new Error('a scene');
  const keep = async () => {
    const reply = await evidence(`/api/scenes/${scene.id}/evidence`, { method: 'POST' });
    expect(reply.status).toBe(200);
    return z.object({ evidenceId: z.string() }).parse(await reply.json()).evidenceId;
  };
  const reference = await keep();
  expect(
    await studio.command(
      'scene.keepStill',
      { sceneId: scene.id, evidenceId: reference, as: 'reference' },
      'm-tech',
    ),
  ).toMatchObject({ ok: true });
  // The light changes; so does the picture, and the reference stays as it was.
  await watcher.call('SetInputSettings', {
    inputName: `colour ${scene.id}`,
    inputSettings: { color: 0xff00ffff },
  });
  let shown = await keep();
  await until('OBS shows the new colour', async () => (shown = await keep()) !== reference);
  expect(
    await studio.command(
      'scene.keepStill',
      { sceneId: scene.id, evidenceId: shown, as: 'evidence' },
      'm-tech',
    ),
  ).toMatchObject({ ok: true });
  const { state } = await studio.state();
  const kept = state.prep.sceneStills[scene.id];
  expect(kept).toMatchObject({
    reference: { evidenceId: reference, by: { memberId: 'm-tech' } },
    evidence: { evidenceId: shown, by: { memberId: 'm-tech', role: 'technician' } },
  });
  expect(Date.parse(kept?.evidence?.at ?? '')).toBeGreaterThan(Date.now() - 60_000);
  const picture = await evidence(`/api/evidence/${shown}`);
  expect(picture.headers.get('content-type')).toBe('image/jpeg');
  expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(500);
  // The checklist's own items take the same picture.
  expect(await studio.command('checklist.tick', { itemId: 'e1', evidenceId: shown }, 'm-tech')).toMatchObject(
    {
      ok: true,
    },
  );
  expect((await studio.state()).state.prep.checklist['e1' as never]).toMatchObject({ evidenceId: shown });
  // Nobody can point at a picture that is not there, nor may the host say how a scene should look.
  expect(
    await studio.command(
      'scene.keepStill',
      { sceneId: scene.id, evidenceId: '0'.repeat(64), as: 'evidence' },
      'm-tech',
    ),
  ).toMatchObject({ ok: false, error: { code: 'EVIDENCE_UNKNOWN' } });
  expect(
    await studio.command(
      'scene.keepStill',
      { sceneId: scene.id, evidenceId: shown, as: 'evidence' },
      'm-host',
    ),
  ).toMatchObject({ ok: false, error: { code: 'ROLE_FORBIDDEN' } });
});

test('LIVE-01 studio mode switched on in OBS during a run is mirrored, and so is its preview; a take from preview reaches program', async () => {
  const [, , third, fourth] = plan.scenes;
  if (third === undefined || fourth === undefined) throw new Error('four scenes');
  await studio.command('run.start', { mode: 'rehearsal', speed: 1 });
  await watcher.call('SetStudioModeEnabled', { studioModeEnabled: true });
  await until('the desk shows studio mode', async () => (await studio.state()).live.switcher.studioMode);
  await watcher.call('SetCurrentPreviewScene', { sceneName: third.obsSceneName });
  await until(
    'the desk shows OBS’s preview',
    async () => (await studio.state()).state.output.preview === third.id,
  );
  await studio.command('scene.preview', { sceneId: fourth.id });
  await until(
    'OBS shows the desk’s preview',
    async () =>
      (await watcher.call('GetCurrentPreviewScene')).currentPreviewSceneName === fourth.obsSceneName,
  );
  const defaults = await watcher.call('GetCurrentSceneTransition');
  await studio.command('scene.switch', { sceneId: fourth.id });
  await until(
    'it is on program',
    async () =>
      (await watcher.call('GetCurrentProgramScene')).currentProgramSceneName === fourth.obsSceneName &&
      (await studio.state()).state.output.program?.sceneId === fourth.id,
  );
  expect(await watcher.call('GetCurrentSceneTransition')).toEqual(defaults);
  // Whatever OBS has in preview after the take, the desk says the same.
  await until('both name the same preview', async () => {
    const { currentPreviewSceneName } = await watcher.call('GetCurrentPreviewScene');
    const { preview } = (await studio.state()).state.output;
    return plan.scenes.find(({ id }) => id === preview)?.obsSceneName === currentPreviewSceneName;
  });
  await watcher.call('SetStudioModeEnabled', { studioModeEnabled: false });
  await until('the desk shows it is over', async () => !(await studio.state()).live.switcher.studioMode);
  await studio.command('scene.switch', { sceneId: third.id });
  await until(
    'a switch goes on as before',
    async () => (await studio.state()).state.output.program?.sceneId === third.id,
  );
  await studio.command('run.end');
});

describe('LIVE-08 the technical run', () => {
  test('LIVE-08 a recording that ends in OBS during the show is one alarm within five seconds', async () => {
    await studio.command('run.start', { mode: 'rehearsal', speed: 1 });
    await studio.command('output.start', { output: 'record' });
    await until(
      'it records',
      async () => (await studio.state()).state.output.outputs.record.mode === 'active',
    );
    await until('its figures come', async () => {
      const { figures } = (await studio.state()).live;
      return (figures.record?.durationMs ?? 0) > 0;
    });
    await watcher.call('StopRecord');
    const endedAtMs = performance.now();
    await until('the alarm', async () => (await payloads('alarm.raised')).length > 0, 10_000);
    console.log(
      `LIVE-08 alarm ${(performance.now() - endedAtMs).toFixed(0)} ms after the stop was asked for`,
    );
    expect(performance.now() - endedAtMs).toBeLessThan(5_000);
    await studio.command('alarm.acknowledge', { alarm: 'record' });
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // three more looks
    expect(
      (await payloads('alarm.raised')).filter((each) => 'alarm' in each && each.alarm === 'record'),
    ).toEqual([{ alarm: 'record', finding: 'ended', params: {} }]);
    await studio.command('run.end');
  });

  test('LIVE-08 a stream whose far end goes away is one alarm, shown as reconnecting, and over once it is back', async () => {
    const ingest = await RtmpIngest.start();
    await watcher.call('SetStreamServiceSettings', {
      streamServiceType: 'rtmp_custom',
      streamServiceSettings: { server: ingest.url, key: 'show' },
    });
    await studio.command('run.start', { mode: 'rehearsal', speed: 1 });
    const before = (await payloads('alarm.raised')).length;
    const ofStream = async () =>
      (await payloads('alarm.raised'))
        .slice(before)
        .filter((each) => 'alarm' in each && each.alarm === 'stream');
    const stream = async () => (await studio.state()).live.switcher.stream;
    await studio.command('output.start', { output: 'stream' });
    await until('it streams', async () => (await stream()) === 'active', 20_000);
    await until(
      'its figures come',
      async () => ((await studio.state()).live.figures.stream?.kbitPerSec ?? 0) > 0,
      15_000,
    );
    const { figures } = (await studio.state()).live;
    console.log(`LIVE-08 a real stream: ${JSON.stringify(figures.stream)}`);
    expect(figures.stream).toMatchObject({
      droppedFrames: expect.any(Number),
      congestion: expect.any(Number),
    });

    const awayAtMs = performance.now();
    await ingest.goAway();
    await until('the alarm', async () => (await ofStream()).length > 0, 15_000);
    console.log(`LIVE-08 alarm ${(performance.now() - awayAtMs).toFixed(0)} ms after the far end was gone`);
    expect(performance.now() - awayAtMs).toBeLessThan(5_000);
    expect(await stream()).toBe('reconnecting');
    expect((await watcher.call('GetStreamStatus')).outputActive, 'OBS calls it active all the same').toBe(
      true,
    );
    await ingest.comeBack();
    await until('it streams again', async () => (await stream()) === 'active', 30_000);
    await until(
      'the alarm is over',
      async () => (await studio.state()).state.run?.alarms.stream === undefined,
    );
    expect(await ofStream()).toEqual([{ alarm: 'stream', finding: 'reconnecting', params: {} }]);

    await studio.command('output.stop', { output: 'stream' });
    await until('it has ended', async () => (await stream()) === 'stopped', 15_000);
    expect((await watcher.call('GetStreamStatus')).outputActive).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 1_200)); // two more looks
    expect(await ofStream(), 'stopped from here: no alarm').toHaveLength(1);
    await studio.command('run.end');
    await ingest.goAway();
  });

  test('LIVE-08 start and stop pressed on the desk at once leave no recording in OBS', async () => {
    await studio.command('output.start', { output: 'record' });
    await studio.command('output.stop', { output: 'record' });
    await until(
      'the stop is proven',
      async () => (await studio.state()).state.output.outputs.record.pending === null,
      15_000,
    );
    const { outputs } = (await studio.state()).state.output;
    expect(outputs.record.failure).toBeNull();
    await until(
      'OBS itself says so',
      async () => !(await watcher.call('GetRecordStatus')).outputActive,
      1_000,
    );
    await new Promise((resolve) => setTimeout(resolve, 500)); // not a little later either
    expect((await watcher.call('GetRecordStatus')).outputActive).toBe(false);
  });

  test('LIVE-08 OBS that drops out during the show is one alarm within five seconds; it is over by itself once OBS is back', async () => {
    await studio.command('run.start', { mode: 'rehearsal', speed: 1 });
    const before = (await payloads('alarm.raised')).length;
    const since = async () => (await payloads('alarm.raised')).slice(before);
    const link = async () =>
      (await since()).filter((each) => 'alarm' in each && each.alarm === 'link').length;
    const killedAtMs = performance.now();
    obs.kill('SIGKILL');
    await until('the alarm', async () => (await link()) > 0, 10_000);
    console.log(`LIVE-08 alarm ${(performance.now() - killedAtMs).toFixed(0)} ms after OBS was killed`);
    expect(performance.now() - killedAtMs).toBeLessThan(5_000);
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // several tries to reconnect
    expect(await link()).toBe(1);
    await obs.restart();
    await until(
      'it is over',
      async () => (await studio.state()).state.run?.alarms.link === undefined,
      20_000,
    );
    expect(await link()).toBe(1);
    await studio.command('run.end');
  });
});
