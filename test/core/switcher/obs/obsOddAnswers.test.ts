import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';
import { statsSchema } from '#core/switcher/obs/obsSnapshot';

import { waitFor } from '../../../support/obs.ts';
import { ScriptedObs } from '../../../support/scriptedObs.ts';
import { request, statusWith } from '../contract.ts';

let obs: ScriptedObs;
let switcher: ObsSwitcher;
let oddities: string[];

beforeEach(async () => {
  obs = await ScriptedObs.start();
  oddities = [];
  switcher = new ObsSwitcher({ url: obs.url, password: null, onOddity: (what) => oddities.push(what) });
  switcher.start();
  await statusWith(switcher, ({ link }) => link === 'ready');
});
afterEach(async () => {
  await switcher.close();
  await obs.stop();
});

const STATS = {
  activeFps: 30,
  renderSkippedFrames: 0,
  renderTotalFrames: 900,
  outputSkippedFrames: 0,
  cpuUsage: 1,
  availableDiskSpace: 1_000,
};

// Vitest fails a run in which a promise was rejected unhandled: that none is needs no line of its own.
describe('LIVE-08 an OBS whose answers do not fit', () => {
  it.each([
    ['cpuUsage', 'cpuPercent'],
    ['activeFps', 'fps'],
    ['availableDiskSpace', 'freeDiskMb'],
  ] as const)('LIVE-08 %s may be missing: it is only shown', (figure, shown) => {
    expect(statsSchema.parse({ ...STATS, [figure]: null })).toMatchObject({ [shown]: null });
  });

  it('LIVE-08 a cut is confirmed while OBS has no figure for the processor', async () => {
    const none = { ...STATS, cpuUsage: null };
    // Frames go on, as the statistics of a healthy OBS have it.
    const ticking = setInterval(
      () => obs.answers.set('GetStats', { ...none, renderTotalFrames: obs.countFrames() }),
      5,
    );
    try {
      expect(await switcher.switchTo(request('B'))).toMatchObject({ result: 'confirmed' });
      await statusWith(switcher, ({ stats }) => stats !== null && stats.cpuPercent === null);
      expect(switcher.status.link).toBe('ready');
      expect(oddities).toEqual([]);
    } finally {
      clearInterval(ticking);
    }
  });

  it('LIVE-08 a heartbeat that can’t be read is one that is missed, and said once', async () => {
    obs.answers.set('GetStats', {});
    await statusWith(switcher, ({ link }) => link === 'suspect');
    obs.answers.delete('GetStats');
    await statusWith(switcher, ({ link }) => link === 'ready');
    expect(oddities).toEqual([expect.stringContaining('renderTotalFrames')]);
  });

  it('LIVE-08 a switch that can’t be prepared is refused and not sent, and the next one works', async () => {
    obs.answers.set('GetCurrentProgramScene', {});
    expect(await switcher.switchTo(request('B'))).toMatchObject({
      result: 'failed',
      code: 'SWITCHER_REFUSED',
      params: { comment: expect.stringContaining('currentProgramSceneName') },
    });
    expect(obs.asked).toEqual([]);
    obs.answers.clear();
    expect(await switcher.switchTo(request('B'))).toMatchObject({ result: 'confirmed' });
  });

  it('LIVE-08 a switch whose proof can’t be read is not called confirmed', async () => {
    const asked = switcher.switchTo(request('B'));
    await waitFor('the switch', () => obs.asked.length === 1);
    obs.answers.set('GetCurrentSceneTransitionCursor', { transitionCursor: null });
    expect(await asked).toMatchObject({ result: 'failed' });
  });

  it('LIVE-08 lists that can’t be read stay as they were, and are read at the next change', async () => {
    obs.answers.set('GetSceneList', { scenes: 'none' });
    obs.tell('SceneListChanged', { scenes: [] });
    await waitFor('the oddity', () => oddities.some((what) => what.includes('scenes')));
    expect(switcher.status.scenes).toEqual(['A', 'B', 'C']);
    obs.answers.delete('GetSceneList');
    obs.scenes = ['A', 'B', 'C', 'D'];
    obs.tell('SceneListChanged', { scenes: [] });
    await statusWith(switcher, ({ scenes }) => scenes.includes('D'));
  });

  it('LIVE-08 an output that runs and whose figures can’t be read still runs', async () => {
    obs.answers.set('GetRecordStatus', {});
    obs.tell('RecordStateChanged', {
      outputActive: true,
      outputState: 'OBS_WEBSOCKET_OUTPUT_STARTED',
      outputPath: null,
    });
    await statusWith(switcher, ({ record }) => record === 'active');
    await waitFor('the oddity', () => oddities.some((what) => what.includes('outputDuration')));
    expect(switcher.status).toMatchObject({ link: 'ready', record: 'active' });
  });
});
