import { useEffect, useRef } from 'react';
import { rolesOf } from '#shared/model/showPlan';
import { useStudio, useStudioClient } from '../common/StudioProvider.tsx';

/** At the prompter sits the host, unless somebody else of this show was chosen here. */
export function useHostMember(): void {
  const client = useStudioClient();
  const { state, memberId, link } = useStudio();
  const done = useRef(false);
  useEffect(() => {
    if (done.current || state.plan === null || link.state !== 'live') return;
    done.current = true;
    const { team } = state.plan;
    if (team.some((each) => each.id === memberId)) return;
    const host = team.find((each) => rolesOf(each).includes('host'));
    if (host !== undefined) client.actAs(host.id);
  }, [client, state.plan, memberId, link]);
}
