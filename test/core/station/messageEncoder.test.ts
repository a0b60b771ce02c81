import { expect, it } from 'vitest';
import { EMPTY_STATE } from '#shared/run/state';
import { MessageEncoder } from '#core/station/messageEncoder';
import { discard, inMemoryStudio } from '../../support/inMemoryStudio.ts';
import { smallShowFile } from '../../support/showFixture.ts';

it('a snapshot in pieces is one message with the whole state; the plan is put into words once', async () => {
  const studio = await inMemoryStudio({ show: smallShowFile() });
  try {
    const { executor, board, clock } = studio.studio;
    const messages = new MessageEncoder();
    const rest = { seq: executor.seq, live: board.status, studioMs: clock.now(), pages: 'build 1' };
    const inOne = (pieces: readonly Buffer[]): unknown => JSON.parse(Buffer.concat(pieces).toString());

    const before = messages.snapshot(executor.state, rest);
    expect(inOne(before)).toEqual({
      t: 'snapshot',
      ...rest,
      state: JSON.parse(JSON.stringify(executor.state)),
    });
    expect(inOne(messages.snapshot(EMPTY_STATE, rest))).toMatchObject({ state: { plan: null, run: null } });

    const again = messages.snapshot(executor.state, rest);
    await studio.api.send('run.start', { mode: 'rehearsal' });
    const inRun = messages.snapshot(executor.state, rest);
    const planIn = (pieces: readonly Buffer[]) => pieces[2];
    expect(planIn(inRun)).toBe(planIn(again));
    expect(inOne(inRun)).toMatchObject({ state: { run: { phase: 'on' } } });
  } finally {
    await discard(studio);
  }
});
