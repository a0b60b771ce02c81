import { describe, expect, it } from 'vitest';
import { DRILL_FAULTS } from '#shared/model/commands';
import { DRILL_LASTS_MS } from '#shared/run/decide/drillCommands';
import { RunBench, READY_SWITCHER, runningBench, typesOf } from '../../support/runBench.ts';
import { smallShow } from '../../support/showFixture.ts';

const refusal = (code: string) => ({ ok: false, error: { code } });
const SIMULATED = { ...READY_SWITCHER, simulated: true };

/** A rehearsal on the rehearsal switcher. */
function rehearsal(): RunBench {
  const bench = runningBench(smallShow());
  bench.switcher = SIMULATED;
  return bench;
}

describe('PREP-10 drills', () => {
  it.each(DRILL_FAULTS)('PREP-10 %s begins and ends by a press, and both are in the log', (fault) => {
    const bench = rehearsal();
    bench.do('drill.start', { fault }, 'm-director');
    expect(bench.run.drill).toMatchObject({ fault, endsAt: bench.now + DRILL_LASTS_MS });
    expect(bench.ask('drill.start', { fault })).toMatchObject(refusal('DRILL_ALREADY_ON'));
    const ended = bench.pass(4_000).do('drill.end');
    expect(ended).toMatchObject([
      { type: 'drill.ended', payload: { fault, cause: 'person', tookMs: 4_000 } },
    ]);
    expect(bench.run.drill).toBeNull();
    expect(bench.ask('drill.end')).toMatchObject(refusal('NO_DRILL_ON'));
  });

  it('PREP-10 no fault is ever played in a live run, without a run, or on OBS', () => {
    const fault = 'switcherLost';
    const live = new RunBench(smallShow());
    live.switcher = SIMULATED;
    expect(live.ask('drill.start', { fault })).toMatchObject(refusal('RUN_NOT_ON'));
    live.do('golive.override', { reason: '演练' });
    live.do('run.start', { mode: 'live' });
    expect(live.ask('drill.start', { fault })).toMatchObject(refusal('DRILL_ONLY_IN_REHEARSAL'));
    const onObs = runningBench(smallShow());
    expect(onObs.ask('drill.start', { fault })).toMatchObject(refusal('DRILL_NEEDS_REHEARSAL_SWITCHER'));
  });

  it('PREP-10 it ends by itself when its time is over, not before, and with the rehearsal', () => {
    const bench = rehearsal();
    bench.do('drill.start', { fault: 'pictureFrozen' });
    expect(bench.pass(DRILL_LASTS_MS - 1).learn({ type: 'drill.over' })).toEqual([]);
    expect(bench.pass(1).learn({ type: 'drill.over' })).toMatchObject([
      { type: 'drill.ended', payload: { cause: 'time', tookMs: DRILL_LASTS_MS } },
    ]);
    expect(bench.learn({ type: 'drill.over' })).toEqual([]);
    bench.do('drill.start', { fault: 'pictureFrozen' });
    expect(typesOf(bench.do('run.end'))).toContain('drill.ended');
    expect(bench.state.run?.drill).toBeNull();
  });

  it('PREP-10 the scene that goes missing is the next cue’s, never the safe one nor the one on program', () => {
    const bench = rehearsal();
    bench.learn({ type: 'program.changed', obsSceneName: '画面-wide', by: 'found' });
    bench.do('drill.start', { fault: 'sceneMissing' });
    const lost = bench.run.drill?.sceneId;
    expect(lost).toBe(
      bench.run.segments
        .flatMap(({ planned }) => planned.cues)
        .find((cue) => cue.kind === 'scene' && !['sc-wide', 'sc-safe'].includes(cue.targetId))?.targetId,
    );
  });
});
