import type { LiveStatus } from '#shared/model/station';
import type { Scene } from '#shared/model/showPlan';
import { missingScenes } from '#shared/run/checklistRules';
import type { StudioState } from '#shared/run/state';
import { switcherFacts } from '#shared/run/switcherFacts';

export type Tally = 'program' | 'preview' | 'none';
export type SceneTile = {
  readonly scene: Scene;
  /** The digit that previews it; null beyond nine. */
  readonly digit: number | null;
  readonly tally: Tally;
  /** It was asked for and is not proven yet. */
  readonly isOnItsWay: boolean;
  readonly isMissing: boolean;
};

const DIGITS = 9;

/** The scene grid: what is on, what is asked for, what the switcher doesn't have. */
export function sceneTiles(state: StudioState, live: LiveStatus | null): readonly SceneTile[] {
  const missing = new Set(
    missingScenes(state, switcherFacts(live?.switcher ?? null)).map((scene) => scene.id),
  );
  const { program, preview, desired } = state.output;
  return (state.plan?.scenes ?? []).map((scene, index) => ({
    scene,
    digit: index < DIGITS ? index + 1 : null,
    tally: scene.id === program?.sceneId ? 'program' : scene.id === preview ? 'preview' : 'none',
    isOnItsWay: desired?.sceneId === scene.id,
    isMissing: missing.has(scene.id),
  }));
}
