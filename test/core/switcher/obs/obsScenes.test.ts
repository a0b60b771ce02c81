import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';
import type { SceneChange, SceneRename } from '#core/switcher/port';

import { ScriptedObs } from '../../../support/scriptedObs.ts';
import { request, statusWith } from '../contract.ts';

let obs: ScriptedObs;
let switcher: ObsSwitcher;
let renames: SceneRename[];
let changes: SceneChange[];

beforeEach(async () => {
  obs = await ScriptedObs.start();
});
afterEach(async () => {
  await switcher.close();
  await obs.stop();
});
async function connect(): Promise<void> {
  switcher = new ObsSwitcher({ url: obs.url, password: null });
  renames = [];
  switcher.onSceneRenamed((rename) => renames.push(rename));
  changes = [];
  switcher.onProgramChange((change) => changes.push(change));
  switcher.start();
  await statusWith(switcher, ({ link }) => link === 'ready');
}

describe('scenes that change while nobody looks', () => {
  it('LIVE-01 one that was renamed while the link was down is found again by its uuid', async () => {
    obs.uuids = { A: 'uuid-a', B: 'uuid-b', C: 'uuid-c' };
    await connect();
    obs.hangUp();
    await statusWith(switcher, ({ link }) => link !== 'ready');
    obs.scenes = ['A', '特写', 'C'];
    obs.uuids = { A: 'uuid-a', 特写: 'uuid-b', C: 'uuid-c' };
    await statusWith(switcher, ({ scenes, link }) => link === 'ready' && scenes.includes('特写'));
    expect(renames).toEqual([{ from: 'B', to: '特写' }]);
  });

  it('LIVE-01 the one on program that was renamed while the link was down is no change of program', async () => {
    obs.uuids = { A: 'uuid-a', B: 'uuid-b', C: 'uuid-c' };
    await connect();
    obs.hangUp();
    await statusWith(switcher, ({ link }) => link !== 'ready');
    obs.scenes = ['特写', 'B', 'C'];
    obs.uuids = { 特写: 'uuid-a', B: 'uuid-b', C: 'uuid-c' };
    obs.program = '特写';
    await statusWith(switcher, ({ programScene, link }) => link === 'ready' && programScene === '特写');
    expect(renames).toEqual([{ from: 'A', to: '特写' }]);
    expect(await switcher.switchTo(request('B'))).toMatchObject({ result: 'confirmed' });
    expect(changes).toEqual([{ sceneName: 'B', by: 'ours' }]);
  });

  it.each([
    ['OBS gives no uuid', {}, {}],
    ['it is another scene that has the name', { B: 'uuid-b' }, { 特写: 'uuid-x' }],
  ])('LIVE-01 nothing is taken for renamed when %s', async (_why, before, after) => {
    obs.uuids = before;
    await connect();
    obs.hangUp();
    await statusWith(switcher, ({ link }) => link !== 'ready');
    obs.scenes = ['A', '特写', 'C'];
    obs.uuids = after;
    await statusWith(switcher, ({ scenes, link }) => link === 'ready' && scenes.includes('特写'));
    expect(renames).toEqual([]);
  });

  it('LIVE-01 while a scene collection loads the link is in resync and nothing is sent; then it is read anew', async () => {
    await connect();
    obs.tell('CurrentSceneCollectionChanging', { sceneCollectionName: '旧' });
    await statusWith(switcher, ({ link }) => link === 'resync');
    expect(await switcher.switchTo(request('B'))).toMatchObject({ code: 'SWITCHER_OFFLINE' });
    obs.scenes = ['X', 'Y'];
    obs.program = 'X';
    obs.tell('CurrentSceneCollectionChanged', { sceneCollectionName: '新' });
    expect(await statusWith(switcher, ({ link }) => link === 'ready')).toMatchObject({
      scenes: ['X', 'Y'],
      programScene: 'X',
    });
    expect(obs.asked).toEqual([]);
    expect(await switcher.switchTo(request('Y'))).toMatchObject({ result: 'confirmed' });
  });
});
