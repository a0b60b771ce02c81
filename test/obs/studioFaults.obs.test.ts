import { resolve } from 'node:path';
import type { OBSWebSocket } from 'obs-websocket-js/json';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandInput } from '#shared/model/commands';
import type { EventOf, StudioEvent } from '#shared/model/events';
import { missingWithSuggestions } from '#shared/run/preflight';
import type { ShowPlan } from '#shared/model/showPlan';
import { STUDIO_PRINCIPAL } from '../../src/core/run/executor.ts';
import { createColouredScenes } from '../support/demoScenesInObs.ts';
import { discard, inMemoryStudio, type InMemoryStudio } from '../support/inMemoryStudio.ts';
import { startObs, waitFor, type TestObs } from '../support/obs.ts';
import { cueOf } from '../support/runBench.ts';
import { TcpProxy } from '../support/tcpProxy.ts';

/** A whole studio in a run, and what a real OBS does to it. */
let obs: TestObs;
let cable: TcpProxy;
let room: InMemoryStudio;
let plan: ShowPlan;
let operator: OBSWebSocket;
const MIC = '主麦';
/** Every change of program by OBS's own word, since the test began. */
let onProgram: string[] = [];
let since = 0;

async function control(): Promise<void> {
  operator = await obs.controller();
  operator.on('CurrentProgramSceneChanged', ({ sceneName }) => onProgram.push(sceneName));
}

beforeAll(async () => {
  obs = await startObs({ testFile: import.meta.filename });
  room = await inMemoryStudio({
    demoShowFile: resolve(import.meta.dirname, '../../resources/demo/show.json'),
  });
  if (state().plan === null) throw new Error('the demo show is not open');
  plan = state().plan as ShowPlan;
  await control();
  await createColouredScenes(operator, plan);
  await operator.call('CreateInput', {
    sceneName: nameOf('sc-close'),
    inputName: MIC,
    inputKind: 'ffmpeg_source',
  });
  cable = await TcpProxy.to(obs.port);
  send('obs.settings', { url: `ws://127.0.0.1:${cable.port}`, password: obs.password });
  await linkIs('ready');
  send('run.start', { mode: 'rehearsal' });
  send('segment.hold', {}); // no cue comes by itself
});
afterAll(async () => {
  await discard(room);
  await cable.cut();
  await obs.stop();
});
beforeEach(async () => {
  policy('stay', 'stay');
  await linkIs('ready');
  await show('sc-close');
  onProgram = [];
  since = room.studio.executor.seq;
});

const state = () => room.studio.executor.state;
const live = () => room.studio.board.status.switcher;
function send<T extends CommandInput['type']>(
  type: T,
  payload: Extract<CommandInput, { type: T }>['payload'],
): void {
  const result = room.studio.execute({ id: crypto.randomUUID(), type, payload }, STUDIO_PRINCIPAL);
  if (!result.ok) throw new Error(result.error.message);
}
const policy = (afterLoss: 'stay' | 'safeScene', missingScene: 'stay' | 'safeScene'): void =>
  send('safeScene.policy', { afterLoss, missingScene });
const linkIs = (link: string) => waitFor(`link ${link}`, () => live().link === link, 20_000);
const nameOf = (sceneId: string): string =>
  plan.scenes.find((scene) => scene.id === sceneId)?.obsSceneName ?? '';
const isOn = async (sceneName: string): Promise<boolean> =>
  (await operator.call('GetCurrentProgramScene')).currentProgramSceneName === sceneName;
async function show(sceneId: string): Promise<void> {
  send('scene.switch', { sceneId, transition: 'Cut' });
  await waitFor(
    `${sceneId} on program`,
    () => state().output.desired === null && state().output.program?.sceneId === sceneId,
    10_000,
  );
}
const happened = <T extends StudioEvent['type']>(type: T): readonly EventOf<T>['payload'][] =>
  room.studio.eventLog
    .after(since, 10_000)
    .flatMap((event) => (event.type === type ? [event.payload as EventOf<T>['payload']] : []));
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe('a real OBS that goes and comes back', () => {
  it('LIVE-08 frozen for 15 s, three presses: ends on the last one, no stale one is carried out', async () => {
    obs.kill('SIGSTOP');
    const frozenAt = performance.now();
    for (const [atMs, sceneId] of [
      [300, 'sc-wide'],
      [6_000, 'sc-top'],
      [12_000, 'sc-duo'],
    ] as const) {
      await pause(atMs - (performance.now() - frozenAt));
      send('scene.switch', { sceneId, transition: 'Cut' });
    }
    await waitFor('the desk knows what is owed', () => state().output.owed?.sceneId === 'sc-duo');
    expect(live().problem?.code).toBe('OBS_HUNG');
    await pause(15_000 - (performance.now() - frozenAt));
    obs.kill('SIGCONT');
    await waitFor('the last press', () => state().output.program?.sceneId === 'sc-duo', 10_000);
    await pause(1_500); // a stale one would come up now
    expect(await isOn(nameOf('sc-duo'))).toBe(true);
    expect(onProgram).toEqual([nameOf('sc-duo')]);
    expect(state().output).toMatchObject({ desired: null, owed: null });
  });

  it.each([600, 900, 1100, 1600, 2500])(
    'LIVE-19 panic while OBS does not answer for %i ms: the sound goes off all the same',
    async (hangMs) => {
      await operator.call('SetInputMute', { inputName: MIC, inputMuted: false });
      await waitFor('the sound is on', () => live().muted === false);
      const isMuted = async () => (await operator.call('GetInputMute', { inputName: MIC })).inputMuted;
      obs.kill('SIGSTOP');
      send('panic.cut', {});
      await pause(hangMs);
      obs.kill('SIGCONT');
      await waitFor('sound off, by OBS’s own word', isMuted, 5_000);
      await waitFor('sound off, as the desk shows it', () => live().muted === true);
      await waitFor('nothing is asked any more', () => state().output.muteRequest === null);
      expect(state().output.muteFailure).toBeNull();
      await waitFor('the safe scene', () => isOn(nameOf('sc-safe')), 5_000);
      send('panic.release', {});
      await waitFor('sound on again', async () => !(await isMuted()));
    },
  );

  it('LIVE-01 two wishes for the sound at once: the newer one holds, 100 times', async () => {
    for (let i = 0; i < 100; i += 1) {
      const muted = i % 2 === 0;
      send('audio.mute', { muted: !muted });
      send('audio.mute', { muted });
      await waitFor('settled', () => state().output.muteRequest === null);
      expect((await operator.call('GetInputMute', { inputName: MIC })).inputMuted).toBe(muted);
    }
  });

  it('LIVE-01 a preview that OBS refuses is not shown as one', async () => {
    await operator.call('SetStudioModeEnabled', { studioModeEnabled: true });
    await waitFor('studio mode', () => live().studioMode);
    send('scene.preview', { sceneId: 'sc-top' });
    await waitFor('in preview', () => live().previewScene === nameOf('sc-top'));
    send('scene.remap', { sceneId: 'sc-duo', obsSceneName: '没有这个场景' });
    send('scene.preview', { sceneId: 'sc-duo' });
    await waitFor('the desk shows what OBS has', () => state().output.preview === 'sc-top');
    expect(live().previewScene).toBe(nameOf('sc-top'));
    send('scene.remap', { sceneId: 'sc-duo', obsSceneName: nameOf('sc-duo') });
    await operator.call('SetStudioModeEnabled', { studioModeEnabled: false });
    await waitFor('no studio mode', () => !live().studioMode);
  });

  it('LIVE-08 a press just before the cable is out goes before the rule for the safe scene', async () => {
    policy('safeScene', 'stay');
    send('scene.switch', { sceneId: 'sc-top', transition: 'Cut' });
    await cable.cut();
    await cable.mend();
    await linkIs('ready');
    await waitFor('what was pressed', () => isOn(nameOf('sc-top')), 5_000);
    expect(happened('scene.requested').map(({ source }) => source)).not.toContain('policy');
  });

  it('LIVE-08 killed and started anew: the safe scene once, where the show’s rule says so', async () => {
    policy('safeScene', 'stay');
    await show('sc-top');
    obs.kill('SIGKILL');
    await linkIs('down');
    await obs.restart();
    await control();
    await waitFor('the safe scene', () => state().output.program?.sceneId === 'sc-safe', 10_000);
    await waitFor('by OBS’s own word', () => isOn(nameOf('sc-safe')));
    expect(happened('scene.requested').filter(({ source }) => source === 'policy')).toHaveLength(1);
  });

  it('LIVE-08 a person who took over while the cable was out is left alone', async () => {
    policy('safeScene', 'safeScene');
    await cable.cut();
    await linkIs('down');
    send('scene.switch', { sceneId: 'sc-duo' }); // in vain, and before the hand on OBS
    await operator.call('SetCurrentProgramScene', { sceneName: nameOf('sc-wide') });
    await waitFor('the other scene', () => onProgram.includes(nameOf('sc-wide')));
    await cable.mend();
    await linkIs('ready');
    await waitFor('the desk knows', () => state().output.program?.sceneId === 'sc-wide');
    await pause(1_000); // a cut of ours would be on by now
    expect(await isOn(nameOf('sc-wide'))).toBe(true);
    expect(onProgram).toEqual([nameOf('sc-wide')]);
    expect(state().output.program?.source).toBe('obs');
  });
});

describe('scenes that change in a real OBS during a run', () => {
  const fire = (cueId: string) => {
    send('cue.fire', { cueId });
    return waitFor(
      `the end of ${cueId}`,
      () => {
        const { run } = state();
        const cue = run !== null && cueOf(run, cueId);
        return cue !== false && cue.status !== 'armed' && cue.status !== 'requested' && cue;
      },
      10_000,
    );
  };
  const cue = () => {
    const first = plan.segments[0]?.sceneCues[0];
    if (first === undefined) throw new Error('no cue');
    return first;
  };

  it('LIVE-01 a renamed scene is followed: its cue works, the desk shows it under its new name', async () => {
    const { id, sceneId } = cue();
    await operator.call('SetSceneName', { sceneName: nameOf(sceneId), newSceneName: '全景(新)' });
    await waitFor('the desk follows', () => state().prep.sceneMap[sceneId] === '全景(新)');
    expect(missingWithSuggestions(state(), live())).toEqual([]);
    expect(await fire(id)).toMatchObject({ status: 'confirmed' });
    expect(await isOn('全景(新)')).toBe(true);
    await operator.call('SetSceneName', { sceneName: '全景(新)', newSceneName: nameOf(sceneId) });
    await waitFor('the desk follows back', () => state().prep.sceneMap[sceneId] === nameOf(sceneId));
  });

  it('LIVE-08 a cue whose scene was removed fails by name, and the safe scene follows where the rule says so', async () => {
    const { id, sceneId } = cue();
    policy('stay', 'safeScene');
    await operator.call('RemoveScene', { sceneName: nameOf(sceneId) });
    await waitFor('the desk knows', () => !live().scenes.includes(nameOf(sceneId)));
    expect(await fire(id)).toMatchObject({ status: 'failed', code: 'SCENE_NOT_FOUND' });
    await waitFor('the safe scene', () => state().output.program?.sceneId === 'sc-safe', 10_000);
    send('scene.createMissing', {});
    await waitFor('a placeholder', () => live().scenes.includes(nameOf(sceneId)), 10_000);
  });

  it('LIVE-01 another scene collection: in resync meanwhile, then program and scenes as they are, nothing switched by us', async () => {
    const links: string[] = [];
    const stop = room.studio.switcher.onStatus(({ link }) => links.at(-1) === link || links.push(link));
    const { currentSceneCollectionName: own } = await operator.call('GetSceneCollectionList');
    await operator.call('CreateSceneCollection', { sceneCollectionName: '备用' });
    await linkIs('ready');
    await waitFor(
      'the scenes of the other collection',
      () => !live().scenes.includes(nameOf('sc-close')),
      10_000,
    );
    expect(links).toContain('resync');
    expect(links).not.toContain('down');
    const { currentProgramSceneName, scenes } = await operator.call('GetSceneList');
    expect(live().programScene).toBe(currentProgramSceneName);
    expect(live().scenes).toHaveLength(scenes.length);
    expect(missingWithSuggestions(state(), live()).length).toBeGreaterThan(0);
    expect(await fire(cue().id)).toMatchObject({ status: 'failed', code: 'SCENE_NOT_FOUND' });
    expect(happened('scene.requested')).toEqual([]);

    await operator.call('SetCurrentSceneCollection', { sceneCollectionName: own });
    await waitFor('the own scenes again', () => live().scenes.includes(nameOf('sc-close')), 10_000);
    await linkIs('ready');
    expect(await fire(cue().id)).toMatchObject({ status: 'confirmed' });
    stop();
  });
});
