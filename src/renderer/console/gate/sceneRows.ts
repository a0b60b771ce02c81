import type { Scene } from '#shared/model/showPlan';
import type { LiveStatus } from '#shared/model/station';
import { missingWithSuggestions } from '#shared/run/preflight';
import { switcherSceneName, type StudioState } from '#shared/run/state';
import { switcherFacts } from '#shared/run/switcherFacts';
import type { ErrorParams } from '#shared/errors';

export type SceneTrial =
  | { readonly state: 'untried' | 'walked' | 'requested' | 'onProgram' }
  | { readonly state: 'failed'; readonly code: string; readonly params: ErrorParams };

export type SceneRow = {
  readonly scene: Scene;
  /** Its name in the switcher, a re-mapping included. */
  readonly switcherName: string;
  readonly isRemapped: boolean;
  readonly match: 'matched' | 'missing' | 'unknown';
  readonly suggestion: string | null;
  readonly trial: SceneTrial;
};

/** Each scene of the plan against the switcher's list, and whether it was ever seen on program. */
export function sceneRows(state: StudioState, switcher: LiveStatus['switcher'] | null): readonly SceneRow[] {
  const names = switcher === null ? null : switcherFacts(switcher).sceneNames;
  const missing = new Map(
    switcher === null ? [] : missingWithSuggestions(state, switcher).map((each) => [each.sceneId, each]),
  );
  return (state.plan?.scenes ?? []).map((scene) => {
    const gone = missing.get(scene.id);
    return {
      scene,
      switcherName: switcherSceneName(state, scene.id) ?? scene.obsSceneName,
      isRemapped: (state.prep.sceneMap[scene.id] ?? scene.obsSceneName) !== scene.obsSceneName,
      match: names === null ? 'unknown' : gone === undefined ? 'matched' : 'missing',
      suggestion: gone?.suggestion ?? null,
      trial: trialOf(state, scene),
    };
  });
}

function trialOf({ output, prep }: StudioState, scene: Scene): SceneTrial {
  if (output.failure?.sceneId === scene.id)
    return { state: 'failed', code: output.failure.code, params: output.failure.params };
  if (output.program?.sceneId === scene.id) return { state: 'onProgram' };
  if (output.desired?.sceneId === scene.id) return { state: 'requested' };
  return { state: prep.walkedScenes[scene.id] === undefined ? 'untried' : 'walked' };
}
