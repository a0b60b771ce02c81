import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';
import type { SceneChange } from '#core/switcher/port';

import { ScriptedObs } from '../../../support/scriptedObs.ts';
import { request, statusWith } from '../contract.ts';

let obs: ScriptedObs;
let switcher: ObsSwitcher;
let changes: SceneChange[];

beforeEach(async () => {
  obs = await ScriptedObs.start();
  switcher = new ObsSwitcher({ url: obs.url, password: null });
  changes = [];
  switcher.onProgramChange((change) => changes.push(change));
  switcher.start();
  await statusWith(switcher, ({ link }) => link === 'ready');
});
afterEach(async () => {
  await switcher.close();
  await obs.stop();
});

describe('an OBS of which only a part is frozen', () => {
  it('user interface: shown as blocked; one request in flight; ends on the newest press', async () => {
    obs.uiFrozen = true;
    const first = switcher.switchTo(request('B'));
    const { problem } = await statusWith(switcher, ({ link }) => link === 'uiBlocked');
    expect(problem?.code).toBe('OBS_UI_BLOCKED');
    const second = switcher.switchTo(request('C'));
    const third = switcher.switchTo(request('A', { sendWithinMs: 5_000 }));
    expect(await second).toMatchObject({ code: 'SUPERSEDED' });
    expect(await first).toMatchObject({ code: 'NOT_CONFIRMED' });
    expect(obs.asked).toEqual([]);
    obs.thawUi();
    expect(await third).toEqual({ result: 'confirmed', tookMs: expect.any(Number) });
    expect(obs.asked).toEqual(['B', 'A']);
    expect(switcher.status).toMatchObject({ link: 'ready', programScene: 'A' });
  });

  it('user interface: a stale switch that comes up late is corrected to the newest wish, once', async () => {
    obs.uiFrozen = true;
    const first = switcher.switchTo(request('B'));
    await statusWith(switcher, ({ link }) => link === 'uiBlocked');
    const second = switcher.switchTo(request('C', { sendWithinMs: 300 }));
    expect(await second).toMatchObject({ code: 'CUE_EXPIRED' });
    expect(await first).toMatchObject({ code: 'NOT_CONFIRMED' });
    obs.thawUi();
    await statusWith(switcher, (status) => status.programScene === 'C');
    await expect.poll(() => changes.at(-1)).toEqual({ sceneName: 'C', by: 'ours' });
    expect(obs.asked).toEqual(['B', 'C']);
  });

  it('graphics: shown as stalled; nothing is confirmed; the late picture is announced as ours', async () => {
    obs.graphicsFrozen = true;
    const { problem } = await statusWith(switcher, ({ link }) => link === 'renderStalled');
    expect(problem?.code).toBe('RENDER_STALLED');
    expect(await switcher.switchTo(request('B'))).toMatchObject({ result: 'failed', code: 'RENDER_STALLED' });
    expect(switcher.status.programScene).toBe('A');
    expect(changes).toEqual([]);
    obs.thawGraphics();
    await statusWith(switcher, ({ link }) => link === 'ready');
    expect(changes).toEqual([{ sceneName: 'B', by: 'ours' }]);
  });
});
