import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandType } from '#shared/model/commands';
import type { LiveStatus } from '#shared/model/station';
import type { Role } from '#shared/model/roles';
import { type SwitcherFacts } from '#shared/run/decide/index';
import { goLiveBlockers } from '#shared/run/goLiveGate';
import { preflight, type PreflightRow } from '#shared/run/preflight';
import { runOn, type RunState, type StudioState } from '#shared/run/state';
import { switcherFacts } from '#shared/run/switcherFacts';
import { useStudio } from '../../common/StudioProvider.tsx';
import { actingRoles, rolesNeeded } from '../director/model/actingRoles.ts';
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
  /** Why whoever sits here may not, in words; null when they may. */
  readonly whyNot: (command: CommandType) => string | null;
};

/** All that the page is drawn from; computed from the same state with the same rules as the core's. */
export function useGate(): Gate {
  const { t } = useTranslation();
  const { state, live, memberId } = useStudio();
  const switcher = live?.switcher ?? null;
  return useMemo(() => {
    const facts = switcherFacts(switcher);
    const blockers = goLiveBlockers(state, facts);
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
      whyNot: (command) => {
        const needed = rolesNeeded(command, roles);
        return needed === null
          ? null
          : t('gate.notAllowed', {
              roles: needed.map((role) => t(`common.role.${role}`)).join(t('gate.listComma')),
            });
      },
    };
  }, [state, switcher, memberId, t]);
}
