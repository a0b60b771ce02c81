import type { PowerSaveBlocker } from 'electron';
import type { DeskReport } from '../shared/run/deskReport.ts';

/**
 * Keeps PC and displays awake while a run is on, a rehearsal too: a prompter nobody touches must not go dark.
 * Call it with every report.
 */
export function keepAwakeDuringRuns(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>,
): (report: Pick<DeskReport, 'run'>) => void {
  let id: number | null = null;
  return ({ run }) => {
    if (run !== 'none') id ??= blocker.start('prevent-display-sleep');
    else if (id !== null) {
      blocker.stop(id);
      id = null;
    }
  };
}
