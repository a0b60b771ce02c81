import { ok, refuse } from '../../errors.ts';
import type { DrillFault } from '../../model/commands.ts';
import type { EventBody } from '../../model/events.ts';
import type { SceneId } from '../../model/ids.ts';
import { safeScene } from '../../model/showPlan.ts';
import { cueRun, type RunState, type StudioState } from '../state.ts';
import { duringRun } from './context.ts';

/** A drill nobody ends is over after this, in real time whatever the speed of the rehearsal. */
export const DRILL_LASTS_MS = 60_000;

/** Plays a fault on the rehearsal switcher, so that the crew practises what to do. Never in a live run, never on OBS. */
export const startDrill = duringRun<{ fault: DrillFault }>((run, { fault }, { switcher }, state) => {
  if (run.mode !== 'rehearsal') return refuse('DRILL_ONLY_IN_REHEARSAL');
  if (!switcher.simulated) return refuse('DRILL_NEEDS_REHEARSAL_SWITCHER');
  if (run.drill !== null) return refuse('DRILL_ALREADY_ON');
  const sceneId = fault === 'sceneMissing' ? sceneToLose(state, run) : null;
  return ok([{ type: 'drill.started', payload: { fault, sceneId, lastsMs: DRILL_LASTS_MS } }]);
});

export const endDrill = duringRun<object>((run, _payload, { now }) =>
  run.drill === null ? refuse('NO_DRILL_ON') : ok(drillEnd(run, 'person', now)),
);

/** The end of the drill that is on, if one is. */
export function drillEnd({ drill }: RunState, cause: 'person' | 'time' | 'runEnd', now: number): EventBody[] {
  return drill === null
    ? []
    : [{ type: 'drill.ended', payload: { fault: drill.fault, cause, tookMs: now - drill.startedAt } }];
}

/** The scene of the next cue, so that the crew meets its lack soon; never the safe one, which must be there to help. */
function sceneToLose(state: StudioState, run: RunState): SceneId | null {
  const scenes = state.plan?.scenes ?? [];
  const safeId = state.plan === null ? null : safeScene(state.plan)?.id;
  const wanted = run.segments
    .slice(run.currentIndex)
    .flatMap((segment) =>
      segment.planned.cues.filter(
        (cue) => cue.kind === 'scene' && cueRun(segment, cue.cueId).status === 'armed',
      ),
    )
    .map((cue) => cue.targetId);
  const order = [...wanted, ...scenes.map((scene) => scene.id)];
  const lost = order.find((id) => id !== safeId && id !== state.output.program?.sceneId);
  return scenes.find((scene) => scene.id === lost)?.id ?? null;
}
