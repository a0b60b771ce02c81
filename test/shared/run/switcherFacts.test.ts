import { describe, expect, it } from 'vitest';
import type { LiveStatus } from '#shared/model/station';
import { switcherFacts } from '#shared/run/switcherFacts';
import { RehearsalSwitcher } from '../../../src/core/switcher/rehearsal/rehearsalSwitcher.ts';

const OBS: LiveStatus['switcher'] = {
  kind: 'obs',
  link: 'ready',
  problem: null,
  programScene: '01_主播全景',
  previewScene: null,
  studioMode: true,
  scenes: ['01_主播全景', '02_主播近景'],
  muted: false,
  stream: 'stopped',
  record: 'stopped',
  replay: 'stopped',
  inputs: [],
  stats: { fps: 30, skippedFrames: 0, freeDiskMb: 80_000 },
  version: '31.0.0',
  pair: null,
};

describe('switcherFacts', () => {
  it('PREP-07 a station knows of a connected OBS what the core knows', () => {
    expect(switcherFacts(OBS)).toEqual({
      ready: true,
      simulated: false,
      sceneNames: OBS.scenes,
      audioLevelKnown: true,
      mutedInputs: [],
      freeDiskMb: 80_000,
      standby: null,
    });
  });

  it.each([
    ['ready', true, true],
    ['suspect', false, true],
    ['connecting', false, false],
    ['resync', false, false],
    ['renderStalled', false, false],
    ['uiBlocked', false, false],
    ['authFailed', false, false],
    ['busy', false, false],
    ['down', false, false],
    ['off', false, false],
  ] as const)('PREP-07 with link “%s”: ready is %s, the scene list is known: %s', (link, ready, known) => {
    const facts = switcherFacts({ ...OBS, link });
    expect(facts.ready).toBe(ready);
    expect(facts.sceneNames !== null).toBe(known);
  });

  it.each([
    ['main', 'ready', { name: 'spare', ready: true }],
    ['main', 'suspect', { name: 'spare', ready: false }],
    ['spare', 'down', { name: 'main', ready: false }],
  ] as const)('LIVE-08 while %s leads and the other one is “%s”', (leader, link, standby) => {
    const pair = { leader, standby: { link, problem: null, programScene: null } };
    expect(switcherFacts({ ...OBS, pair }).standby).toEqual(standby);
  });

  it('PREP-07 what is not told is unknown, never assumed', () => {
    expect(switcherFacts({ ...OBS, muted: null, stats: null })).toMatchObject({
      audioLevelKnown: false,
      freeDiskMb: null,
    });
  });

  it('PREP-10 the rehearsal switcher counts as simulated, as the core says', async () => {
    const switcher = new RehearsalSwitcher({ scenes: ['01_主播全景'] });
    const ready = new Promise<void>((resolve) => {
      switcher.onStatus(({ link }) => {
        if (link === 'ready') resolve();
      });
    });
    switcher.start();
    await ready;
    expect(switcherFacts(switcher.status)).toMatchObject({ ready: true, simulated: true });
    await switcher.close();
  });
});
