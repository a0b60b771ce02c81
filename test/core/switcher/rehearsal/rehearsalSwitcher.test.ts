import { describe, expect, it } from 'vitest';

import { RehearsalSwitcher } from '#core/switcher/rehearsal/rehearsalSwitcher';

import { describeSwitcherContract, request, statusWith } from '../contract.ts';

const open = async (limits = {}) => {
  const switcher = new RehearsalSwitcher({ scenes: ['A', 'B', 'C'], limits });
  switcher.start();
  await statusWith(switcher, (status) => status.link === 'ready');
  return switcher;
};

describeSwitcherContract('rehearsal', async () => {
  const switcher = await open();
  return {
    switcher,
    operatorSwitches: async (sceneName) => switcher.operatorSwitch(sceneName),
    operatorRenames: async (from, to) => switcher.operatorRename(from, to),
    breakLink: async () => switcher.setFault('offline'),
    mendLink: async () => switcher.setFault('none'),
    audioInput: async () => switcher.status.inputs[0]?.name ?? '',
    tearDown: async () => {},
  };
});

describe('rehearsed faults', () => {
  it('XC-09 a refused switch carries what the switcher said', async () => {
    const switcher = await open();
    switcher.setFault('refuse');
    expect(await switcher.switchTo(request('B'))).toMatchObject({
      code: 'SWITCHER_REFUSED',
      params: { comment: 'rehearsed fault' },
    });
    await switcher.close();
  });

  it('an accepted switch that program never shows fails within the confirmation timeout', async () => {
    const switcher = await open({ proveWithinMs: 150 });
    switcher.setFault('neverConfirm');
    expect(await switcher.switchTo(request('B'))).toMatchObject({ result: 'failed', code: 'NOT_CONFIRMED' });
    expect(switcher.status.programScene).toBe('A');
    await switcher.close();
  });

  it('without frames nothing is confirmed, and the picture follows once frames are back', async () => {
    const switcher = await open({ proveWithinMs: 150 });
    switcher.setFault('stalled');
    expect(switcher.status.link).toBe('renderStalled');
    expect(await switcher.switchTo(request('B'))).toMatchObject({ result: 'failed', code: 'RENDER_STALLED' });
    switcher.setFault('none');
    await statusWith(switcher, (status) => status.programScene === 'B');
    expect(switcher.status.link).toBe('ready');
    await switcher.close();
  });

  it('LIVE-19 mutes and unmutes', async () => {
    const switcher = await open();
    expect(await switcher.setMuted(true)).toEqual({ result: 'confirmed' });
    expect(switcher.status.muted).toBe(true);
    await switcher.setMuted(false, ['背景音乐']);
    expect(switcher.status.inputs.filter(({ muted }) => muted).map(({ name }) => name)).toEqual(['背景音乐']);
    await switcher.setMuted(false);
    expect(switcher.status.muted).toBe(false);
    await switcher.close();
  });
});
