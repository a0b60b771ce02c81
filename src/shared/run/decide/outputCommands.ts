import { ok, refuse } from '../../errors.ts';
import type { EventBody } from '../../model/events.ts';
import {
  requestIdSchema,
  sceneIdSchema,
  type ContingencyId,
  type CueId,
  type ItemId,
  type SceneId,
} from '../../model/ids.ts';
import { safeScene } from '../../model/showPlan.ts';
import { permittingRole } from '../permissions.ts';
import { productCard } from '../productCard.ts';
import { currentSegment, cueRun, plannedSegment, runOn, type StudioState } from '../state.ts';
import { duringRun, type DecideContext, type Decider } from './context.ts';

type SceneSource = Extract<EventBody, { type: 'scene.requested' }>['payload']['source'];
export const sceneRequest = (
  { newId }: DecideContext,
  sceneId: SceneId,
  source: SceneSource,
  transition: 'planned' | 'Cut' | 'Fade',
): EventBody => ({
  type: 'scene.requested',
  payload: { requestId: requestIdSchema.parse(newId()), sceneId, source, transition },
});
const mute = (
  { newId }: DecideContext,
  muted: boolean,
  source: 'operator' | 'panic' | 'release',
  keepMuted: readonly string[] = [],
): EventBody => ({
  type: 'audio.requested',
  payload: { requestId: requestIdSchema.parse(newId()), muted, source, keepMuted: [...keepMuted] },
});

export const switchScene: Decider<'scene.switch'> = (state, { sceneId, transition }, context) => {
  if (state.plan?.scenes.some((scene) => scene.id === sceneId) !== true)
    return refuse('UNKNOWN_SCENE', { sceneId });
  return ok([sceneRequest(context, sceneId, 'operator', transition)]);
};

export const previewScene: Decider<'scene.preview'> = (state, { sceneId }) =>
  state.plan?.scenes.some((scene) => scene.id === sceneId) === true
    ? ok([{ type: 'scene.previewed', payload: { sceneId } }])
    : refuse('UNKNOWN_SCENE', { sceneId });

/** By hand: a manual cue, or a second try of one that failed, expired or was already shown. */
export const fireCue = duringRun<{ cueId: CueId }>((run, { cueId }, context, state) => {
  const known = run.segments.some((segment) => segment.planned.cues.some((cue) => cue.cueId === cueId));
  if (!known) return refuse('UNKNOWN_CUE', { cueId });
  const segment = currentSegment(run);
  const cue = segment.planned.cues.find((each) => each.cueId === cueId);
  if (cue === undefined) return refuse('CUE_NOT_IN_SEGMENT', { cueId });
  // A technician stands in for the picture; cards and prices are the director’s and the operator’s.
  if (cue.kind !== 'scene' && permittingRole('product.push', context.roles) === null)
    return refuse('ROLE_FORBIDDEN', { roles: context.roles.join(', '), command: 'product.push' });
  if (cueRun(segment, cueId).status === 'requested') return refuse('CUE_ALREADY_REQUESTED', { cueId });
  return ok(cueEvents(state, cue, 0, context));
});

/**
 * The events of a cue that is due. A card or a price is ours to show, so it is proven by the state that
 * every overlay draws; a scene stays requested until the switcher proves it.
 */
export function cueEvents(
  state: StudioState,
  cue: { readonly cueId: CueId; readonly kind: 'scene' | 'card' | 'price'; readonly targetId: string },
  lateMs: number,
  { newId }: DecideContext,
): EventBody[] {
  const requestId = requestIdSchema.parse(newId());
  const requested: EventBody = {
    type: 'cue.requested',
    payload: { cueId: cue.cueId, requestId, kind: cue.kind, targetId: cue.targetId, lateMs },
  };
  if (cue.kind === 'scene') return [requested];
  const item = currentCard(state, cue.targetId);
  if (item === null) {
    return [
      requested,
      {
        type: 'cue.failed',
        payload: { cueId: cue.cueId, requestId, code: 'UNKNOWN_ITEM', params: { itemId: cue.targetId } },
      },
    ];
  }
  return [
    requested,
    cue.kind === 'card'
      ? { type: 'product.pushed', payload: { itemId: item.itemId, priceShown: false } }
      : { type: 'product.revealed', payload: { itemId: item.itemId, priceFen: item.priceFen } },
    { type: 'cue.confirmed', payload: { cueId: cue.cueId, requestId, tookMs: 0 } },
  ];
}

export const muteAudio: Decider<'audio.mute'> = (_state, { muted }, context) =>
  ok([mute(context, muted, 'operator')]);

/** Sound off and the safe scene, in one press. Works without a run; without a safe scene it is the sound alone. */
export const cutInPanic: Decider<'panic.cut'> = (state, _payload, context) => {
  const from = state.output.panic?.fromSceneId ?? state.output.program?.sceneId ?? null;
  return ok([
    { type: 'panic.cut', payload: { fromSceneId: from, mutedInputs: [...context.switcher.mutedInputs] } },
    ...panicEvents(state, context),
  ]);
};

/** What a panic cut asks of the switcher: at the press, and again whenever the link comes back while it holds. */
export function panicEvents(state: StudioState, context: DecideContext): EventBody[] {
  const safe = state.plan === null ? null : safeScene(state.plan);
  const silent = panicMute(context);
  return safe === null ? [silent] : [silent, sceneRequest(context, safe.id, 'panic', 'Cut')];
}

export const panicMute = (context: DecideContext): EventBody => mute(context, true, 'panic');

export const releasePanic: Decider<'panic.release'> = (state, _payload, context) => {
  const { panic } = state.output;
  if (panic === null) return refuse('NOT_IN_PANIC');
  const events: EventBody[] = [{ type: 'panic.released', payload: {} }];
  if (!panic.wasMuted) events.push(mute(context, false, 'release', panic.mutedInputs));
  const backTo = sceneWithheld(state) ?? panic.fromSceneId;
  if (backTo !== null) events.push(sceneRequest(context, backTo, 'release', 'planned'));
  return ok(events);
};

/** The last scene that the current segment wanted while the panic cut held it back. */
function sceneWithheld(state: StudioState): SceneId | null {
  const run = runOn(state);
  if (run === null) return null;
  const segment = currentSegment(run);
  const withheld = segment.planned.cues.findLast((cue) => {
    const { status, ...how } = cueRun(segment, cue.cueId);
    return cue.kind === 'scene' && status === 'expired' && 'code' in how && how.code === 'PANIC_ON';
  });
  return withheld === undefined ? null : sceneIdSchema.parse(withheld.targetId);
}

export const openContingency = duringRun<{ contingencyId: ContingencyId; switchScene: boolean }>(
  (run, payload, context, state) => {
    const card = state.plan?.contingencies.find((each) => each.id === payload.contingencyId);
    if (card === undefined) return refuse('UNKNOWN_CONTINGENCY', { contingencyId: payload.contingencyId });
    if (run.incident !== null) return refuse('INCIDENT_ALREADY_OPEN');
    const events: EventBody[] = [
      {
        type: 'incident.opened',
        payload: { contingencyId: card.id, fromSceneId: state.output.program?.sceneId ?? null },
      },
    ];
    if (payload.switchScene) events.push(sceneRequest(context, card.sceneId, 'contingency', 'Cut'));
    return ok(events);
  },
);

export const closeContingency = duringRun<{ note: string }>((run, { note }, { now }) =>
  run.incident === null
    ? refuse('NO_INCIDENT_OPEN')
    : ok([
        {
          type: 'incident.closed',
          payload: { contingencyId: run.incident.contingencyId, lossMs: now - run.incident.openedAt, note },
        },
      ]),
);

export const pushProduct = duringRun<{ itemId: ItemId }>((_run, { itemId }, _context, state) => {
  const item = currentCard(state, itemId);
  return item === null
    ? refuse('UNKNOWN_ITEM', { itemId })
    : ok([{ type: 'product.pushed', payload: { itemId: item.itemId, priceShown: false } }]);
});

export const revealPrice = duringRun<{ itemId: ItemId }>((_run, { itemId }, _context, state) => {
  const item = currentCard(state, itemId);
  return item === null
    ? refuse('UNKNOWN_ITEM', { itemId })
    : ok([{ type: 'product.revealed', payload: { itemId: item.itemId, priceFen: item.priceFen } }]);
});

export const retractProduct = duringRun<object>((run) =>
  run.card === null
    ? refuse('NOTHING_TO_RETRACT')
    : ok([{ type: 'product.retracted', payload: { itemId: run.card.itemId, cause: 'operator' } }]),
);

/** The card of an item as the current segment prices it. */
function currentCard(state: StudioState, itemId: string) {
  return state.plan === null ? null : productCard(state.plan, itemId, plannedSegment(state));
}
