import { afterAll, beforeAll } from 'vitest';

import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';

import { describeSwitcherContract, statusWith } from '../core/switcher/contract.ts';
import { startObs, type TestObs } from '../support/obs.ts';
import { createTone, removeTone } from '../support/obsSound.ts';
import { resetScenes } from '../support/obsScenes.ts';
import { TcpProxy } from '../support/tcpProxy.ts';

let obs: TestObs;

beforeAll(async () => {
  obs = await startObs({ testFile: import.meta.filename });
});
afterAll(() => obs.stop());

describeSwitcherContract('real OBS', async () => {
  const operator = await obs.controller();
  await resetScenes(operator);
  const cable = await TcpProxy.to(obs.port);
  const switcher = new ObsSwitcher({ url: `ws://127.0.0.1:${cable.port}`, password: obs.password });
  switcher.start();
  await statusWith(switcher, (status) => status.link === 'ready' && status.programScene === 'A');
  return {
    switcher,
    operatorSwitches: async (sceneName) => {
      await operator.call('SetCurrentProgramScene', { sceneName });
    },
    operatorRenames: async (sceneName, newSceneName) => {
      await operator.call('SetSceneName', { sceneName, newSceneName });
    },
    breakLink: async () => {
      await cable.cut();
      await statusWith(switcher, (status) => status.link === 'down');
    },
    mendLink: () => cable.mend(),
    audioInput: () => createTone(operator, obs, '主麦'),
    tearDown: async () => {
      await removeTone(operator, '主麦');
      await cable.cut();
      await operator.disconnect();
    },
  };
});
