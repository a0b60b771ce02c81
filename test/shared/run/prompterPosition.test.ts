import { describe, expect, it } from 'vitest';
import { currentScript, currentTrajectory } from '#shared/run/prompterPosition';
import { lockAt } from '#shared/timing/prompterLock';
import { later } from '#shared/timing/vector';
import { runningBench } from '../../support/runBench.ts';
import { demoShow } from '../../support/showFixture.ts';

describe('LIVE-02 the pace of a show whose 字/min nobody can read at', () => {
  it.each([60, 150, 200, 240, 420, 600])(
    'LIVE-02 a plan of %i 字/min is read at the natural rate of its own timeline',
    (charsPerMinute) => {
      const plan = demoShow();
      plan.show.prompter.charsPerMinute = charsPerMinute;
      const bench = runningBench(plan);
      const trajectory = currentTrajectory(bench.state);
      const end = currentScript(bench.state)?.paragraphs[0]?.endMs ?? NaN;
      if (trajectory === null) throw new Error('no trajectory');
      // Untouched, the text never leaves its clock: nothing to chase, nothing out of reach.
      for (const afterMs of [0, end / 3, end * 0.9]) {
        const { state, errorMs } = lockAt(trajectory, later(bench.now, afterMs));
        expect(state).toBe('natural');
        expect(Math.abs(errorMs)).toBeLessThan(1);
      }
    },
  );
});
