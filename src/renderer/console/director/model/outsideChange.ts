import type { OutputState } from '#shared/run/state';

/**
 * Whether program changed without this studio having asked: a person did it in OBS. Known from two states
 * in a row, because what was asked for is still open when its proof comes.
 */
export function isOutsideChange(before: OutputState, after: OutputState): boolean {
  if (before.program === null || after.program === null || before.program === after.program) return false;
  if (after.program.source !== 'obs') return false;
  if (before.program.obsSceneName === after.program.obsSceneName) return false;
  return before.desired === null || before.desired.sceneId !== after.program.sceneId;
}
