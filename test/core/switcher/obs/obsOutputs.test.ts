import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';
import type { OutputMode } from '#shared/model/outputs';

import { ScriptedObs } from '../../../support/scriptedObs.ts';
import { statusWith } from '../contract.ts';

let obs: ScriptedObs;
let switcher: ObsSwitcher;
/** Every mode of the recording that was shown, in order. */
let shown: OutputMode[];

beforeEach(async () => {
  obs = await ScriptedObs.start();
  switcher = new ObsSwitcher({ url: obs.url, password: null });
  shown = [];
  switcher.onStatus(({ record }) => {
    if (shown.at(-1) !== record) shown.push(record);
  });
  switcher.start();
  await statusWith(switcher, ({ link }) => link === 'ready');
});
afterEach(async () => {
  await switcher.close();
  await obs.stop();
});

const tell = (state: 'STARTING' | 'STARTED' | 'STOPPING' | 'STOPPED') =>
  obs.tell('RecordStateChanged', {
    outputActive: state === 'STARTED',
    outputState: `OBS_WEBSOCKET_OUTPUT_${state}`,
    outputPath: null,
  });
const answers = (outputActive: boolean, outputPaused = false) =>
  obs.answers.set('GetRecordStatus', {
    outputActive,
    outputPaused,
    outputDuration: 1_000,
    outputBytes: 1_000,
  });
const recordIs = (mode: OutputMode) => statusWith(switcher, ({ record }) => record === mode);
async function recording(): Promise<void> {
  answers(true);
  tell('STARTING');
  tell('STARTED');
  await recordIs('active');
}

describe('LIVE-08 an output of which OBS tells late, out of order or not at all', () => {
  it('LIVE-08 a recording that died without an event is shown as stopped after the second look', async () => {
    await recording();
    answers(false);
    await recordIs('stopped');
    expect(switcher.status.figures).toEqual({});
  });

  it('LIVE-08 one look of which the next one knows nothing changes nothing', async () => {
    await recording();
    answers(false);
    await statusWith(switcher, ({ figures }) => figures.record !== undefined);
    answers(true);
    // Two more looks: the figures of each differ.
    for (const outputDuration of [2_000, 3_000]) {
      obs.answers.set('GetRecordStatus', {
        outputActive: true,
        outputPaused: false,
        outputDuration,
        outputBytes: 1_000,
      });
      await statusWith(switcher, ({ figures }) => figures.record?.durationMs === outputDuration);
    }
    expect(shown).toEqual(['unknown', 'stopped', 'starting', 'active']);
  });

  it('LIVE-08 a start is not called confirmed by what was shown before the recording died', async () => {
    await recording();
    answers(false);
    const start = switcher.controlOutput('record', 'start');
    await recordIs('stopped');
    tell('STARTING');
    tell('STARTED');
    expect(await start).toMatchObject({ result: 'confirmed' });
    expect(shown).toEqual(['unknown', 'stopped', 'starting', 'active', 'stopped', 'starting', 'active']);
  });

  it('LIVE-08 a pause that no event told of is seen, too', async () => {
    await recording();
    answers(true, true);
    expect((await recordIs('paused')).record).toBe('paused');
  });

  it('LIVE-08 a STARTING that comes after its STOPPED is not believed for ever', async () => {
    answers(false);
    tell('STOPPED');
    tell('STARTING');
    await recordIs('starting');
    expect(await recordIs('stopped')).toMatchObject({ link: 'ready' });
  });

  it('LIVE-08 the STOPPED of a recording that died, told during the next one, does not hide that one', async () => {
    await recording();
    tell('STOPPED');
    // Two looks later.
    await statusWith(switcher, ({ figures }) => (figures.record?.kbitPerSec ?? null) !== null);
    expect(shown.at(-1)).toBe('active');
    expect(await switcher.controlOutput('record', 'start')).toMatchObject({ result: 'confirmed' });
  });

  it('LIVE-08 a recording that ends by itself is shown as stopped once OBS says so when asked', async () => {
    await recording();
    answers(false);
    const endedAtMs = performance.now();
    tell('STOPPED');
    await recordIs('stopped');
    expect(performance.now() - endedAtMs).toBeLessThan(800);
  });

  it('LIVE-08 with another profile the outputs are read anew', async () => {
    obs.answers.set('GetReplayBufferStatus', { outputActive: true });
    obs.tell('CurrentProfileChanged', { profileName: '竖屏' });
    const { replay } = await statusWith(switcher, (status) => status.replay !== 'stopped');
    expect(replay).toBe('active');
  });
});
