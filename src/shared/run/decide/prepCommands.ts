import { ok, refuse } from '../../errors.ts';
import type { EventBody } from '../../model/events.ts';
import type { ChecklistItemId, MemberId, PrizeId, SceneId, ShowId } from '../../model/ids.ts';
import { automaticCheck, isWithin, itemKind, missingScenes, numberLimits } from '../checklistRules.ts';
import type { Role } from '../../model/roles.ts';
import { blockerKey, goLiveBlockers, type Blocker } from '../goLiveGate.ts';
import type { StudioState } from '../state.ts';
import type { Decider, Decision } from './context.ts';

const findItem = (state: StudioState, itemId: ChecklistItemId) =>
  state.plan?.checklists.flatMap((list) => list.items).find((item) => item.id === itemId);

/** Only the owner's role ticks an item; a second signature comes from another person. */
export const tickItem: Decider<'checklist.tick'> = (state, payload, { actor, roles, hasEvidence }) => {
  const { itemId } = payload;
  const item = findItem(state, itemId);
  if (item === undefined) return refuse('UNKNOWN_CHECKLIST_ITEM', { itemId });
  const kind = itemKind(item);
  const before = state.prep.checklist[itemId];
  const ticked = (value: number | null, withinLimits: boolean, complete: boolean): Decision =>
    ok([
      {
        type: 'checklist.ticked',
        payload: {
          itemId,
          value,
          withinLimits,
          evidenceId: payload.evidenceId ?? null,
          note: payload.note ?? '',
          complete,
        },
      },
    ]);

  if (kind === 'automatic' && automaticCheck(item) !== 'manual')
    return refuse('ITEM_IS_AUTOMATIC', { itemId });
  if (kind === 'dualSign' && before?.status === 'done') return ok([]);
  if (kind === 'dualSign' && before?.status === 'halfSigned') {
    const same = actor.memberId === null || actor.memberId === before.first.by.memberId;
    return same ? refuse('SECOND_SIGNER_MUST_DIFFER') : ticked(null, true, true);
  }
  if (!roles.includes(item.ownerRole)) return refuse('NOT_ITEM_OWNER', { ownerRole: item.ownerRole });
  switch (kind) {
    case 'tick':
    case 'automatic':
      return ticked(null, true, true);
    case 'photo':
      if (payload.evidenceId === undefined) return refuse('EVIDENCE_REQUIRED', { itemId });
      return hasEvidence(payload.evidenceId)
        ? ticked(null, true, true)
        : refuse('EVIDENCE_UNKNOWN', { evidenceId: payload.evidenceId });
    case 'number': {
      if (payload.value === undefined) return refuse('VALUE_REQUIRED', { itemId });
      const within = isWithin(payload.value, numberLimits(item));
      return ticked(payload.value, within, within);
    }
    case 'dualSign':
      // Two signatures are two persons: the first must be one, too.
      if (actor.memberId === null) return refuse('SIGNER_UNKNOWN', { itemId });
      return ticked(null, true, false);
  }
};

export const untickItem: Decider<'checklist.untick'> = (state, { itemId }, { roles }) => {
  const item = findItem(state, itemId);
  if (item === undefined) return refuse('UNKNOWN_CHECKLIST_ITEM', { itemId });
  if (!roles.includes(item.ownerRole)) return refuse('NOT_ITEM_OWNER', { ownerRole: item.ownerRole });
  return ok(
    state.prep.checklist[itemId] === undefined ? [] : [{ type: 'checklist.unticked', payload: { itemId } }],
  );
};

export const countPrize: Decider<'prize.count'> = (
  state,
  { prizeId, qtyOnHand }: { prizeId: PrizeId; qtyOnHand: number },
) =>
  state.plan?.prizes.some((prize) => prize.id === prizeId) === true
    ? ok([{ type: 'prize.counted', payload: { prizeId, qtyOnHand } }])
    : refuse('UNKNOWN_PRIZE', { prizeId });

/** People sign in themselves; who keeps the floor may do it for others. */
export const signIn: Decider<'roster.signIn'> = (state, { memberId }, { actor, roles }) => {
  if (state.plan?.team.some((member) => member.id === memberId) !== true)
    return refuse('UNKNOWN_MEMBER', { memberId });
  if (!maySignFor(memberId, actor.memberId, roles))
    return refuse('ROLE_FORBIDDEN', { roles: roles.join(', '), command: 'roster.signIn' });
  return ok(
    state.prep.signedIn[memberId] === undefined ? [{ type: 'roster.signedIn', payload: { memberId } }] : [],
  );
};

export const signOut: Decider<'roster.signOut'> = (state, { memberId }, { actor, roles }) => {
  if (!maySignFor(memberId, actor.memberId, roles))
    return refuse('ROLE_FORBIDDEN', { roles: roles.join(', '), command: 'roster.signOut' });
  return ok(
    state.prep.signedIn[memberId] === undefined ? [] : [{ type: 'roster.signedOut', payload: { memberId } }],
  );
};

const KEEP_THE_FLOOR: ReadonlySet<Role> = new Set(['floorManager', 'supervisor', 'admin']);
const maySignFor = (memberId: MemberId, actorId: MemberId | null, roles: readonly Role[]): boolean =>
  memberId === actorId || roles.some((role) => KEEP_THE_FLOOR.has(role));

export const overrideGate: Decider<'golive.override'> = (state, { reason }, { switcher }) =>
  state.plan === null ? refuse('NO_SHOW_OPEN') : ok([overridden(reason, goLiveBlockers(state, switcher))]);

const overridden = (reason: string, blockers: readonly Blocker[]): EventBody => ({
  type: 'golive.overridden',
  payload: { reason, blockers: blockers.length, covers: blockers.map(blockerKey) },
});

export const remapScene: Decider<'scene.remap'> = (
  state,
  { sceneId, obsSceneName }: { sceneId: SceneId; obsSceneName: string },
) =>
  state.plan?.scenes.some((scene) => scene.id === sceneId) === true
    ? ok([{ type: 'scene.remapped', payload: { sceneId, obsSceneName } }])
    : refuse('UNKNOWN_SCENE', { sceneId });

/** A picture of the scene: how it is meant to look, or how the switcher showed it just now. */
export const keepStill: Decider<'scene.keepStill'> = (state, payload, { hasEvidence }) => {
  const { sceneId, evidenceId, as } = payload;
  if (state.plan?.scenes.some((scene) => scene.id === sceneId) !== true)
    return refuse('UNKNOWN_SCENE', { sceneId });
  return hasEvidence(evidenceId)
    ? ok([{ type: 'scene.stillKept', payload: { sceneId, evidenceId, as } }])
    : refuse('EVIDENCE_UNKNOWN', { evidenceId });
};

export const createMissingScenes: Decider<'scene.createMissing'> = (state, _payload, { switcher }) => {
  if (!switcher.ready) return refuse('SWITCHER_OFFLINE');
  const missing = missingScenes(state, switcher);
  return ok(
    missing.length === 0
      ? []
      : [{ type: 'scene.createRequested', payload: { sceneIds: missing.map((scene) => scene.id) } }],
  );
};

export const setSafeScenePolicy: Decider<'safeScene.policy'> = (_state, policy) =>
  ok([{ type: 'safeScene.policySet', payload: policy }]);

/** A link that works is not changed under a live show; one that is down may be mended at any time. */
export const changeObsSettings: Decider<'obs.settings'> = (state, { url }, { switcher }) =>
  isLive(state) && switcher.ready
    ? refuse('RUN_ALREADY_ON')
    : ok([{ type: 'obs.settingsChanged', payload: { url } }]);

/** A new pair begins with new connections: not while an audience watches. */
export const changeObsSpare: Decider<'obs.spare'> = (state, { url, takeOver }) =>
  state.run?.phase === 'on' && state.run.mode === 'live'
    ? refuse('RUN_ALREADY_ON')
    : ok([{ type: 'obs.spareChanged', payload: { url, takeOver } }]);

export const failOver: Decider<'switcher.failover'> = (_state, { to }, { switcher }) => {
  if (switcher.standby === null) return refuse('NO_SPARE');
  if (switcher.standby.name !== to) return ok([]);
  if (!switcher.standby.ready) return refuse('SPARE_NOT_READY');
  return ok([{ type: 'switcher.failedOver', payload: { to, cause: 'person' } }]);
};

export const chooseSwitcher: Decider<'switcher.choose'> = (state, { kind }) =>
  isLive(state) ? refuse('RUN_ALREADY_ON') : ok([{ type: 'switcher.chosen', payload: { kind } }]);

const isLive = ({ run }: StudioState): boolean => run?.phase === 'on' && run.mode === 'live';

/** Whether the show exists is the store's to know: the executor checks it before it asks. */
export const openShow: Decider<'show.open'> = (state, { showId }: { showId: ShowId }) =>
  state.run?.phase === 'on' ? refuse('RUN_ALREADY_ON') : ok([{ type: 'show.opened', payload: { showId } }]);

/** Somebody has read what was lost; the notice goes from every station. */
export const acknowledgeRecovery: Decider<'recovery.acknowledge'> = () =>
  ok([{ type: 'studio.recoveryAcknowledged', payload: {} }]);
