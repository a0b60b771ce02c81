import type { TFunction } from 'i18next';
import type { PlannedCue } from '#shared/model/events';
import { findItem, type ShowPlan } from '#shared/model/showPlan';
import type { CueRun } from '#shared/run/state';
import { errorText } from '../../../common/errorText.ts';

/** What a cue does: `画面 · 主播近景`, `上卡 · 3 号 面霜`. */
export function cueWords(t: TFunction, plan: ShowPlan, cue: PlannedCue): string {
  return t(`director.cueKind.${cue.kind}`, { target: cueTarget(plan, cue) });
}

function cueTarget(plan: ShowPlan, cue: PlannedCue): string {
  if (cue.kind === 'scene')
    return plan.scenes.find((scene) => scene.id === cue.targetId)?.label ?? cue.targetId;
  const item = findItem(plan, cue.targetId);
  if (item === null) return cue.targetId;
  return item.kind === 'product'
    ? `${item.product.linkNo}·${item.product.name}`
    : `${item.combo.linkNo}·${item.combo.name}`;
}

/** Its state in words, with the reason where something went wrong. */
export function cueStateWords(t: TFunction, cue: CueRun): string {
  const word = t(`common.cue.${cue.status}`);
  if (cue.status === 'failed' || cue.status === 'expired')
    return t('common.labelled', { label: word, value: errorText(t, cue) });
  return cue.status === 'confirmed' && cue.tookMs > 0
    ? `${word} ${t('director.tookMs', { ms: Math.round(cue.tookMs) })}`
    : word;
}
