import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { stationIdSchema } from '#shared/model/ids';
import { withChange, type LiveChange } from '#shared/model/station';
import { LiveStatusBoard } from '#core/station/liveStatus';
import { StatusBoard } from '#core/switcher/statusBoard';

const STATS = {
  fps: 30,
  renderSkippedFrames: 0,
  outputSkippedFrames: 0,
  cpuPercent: 10,
  freeDiskMb: 80_000,
  renderTotalFrames: 1,
};

/** A board that watches a switcher of which the test says what it shows. */
function watched() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const switcher = new StatusBoard('obs');
  const board = new LiveStatusBoard(
    { obsUrl: '', obsSpare: null, overlayUrl: '', rehearsalSpeed: 1, storage: null, recovery: null },
    switcher,
  );
  switcher.show({
    link: 'ready',
    scenes: ['全景', '近景'],
    programScene: '全景',
    stats: STATS,
  });
  const told: LiveChange[] = [];
  board.onChange((change) => told.push(change));
  return { switcher, board, told };
}

describe('what stations are told of the switcher', () => {
  it('a cut: the scene that is on, and nothing that stayed as it was', () => {
    const { switcher, told } = watched();
    switcher.show({ programScene: '近景' });
    expect(told).toEqual([{ switcher: { programScene: '近景' } }]);
  });

  it('figures that change at every look are told every five seconds', () => {
    const { switcher, told } = watched();
    for (let look = 1; look <= 20; look += 1) {
      vi.advanceTimersByTime(500);
      switcher.show({ stats: { ...STATS, renderSkippedFrames: look } });
    }
    expect(told).toEqual([
      { switcher: { stats: { fps: 30, skippedFrames: 10, freeDiskMb: 80_000 } } },
      { switcher: { stats: { fps: 30, skippedFrames: 20, freeDiskMb: 80_000 } } },
    ]);
  });

  it('that there are no figures any more is told at once', () => {
    const { switcher, told } = watched();
    switcher.show({ link: 'down', stats: null });
    expect(told).toEqual([{ switcher: { link: 'down', stats: null } }]);
  });

  it('whoever puts the changes together has what the board has', () => {
    const { switcher, board, told } = watched();
    const before = board.status;
    switcher.show({ programScene: '近景', muted: false });
    switcher.show({ scenes: ['近景'], link: 'suspect' });
    board.change({ obsUrl: 'ws://127.0.0.1:4455' });
    board.arrive({}, { stationId: stationIdSchema.parse('st-1'), kind: 'director', memberId: null });
    expect(told.reduce(withChange, before)).toEqual(board.status);
  });
});
