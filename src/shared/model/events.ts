import { z } from '../zod.ts';
import { textSpliceSchema } from '../script/splice.ts';
import { studioMsSchema } from '../timing/vector.ts';
import {
  COMMAND_TYPES,
  drillFaultSchema,
  ISSUE_AREAS,
  MESSAGE_KINDS,
  safeScenePolicySchema,
  takeOverSchema,
} from './commands.ts';
import {
  checklistItemIdSchema,
  commandIdSchema,
  contingencyIdSchema,
  cueIdSchema,
  itemIdSchema,
  memberIdSchema,
  messageIdSchema,
  paragraphIdSchema,
  prizeIdSchema,
  requestIdSchema,
  runIdSchema,
  sceneIdSchema,
  segmentIdSchema,
  showIdSchema,
  stationIdSchema,
} from './ids.ts';
import { recoverySchema } from './recovery.ts';
import { ALARM_KINDS, OUTPUT_ACTIONS, OUTPUT_MODES, OUTPUT_NAMES } from './outputs.ts';
import { roleSchema } from './roles.ts';

/**
 * What happened. The log holds nothing else; every state is a fold over these. A payload carries all
 * that the fold needs, so that a run can be replayed from the log alone. A type's payload is never
 * changed: a new shape gets a new version `v`.
 */
const event = <const Type extends string, Payload extends z.ZodType>(type: Type, payload: Payload) =>
  z.object({ type: z.literal(type), payload });
const reason = z.string().nullable();
const params = z.record(z.string(), z.union([z.string(), z.number()]));
/** `policy`: the safe scene, by the show's own rule. */
const sceneSource = z.enum(['operator', 'undo', 'panic', 'release', 'contingency', 'policy']);
const nothing = z.object({});
const outputRequest = {
  requestId: requestIdSchema,
  output: z.enum(OUTPUT_NAMES),
  action: z.enum(OUTPUT_ACTIONS),
};
const inputRequest = { requestId: requestIdSchema, input: z.string() };

export const plannedCueSchema = z.object({
  cueId: cueIdSchema,
  kind: z.enum(['scene', 'card', 'price']),
  /** Scene id, or item id for card and price. */
  targetId: z.string(),
  atMs: z.number(),
  mode: z.enum(['auto', 'manual']),
});
export type PlannedCue = z.infer<typeof plannedCueSchema>;

export const plannedSegmentSchema = z.object({
  segmentId: segmentIdSchema,
  startMs: z.number(),
  durationMs: z.number(),
  minMs: z.number(),
  maxMs: z.number(),
  cues: z.array(plannedCueSchema),
});
export type PlannedSegment = z.infer<typeof plannedSegmentSchema>;

/** What a segment that a run has on top of its plan is made of; its texts and goods are the plan's, at any time. */
export const insertedSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('repeat'), segmentId: segmentIdSchema }),
  z.object({ kind: z.literal('product'), itemId: itemIdSchema }),
  z.object({ kind: z.literal('blank'), title: z.string() }),
]);
export type InsertedSource = z.infer<typeof insertedSourceSchema>;

export const enterCauseSchema = z.enum(['start', 'take', 'back', 'auto', 'end', 'skip']);

export const eventBodySchema = z.discriminatedUnion('type', [
  // show and plan
  event(
    'show.imported',
    z.object({ showId: showIdSchema, title: z.string(), rev: z.number(), contentHash: z.string() }),
  ),
  event('show.opened', z.object({ showId: showIdSchema })),
  event(
    'script.edited',
    // Only what changed: a paragraph may be long, and every station gets it.
    z.object({ segmentId: segmentIdSchema, paragraphId: paragraphIdSchema, splice: textSpliceSchema }),
  ),
  event(
    'timings.adopted',
    z.object({
      durations: z.array(
        z.object({ segmentId: segmentIdSchema, beforeSec: z.number(), afterSec: z.number() }),
      ),
    }),
  ),
  // run
  event(
    'run.started',
    z.object({
      runId: runIdSchema,
      mode: z.enum(['live', 'rehearsal']),
      speed: z.number(),
      advance: z.enum(['manual', 'auto']),
      charsPerMinute: z.number(),
      plan: z.array(plannedSegmentSchema),
    }),
  ),
  event('run.advanceSet', z.object({ advance: z.enum(['manual', 'auto']) })),
  event('run.ended', z.object({ elapsedMs: z.number(), overrunMs: z.number() })),
  event('segment.entered', z.object({ segmentId: segmentIdSchema, cause: enterCauseSchema, reason })),
  event('segment.held', z.object({ segmentId: segmentIdSchema })),
  event('segment.resumed', z.object({ segmentId: segmentIdSchema })),
  event('segment.extended', z.object({ segmentId: segmentIdSchema, deltaMs: z.number(), reason })),
  event('segment.skipped', z.object({ segmentId: segmentIdSchema, reason })),
  event('segment.restored', z.object({ segmentId: segmentIdSchema })),
  event('segment.reordered', z.object({ segmentId: segmentIdSchema, afterSegmentId: segmentIdSchema })),
  event(
    'segment.inserted',
    z.object({
      afterSegmentId: segmentIdSchema,
      source: insertedSourceSchema,
      /** With the id it has in this run, and cues of its own; `startMs` is when it was expected to begin. */
      planned: plannedSegmentSchema,
    }),
  ),
  /** The last segment was ended or skipped on purpose; `run.ended` follows. */
  event(
    'segment.closed',
    z.object({ segmentId: segmentIdSchema, cause: z.enum(['end', 'skip']), reason: z.string() }),
  ),
  event('take.undone', z.object({ segmentId: segmentIdSchema })),
  // cues and output
  event(
    'cue.requested',
    z.object({
      cueId: cueIdSchema,
      requestId: requestIdSchema,
      kind: z.enum(['scene', 'card', 'price']),
      targetId: z.string(),
      lateMs: z.number(),
    }),
  ),
  event('cue.confirmed', z.object({ cueId: cueIdSchema, requestId: requestIdSchema, tookMs: z.number() })),
  event('cue.failed', z.object({ cueId: cueIdSchema, requestId: requestIdSchema, code: z.string(), params })),
  event(
    'scene.requested',
    z.object({
      requestId: requestIdSchema,
      sceneId: sceneIdSchema,
      source: sceneSource,
      transition: z.enum(['planned', 'Cut', 'Fade']),
    }),
  ),
  event(
    'scene.failed',
    z.object({ requestId: requestIdSchema, sceneId: sceneIdSchema, code: z.string(), params }),
  ),
  event(
    'scene.switched',
    z.object({
      requestId: requestIdSchema.nullable(),
      sceneId: sceneIdSchema.nullable(),
      obsSceneName: z.string(),
      /** `obs`: a person chose it in the switcher. `found`: it was on when the connection came up. */
      source: z.enum([
        'cue',
        'operator',
        'undo',
        'panic',
        'release',
        'contingency',
        'policy',
        'obs',
        'found',
      ]),
      tookMs: z.number().nullable(),
    }),
  ),
  event('scene.previewed', z.object({ sceneId: sceneIdSchema })),
  /** Somebody chose it in the switcher; `sceneId` is null for a scene the show does not have. */
  event('scene.previewMirrored', z.object({ sceneId: sceneIdSchema.nullable(), obsSceneName: z.string() })),
  event(
    'audio.requested',
    z.object({
      requestId: requestIdSchema,
      muted: z.boolean(),
      source: z.enum(['operator', 'panic', 'release']),
      /** Inputs that stay off when the sound comes back on. */
      keepMuted: z.array(z.string()),
    }),
  ),
  event('audio.switched', z.object({ requestId: requestIdSchema, muted: z.boolean() })),
  event('audio.failed', z.object({ requestId: requestIdSchema, code: z.string(), params })),
  event(
    'input.requested',
    z.object({
      ...inputRequest,
      change: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('mute'), muted: z.boolean() }),
        z.object({ kind: z.literal('volume'), volumeDb: z.number() }),
      ]),
    }),
  ),
  event('input.confirmed', z.object(inputRequest)),
  event('input.failed', z.object({ ...inputRequest, code: z.string(), params })),
  event('output.requested', z.object(outputRequest)),
  /** `file`: what was written, where the switcher says so. */
  event('output.confirmed', z.object({ ...outputRequest, file: z.string().nullable() })),
  event('output.failed', z.object({ ...outputRequest, code: z.string(), params })),
  /** What an output was seen to do, whoever asked for it. */
  event(
    'output.changed',
    z.object({ output: z.enum(OUTPUT_NAMES), mode: z.enum(OUTPUT_MODES), file: z.string().nullable() }),
  ),
  event('alarm.raised', z.object({ alarm: z.enum(ALARM_KINDS), finding: z.string(), params })),
  event('alarm.acknowledged', z.object({ alarm: z.enum(ALARM_KINDS) })),
  event('alarm.cleared', z.object({ alarm: z.enum(ALARM_KINDS) })),
  event('panic.cut', z.object({ fromSceneId: sceneIdSchema.nullable(), mutedInputs: z.array(z.string()) })),
  event('panic.released', nothing),
  event(
    'incident.opened',
    z.object({ contingencyId: contingencyIdSchema, fromSceneId: sceneIdSchema.nullable() }),
  ),
  event(
    'incident.closed',
    z.object({ contingencyId: contingencyIdSchema, lossMs: z.number(), note: z.string() }),
  ),
  /** A rehearsed fault; `sceneId` is the scene that goes missing. */
  event(
    'drill.started',
    z.object({ fault: drillFaultSchema, sceneId: sceneIdSchema.nullable(), lastsMs: z.number() }),
  ),
  event(
    'drill.ended',
    z.object({ fault: drillFaultSchema, cause: z.enum(['person', 'time', 'runEnd']), tookMs: z.number() }),
  ),
  // product card
  event('product.pushed', z.object({ itemId: itemIdSchema, priceShown: z.boolean() })),
  event('product.revealed', z.object({ itemId: itemIdSchema, priceFen: z.number() })),
  event(
    'product.retracted',
    z.object({ itemId: itemIdSchema, cause: z.enum(['operator', 'segmentEnd', 'runEnd']) }),
  ),
  // prompter: where the reader is on the segment's script timeline, and whether it moves
  event(
    'prompter.moved',
    z.object({
      segmentId: segmentIdSchema,
      scriptMs: z.number(),
      running: z.boolean(),
      charsPerMinute: z.number(),
      cause: z.enum(['seek', 'pause', 'resume', 'pace', 'hold', 'release', 'carry']),
    }),
  ),
  // people
  event(
    'message.sent',
    z.object({ messageId: messageIdSchema, kind: z.enum(MESSAGE_KINDS), text: z.string() }),
  ),
  event('message.acknowledged', z.object({ messageId: messageIdSchema, by: z.enum(['person', 'timeout']) })),
  event('question.logged', z.object({ text: z.string() })),
  event(
    'issue.logged',
    z.object({ area: z.enum(ISSUE_AREAS), text: z.string(), segmentId: segmentIdSchema.nullable() }),
  ),
  event(
    'clip.marked',
    z.object({
      label: z.string(),
      preSec: z.number(),
      postSec: z.number(),
      segmentId: segmentIdSchema.nullable(),
      itemId: itemIdSchema.nullable(),
    }),
  ),
  event('roster.signedIn', z.object({ memberId: memberIdSchema })),
  event('roster.signedOut', z.object({ memberId: memberIdSchema })),
  // preparation
  event(
    'checklist.ticked',
    z.object({
      itemId: checklistItemIdSchema,
      value: z.number().nullable(),
      withinLimits: z.boolean(),
      evidenceId: z.string().nullable(),
      note: z.string(),
      complete: z.boolean(),
    }),
  ),
  event('checklist.unticked', z.object({ itemId: checklistItemIdSchema })),
  event('prize.counted', z.object({ prizeId: prizeIdSchema, qtyOnHand: z.number() })),
  event(
    'golive.overridden',
    /** `covers`: the keys of what it lets through; a later blocker is not among them. */
    z.object({ reason: z.string(), blockers: z.number(), covers: z.array(z.string()) }),
  ),
  event('scene.remapped', z.object({ sceneId: sceneIdSchema, obsSceneName: z.string() })),
  event(
    'scene.stillKept',
    z.object({
      sceneId: sceneIdSchema,
      evidenceId: z.string(),
      as: z.enum(['evidence', 'reference']),
    }),
  ),
  event('scene.createRequested', z.object({ sceneIds: z.array(sceneIdSchema) })),
  event('scene.created', z.object({ created: z.array(z.string()), failed: z.array(z.string()) })),
  event('safeScene.policySet', safeScenePolicySchema),
  event('switcher.chosen', z.object({ kind: z.enum(['rehearsal', 'obs']) })),
  event('obs.settingsChanged', z.object({ url: z.string() })),
  event('obs.spareChanged', z.object({ url: z.string().nullable(), takeOver: takeOverSchema })),
  /** `auto`: the one that led was lost, and the rule says to change over at once. */
  event(
    'switcher.failedOver',
    z.object({ to: z.enum(['main', 'spare']), cause: z.enum(['person', 'auto']) }),
  ),
  // studio
  event('studio.resumed', z.object({ downMs: z.number(), sameBoot: z.boolean() })),
  event('studio.recovered', recoverySchema),
  event('studio.recoveryAcknowledged', nothing),
  event('command.refused', z.object({ command: z.enum(COMMAND_TYPES), code: z.string(), params })),
]);
export type EventBody = z.infer<typeof eventBodySchema>;
export type EventType = EventBody['type'];
export type EventOf<Type extends EventType> = Extract<EventBody, { type: Type }>;

export const actorSchema = z.object({
  /** null: the studio itself (a due cue, OBS) or a token that stands for no member. */
  memberId: memberIdSchema.nullable(),
  role: z.union([roleSchema, z.literal('system')]),
  stationId: stationIdSchema.nullable(),
});
export type Actor = z.infer<typeof actorSchema>;
export const SYSTEM_ACTOR: Actor = { memberId: null, role: 'system', stationId: null };

export const eventEnvelopeSchema = z.object({
  /** Gapless per device, from 1. */
  seq: z.number().int().min(1),
  id: z.string(),
  showId: showIdSchema.nullable(),
  runId: runIdSchema.nullable(),
  deviceId: z.string(),
  v: z.literal(1),
  /** Wall clock, for people and other systems only. */
  at: z.iso.datetime(),
  /** Studio clock: what the fold uses. */
  studioMs: studioMsSchema,
  /** Since the start of the run, in real milliseconds; null outside a run. */
  offsetMs: z.number().nullable(),
  actor: actorSchema,
  commandId: commandIdSchema.nullable(),
});
export type EventEnvelope = z.infer<typeof eventEnvelopeSchema>;
export const studioEventSchema = z.intersection(eventEnvelopeSchema, eventBodySchema);
export type StudioEvent = EventEnvelope & EventBody;
