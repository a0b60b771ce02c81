import type { CommandResult } from '#shared/model/commandResult';
import type { ChecklistItemId, MemberId } from '#shared/model/ids';
import type { StudioClient } from '../common/studioClient.ts';

const SITS_WITHIN_MS = 5000;

/**
 * The second signature on the same screen: the second person sits down, signs in their own name, and the
 * screen goes back to whoever had it. The core sees two different people.
 */
export async function signAs(
  client: StudioClient,
  signer: MemberId,
  itemId: ChecklistItemId,
): Promise<CommandResult> {
  const before = client.view.memberId;
  try {
    if (signer !== before && !(await seat(client, signer))) {
      return { ok: false, error: { code: 'CORE_OFFLINE', params: {}, message: 'The core does not answer' } };
    }
    return await client.send('checklist.tick', { itemId });
  } finally {
    if (signer !== before) client.actAs(before);
  }
}

/** Changes who acts and waits until the core has heard of it: the link goes down once and comes back. */
function seat(client: StudioClient, memberId: MemberId): Promise<boolean> {
  return new Promise((resolve) => {
    let hasGone = client.view.link.state !== 'live';
    const settle = (isSeated: boolean): void => {
      window.clearTimeout(timeout);
      unsubscribe();
      resolve(isSeated);
    };
    const unsubscribe = client.subscribe(() => {
      if (client.view.link.state !== 'live') hasGone = true;
      else if (hasGone) settle(true);
    });
    const timeout = window.setTimeout(() => settle(false), SITS_WITHIN_MS);
    client.actAs(memberId);
  });
}
