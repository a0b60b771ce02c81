import { useMemo } from 'react';
import type { LiveStatus } from '#shared/model/station';
import type { Role } from '#shared/model/roles';
import { isGateOpen } from '#shared/run/goLiveGate';
import { type SwitcherFacts } from '#shared/run/decide/index';
import { preflight, type PreflightRow } from '#shared/run/preflight';
import { runOn, type RunState, type StudioState } from '#shared/run/state';
import { switcherFacts } from '#shared/run/switcherFacts';
import { useStudio } from '../../common/StudioProvider.tsx';
import { actingRoles } from '../../common/actingRoles.ts';
import { useWhyNot, type WhyNot } from '../../common/useWhyNot.ts';
import { useGoLiveBlockers } from '../useGoLiveBlockers.ts';
import { gateSections, type SectionState } from './gateSections.ts';

export type Gate = {
  readonly state: StudioState;
  readonly run: RunState | null;
  readonly switcher: LiveStatus['switcher'] | null;
  readonly facts: SwitcherFacts;
  readonly roles: readonly Role[];
  readonly sections: readonly SectionState[];
  readonly rows: readonly PreflightRow[];
  readonly blockerCount: number;
  /** Nothing blocks, or a supervisor let through what does. */
  readonly isOpen: boolean;
  readonly whyNot: WhyNot;
};

/** All that the page is drawn from; computed from the same state with the same rules as the core's. */
export function useGate(): Gate {
  const blockers = useGoLiveBlockers();
  const whyNot = useWhyNot();
  const { state, live, memberId } = useStudio();
  const switcher = live?.switcher ?? null;
  return useMemo(() => {
    const facts = switcherFacts(switcher);
    const rows = preflight(state, switcher);
    const roles = actingRoles(state.plan, memberId);
    return {
      state,
      run: runOn(state),
      switcher,
      facts,
      roles,
      sections: gateSections(state, blockers, rows),
      rows,
      blockerCount: blockers.length,
      isOpen: isGateOpen(blockers, state.prep.override),
      whyNot,
    };
  }, [state, switcher, memberId, blockers, whyNot]);
}
