import { z } from '#shared/zod';
import { CHECKLIST_PHASES, type ChecklistPhase } from '#shared/model/showPlan';
import type { StudioState } from '#shared/run/state';

const KEY = 'kaibo.checklist.phase';
const chosenSchema = z.object({ during: z.string(), phase: z.enum(CHECKLIST_PHASES) });

/** The tab that was chosen at this device, as long as the show is where it was then. */
export function rememberedPhase(state: StudioState): ChecklistPhase | null {
  try {
    const { during, phase } = chosenSchema.parse(JSON.parse(localStorage.getItem(KEY) ?? ''));
    return during === whereShowIs(state) ? phase : null;
  } catch {
    // Never chosen, of another version, or damaged.
    return null;
  }
}

export function rememberPhase(state: StudioState, phase: ChecklistPhase): void {
  localStorage.setItem(KEY, JSON.stringify({ during: whereShowIs(state), phase }));
}

/** Before, in or after which run of which show: each has its own first thing to do. */
function whereShowIs({ plan, run }: StudioState): string {
  return [plan?.show.id, run?.runId, run?.phase].join(' ');
}
