import { afterEach, describe, expect, it, vi } from 'vitest';

import { PairedSwitcher } from '#core/switcher/paired/pairedSwitcher';
import type { SceneChange } from '#core/switcher/port';
import { RehearsalSwitcher } from '#core/switcher/rehearsal/rehearsalSwitcher';

import { describeSwitcherContract, request, statusWith } from '../contract.ts';

let open: PairedSwitcher | null = null;
async function pair() {
  const main = new RehearsalSwitcher({ scenes: ['A', 'B', 'C'] });
  const spare = new RehearsalSwitcher({ scenes: ['A', 'B', 'C'] });
  const switcher = new PairedSwitcher({ main, spare }, 'main');
  open = switcher;
  const changes: SceneChange[] = [];
  switcher.onProgramChange((change) => changes.push(change));
  switcher.start();
  await statusWith(switcher, (status) => status.link === 'ready' && status.pair?.standby.link === 'ready');
  return { main, spare, switcher, changes };
}
afterEach(async () => {
  await open?.close();
  open = null;
});

describeSwitcherContract('a pair of two', async () => {
  const { main, switcher } = await pair();
  return {
    switcher,
    operatorSwitches: async (sceneName) => main.operatorSwitch(sceneName),
    operatorRenames: async (from, to) => main.operatorRename(from, to),
    breakLink: async () => main.setFault('offline'),
    mendLink: async () => main.setFault('none'),
    audioInput: async () => switcher.status.inputs[0]?.name ?? '',
    tearDown: async () => {},
  };
});

describe('LIVE-08 a pair: one leads, the other stands by on the same scene', () => {
  const standbyShows = (switcher: PairedSwitcher, sceneName: string) =>
    statusWith(switcher, ({ pair: each }) => each?.standby.programScene === sceneName);

  it('LIVE-08 the standby gets the same switches, and follows a person who drives the leader', async () => {
    const { main, switcher } = await pair();
    await switcher.switchTo(request('B', { transition: { kind: 'Fade', durationMs: 200 } }));
    await standbyShows(switcher, 'B');
    main.operatorSwitch('C');
    await standbyShows(switcher, 'C');
    expect(switcher.status).toMatchObject({ programScene: 'C', pair: { leader: 'main' } });
  });

  it('LIVE-08 a standby that is lost, or does not show what it took, holds the leader up in nothing', async () => {
    const { spare, switcher } = await pair();
    spare.setFault('neverConfirm');
    expect(await switcher.switchTo(request('B'))).toMatchObject({ result: 'confirmed' });
    spare.setFault('offline');
    await statusWith(switcher, (status) => status.pair?.standby.link === 'down');
    expect(switcher.status).toMatchObject({ link: 'ready', problem: null });
    expect(await switcher.switchTo(request('C'))).toMatchObject({ result: 'confirmed' });
    // Back again it is brought in step at once.
    spare.setFault('none');
    await standbyShows(switcher, 'C');
  });

  it('LIVE-08 a person who drives the standby by hand changes nothing of what is shown as program', async () => {
    const { spare, switcher, changes } = await pair();
    spare.operatorSwitch('C');
    await standbyShows(switcher, 'C');
    expect(switcher.status.programScene).toBe('A');
    expect(changes).toEqual([]);
  });

  it('LIVE-08 changing over: the other one leads with what it shows, and the first follows once it is back', async () => {
    const { main, switcher, changes } = await pair();
    await switcher.switchTo(request('B'));
    await standbyShows(switcher, 'B');
    main.setFault('offline');
    await statusWith(switcher, ({ link }) => link === 'down');
    switcher.lead('spare');
    expect(switcher.status).toMatchObject({
      link: 'ready',
      problem: null,
      programScene: 'B',
      pair: { leader: 'spare', standby: { link: 'down' } },
    });
    expect(await switcher.switchTo(request('C'))).toMatchObject({ result: 'confirmed' });
    expect(changes.map(({ sceneName }) => sceneName)).toEqual(['B', 'C']);
    main.setFault('none');
    await standbyShows(switcher, 'C');
    switcher.lead('main');
    expect(switcher.status).toMatchObject({ programScene: 'C', pair: { leader: 'main' } });
  });

  it('LIVE-08 a leader that is replaced while it is asked: the new one shows what was pressed, and that is the answer', async () => {
    const { main, switcher, changes } = await pair();
    main.setFault('neverConfirm');
    const answer = switcher.switchTo(request('C', { sendWithinMs: 2000 }));
    main.setFault('offline');
    await statusWith(switcher, ({ link }) => link === 'down');
    switcher.lead('spare');
    expect(await answer).toMatchObject({ result: 'confirmed' });
    expect(switcher.status).toMatchObject({ programScene: 'C', pair: { leader: 'spare' } });
    expect(changes.at(-1)).toMatchObject({ sceneName: 'C' });
  });

  it('LIVE-19 a standby that does not answer holds up no mute', async () => {
    const { spare, switcher } = await pair();
    vi.spyOn(spare, 'setMuted').mockReturnValue(new Promise(() => undefined));
    expect(await switcher.setMuted(true)).toEqual({ result: 'confirmed' });
    expect(switcher.status.muted).toBe(true);
  });

  it('LIVE-19 a standby that missed a mute is told again: it never leads with the sound on', async () => {
    const { spare, switcher } = await pair();
    const missed = vi
      .spyOn(spare, 'setMuted')
      .mockImplementationOnce(() => Promise.resolve({ result: 'failed', code: 'NOT_CONFIRMED', params: {} }));
    await switcher.setMuted(true);
    expect(missed).toHaveBeenCalledTimes(1);
    await statusWith(spare, ({ muted }) => muted === true);
    switcher.lead('spare');
    expect(switcher.status.muted).toBe(true);
  });

  it('LIVE-19 a standby that was away in a mute is told when it is back', async () => {
    const { spare, switcher } = await pair();
    spare.setFault('offline');
    await statusWith(switcher, (status) => status.pair?.standby.link === 'down');
    await switcher.setMuted(true);
    spare.setFault('none');
    await statusWith(spare, ({ link, muted }) => link === 'ready' && muted === true);
    expect(switcher.status.muted).toBe(true);
  });
});
