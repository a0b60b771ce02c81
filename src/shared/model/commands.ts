import { z } from '../zod.ts';
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
  sceneIdSchema,
  segmentIdSchema,
  showIdSchema,
} from './ids.ts';
import { ALARM_KINDS, LOUDEST_DB, OUTPUT_NAMES, SILENT_DB } from './outputs.ts';

/**
 * Everything a person, a station or a script may ask of the studio. One union: the console, the control
 * API and the tests speak it. Each carries an id made by the asker; the same id twice is answered alike.
 */
const reason = z.string().trim().min(1).max(500);
const deltaSec = z.number().int().min(1).max(3600);
const evidenceId = z.string().regex(/^[0-9a-f]{64}$/);
const insertedSec = z.number().int().min(5).max(3600);
const nothing = z.object({}).default({});
const output = z.object({ output: z.enum(OUTPUT_NAMES) });
/** As the switcher names it. */
const input = z.string().min(1).max(500);

/** What Kaibo does with program on its own, a panic cut apart: nothing, or one cut to the safe scene. */
export const safeScenePolicySchema = z.object({
  /** The switcher is back after its connection was lost. */
  afterLoss: z.enum(['stay', 'safeScene']),
  /** The switcher has no such scene as a cue wants. */
  missingScene: z.enum(['stay', 'safeScene']),
});
export type SafeScenePolicy = z.infer<typeof safeScenePolicySchema>;

/** When the OBS that leads is lost: people are asked, or the one that stands by leads at once. */
export const takeOverSchema = z.enum(['ask', 'auto']);
export type TakeOver = z.infer<typeof takeOverSchema>;
const obsUrl = z.url({ protocol: /^wss?$/ }).max(300);

/** What a crew can practise in a rehearsal: OBS is gone, draws nothing, lacks the next scene; the stream breaks off. */
export const DRILL_FAULTS = ['switcherLost', 'pictureFrozen', 'sceneMissing', 'streamDropped'] as const;
export const drillFaultSchema = z.enum(DRILL_FAULTS);
export type DrillFault = z.infer<typeof drillFaultSchema>;

const command = <const Type extends string, Payload extends z.ZodType>(type: Type, payload: Payload) =>
  z.object({ id: commandIdSchema, type: z.literal(type), payload });

/** Characters of a message to the host. */
export const MESSAGE_LONGEST = 200;
export const MESSAGE_KINDS = ['faster', 'slower', 'wrapUp', 'nextProduct', 'text'] as const;
export const ISSUE_AREAS = [
  'picture',
  'sound',
  'product',
  'price',
  'interaction',
  'script',
  'people',
  'other',
] as const;

export const commandSchema = z.discriminatedUnion('type', [
  // show and plan
  command('show.open', z.object({ showId: showIdSchema })),
  command(
    'script.edit',
    z.object({ segmentId: segmentIdSchema, paragraphId: paragraphIdSchema, text: z.string().max(20_000) }),
  ),
  command('timings.adopt', z.object({ segmentIds: z.array(segmentIdSchema).min(1).max(2000) })),
  // run
  command(
    'run.start',
    z.object({
      mode: z.enum(['live', 'rehearsal']),
      /** Rehearsals only; the studio's own default when absent. */
      speed: z.number().min(0.1).max(1000).optional(),
      advance: z.enum(['manual', 'auto']).default('manual'),
    }),
  ),
  command('run.advance', z.object({ advance: z.enum(['manual', 'auto']) })),
  command('run.end', nothing),
  command('segment.next', z.object({ from: segmentIdSchema.optional() }).default({})),
  command('segment.back', z.object({ from: segmentIdSchema.optional() }).default({})),
  command('segment.hold', nothing),
  command('segment.resume', nothing),
  command(
    'segment.extend',
    z.object({ segmentId: segmentIdSchema.optional(), deltaSec, reason: reason.optional() }),
  ),
  command(
    'segment.shorten',
    z.object({ segmentId: segmentIdSchema.optional(), deltaSec, reason: reason.optional() }),
  ),
  command('segment.end', z.object({ reason, from: segmentIdSchema.optional() })),
  command('segment.skip', z.object({ segmentId: segmentIdSchema, reason })),
  command('segment.restore', z.object({ segmentId: segmentIdSchema })),
  command('segment.reorder', z.object({ segmentId: segmentIdSchema, afterSegmentId: segmentIdSchema })),
  command(
    'segment.insert',
    z.object({
      /** The current one when absent. */
      afterSegmentId: segmentIdSchema.optional(),
      source: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('repeat'), segmentId: segmentIdSchema }),
        z.object({ kind: z.literal('product'), itemId: itemIdSchema, durationSec: insertedSec }),
        z.object({
          kind: z.literal('blank'),
          title: z.string().trim().min(1).max(200),
          durationSec: insertedSec,
        }),
      ]),
    }),
  ),
  command('take.undo', nothing),
  // output
  command(
    'scene.switch',
    z.object({ sceneId: sceneIdSchema, transition: z.enum(['planned', 'Cut', 'Fade']).default('planned') }),
  ),
  command('scene.preview', z.object({ sceneId: sceneIdSchema })),
  command('cue.fire', z.object({ cueId: cueIdSchema })),
  command('audio.mute', z.object({ muted: z.boolean() })),
  command('input.mute', z.object({ input, muted: z.boolean() })),
  command('input.volume', z.object({ input, volumeDb: z.number().min(SILENT_DB).max(LOUDEST_DB) })),
  command('output.start', output),
  command('output.stop', output),
  command('record.pause', nothing),
  command('record.resume', nothing),
  command('replay.save', nothing),
  command('alarm.acknowledge', z.object({ alarm: z.enum(ALARM_KINDS) })),
  command('panic.cut', nothing),
  command('panic.release', nothing),
  command(
    'contingency.open',
    z.object({ contingencyId: contingencyIdSchema, switchScene: z.boolean().default(true) }),
  ),
  command('contingency.close', z.object({ note: z.string().max(500).default('') })),
  command('drill.start', z.object({ fault: drillFaultSchema })),
  command('drill.end', nothing),
  // product card
  command('product.push', z.object({ itemId: itemIdSchema })),
  command('product.reveal', z.object({ itemId: itemIdSchema })),
  command('product.retract', nothing),
  // prompter
  command('prompter.pause', nothing),
  command('prompter.resume', nothing),
  command(
    'prompter.seek',
    z.object({ segmentId: segmentIdSchema, scriptMs: z.number().min(0).max(86_400_000) }),
  ),
  command('prompter.pace', z.object({ charsPerMinute: z.number().min(60).max(600) })),
  // people
  command(
    'message.send',
    z.object({ kind: z.enum(MESSAGE_KINDS), text: z.string().trim().max(MESSAGE_LONGEST).default('') }),
  ),
  command(
    'message.acknowledge',
    z.object({ messageId: messageIdSchema, by: z.enum(['person', 'timeout']).default('person') }),
  ),
  command('question.pass', z.object({ text: z.string().trim().min(1).max(300) })),
  command('issue.log', z.object({ area: z.enum(ISSUE_AREAS), text: z.string().trim().min(1).max(500) })),
  command(
    'clip.mark',
    z.object({
      label: z.string().trim().max(200).default(''),
      preSec: z.number().int().min(0).max(300).default(15),
      postSec: z.number().int().min(0).max(300).default(20),
    }),
  ),
  command('roster.signIn', z.object({ memberId: memberIdSchema })),
  command('roster.signOut', z.object({ memberId: memberIdSchema })),
  // preparation
  command(
    'checklist.tick',
    z.object({
      itemId: checklistItemIdSchema,
      value: z.number().optional(),
      evidenceId: evidenceId.optional(),
      note: z.string().max(500).optional(),
    }),
  ),
  command('checklist.untick', z.object({ itemId: checklistItemIdSchema })),
  command(
    'prize.count',
    z.object({ prizeId: prizeIdSchema, qtyOnHand: z.number().int().min(0).max(1_000_000) }),
  ),
  command('golive.override', z.object({ reason })),
  command('scene.remap', z.object({ sceneId: sceneIdSchema, obsSceneName: z.string().min(1).max(200) })),
  command(
    'scene.keepStill',
    z.object({ sceneId: sceneIdSchema, evidenceId, as: z.enum(['evidence', 'reference']) }),
  ),
  command('scene.createMissing', nothing),
  command('safeScene.policy', safeScenePolicySchema),
  command('switcher.choose', z.object({ kind: z.enum(['rehearsal', 'obs']) })),
  command(
    'obs.settings',
    z.object({
      url: obsUrl,
      /** Absent: the one that is stored stays. */ password: z.string().max(300).optional(),
    }),
  ),
  command(
    'obs.spare',
    z.object({
      /** null: none stands by. */
      url: obsUrl.nullable(),
      /** Absent: the one that is stored stays. */
      password: z.string().max(300).optional(),
      takeOver: takeOverSchema.default('ask'),
    }),
  ),
  command('switcher.failover', z.object({ to: z.enum(['main', 'spare']) })),
  // studio
  command('recovery.acknowledge', nothing),
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandType = Command['type'];
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>;
/** What a caller writes before defaults are filled in. */
export type CommandInput = z.input<typeof commandSchema>;

export const COMMAND_TYPES = commandSchema.options.map(
  (option) => option.shape.type.value,
) as readonly CommandType[];
