import { z } from '../zod.ts';
import type { LiveStatus } from '../model/station.ts';
import { runOn, type StudioState } from './state.ts';

/** What needs a person, for whoever is not looking at a station: the desktop's notifications. */
const needSchema = z.object({
  kind: z.enum(['switcher', 'picture', 'sound']),
  /** The stable code of the error, to look the words up by. */
  code: z.string(),
});
export type Need = z.infer<typeof needSchema>;

export const deskReportSchema = z.object({
  run: z.enum(['none', 'rehearsal', 'live']),
  showTitle: z.string().nullable(),
  needs: z.array(needSchema).readonly(),
});
/** How the studio is, in as much as the shell around it has to know. */
export type DeskReport = z.infer<typeof deskReportSchema>;

/** Outside a run nothing is urgent: the go-live check shows it to whoever prepares. */
export function deskReport(
  state: StudioState,
  { problem }: Pick<LiveStatus['switcher'], 'problem'>,
): DeskReport {
  const run = runOn(state);
  const { failure, muteFailure } = state.output;
  const need = (kind: Need['kind'], found: { readonly code: string } | null): Need[] =>
    found === null ? [] : [{ kind, code: found.code }];
  return {
    run: run?.mode ?? 'none',
    showTitle: state.plan?.show.title ?? null,
    needs:
      run === null
        ? []
        : [...need('switcher', problem), ...need('picture', failure), ...need('sound', muteFailure)],
  };
}
