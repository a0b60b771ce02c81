import { z } from '../zod.ts';
import {
  checklistItemIdSchema,
  contingencyIdSchema,
  cueIdSchema,
  itemIdSchema,
  memberIdSchema,
  paragraphIdSchema,
  prizeIdSchema,
  propIdSchema,
  sceneIdSchema,
  segmentIdSchema,
  showIdSchema,
} from './ids.ts';
import { roleSchema } from './roles.ts';

/**
 * The plan of a show, which is also the show file (`schemaVersion: 1`): what was planned and approved.
 * A run reads it and never rewrites it. Offsets are whole seconds from the start of the show or the
 * segment, money is whole fen. Fields this version does not use are kept as they came, so that an export
 * gives back what an import took.
 */

const text = (max: number) => z.string().max(max);
const name = z.string().min(1).max(200);
const sec = z.number().int().min(0).max(86_400);
const fen = z.number().int().min(0).max(1_000_000_000_00);
const count = z.number().int().min(0).max(100_000_000);
const instant = z.iso.datetime({ offset: true });
const localId = z.string().min(1).max(64);

export const teamMemberSchema = z.looseObject({
  id: memberIdSchema,
  displayName: name,
  role: roleSchema,
  /** Further roles of the same person in this show. */
  roles: z.array(roleSchema).max(13).optional(),
});
export type TeamMember = z.infer<typeof teamMemberSchema>;

export const sceneSchema = z.looseObject({
  id: sceneIdSchema,
  obsSceneName: name,
  label: name,
  camera: text(100).nullable(),
  framing: text(100).nullable(),
  lighting: text(200).nullable(),
  transition: z.enum(['Cut', 'Fade']),
  transitionMs: z.number().int().min(0).max(10_000).optional(),
  hotkey: text(20).nullable().optional(),
  /** `safe` is where a panic cut goes. Without any, the scene with the id `sc-safe` is it. */
  purpose: z.enum(['safe', 'standby']).optional(),
});
export type Scene = z.infer<typeof sceneSchema>;

export const productSchema = z.looseObject({
  id: itemIdSchema,
  linkNo: z.number().int().min(1).max(9999),
  name,
  spec: text(200),
  dailyPriceFen: fen,
  livePriceFen: fen,
  priceBasis: text(500),
  stock: count,
  purchaseLimit: count,
  sellingPoints: z.array(text(300)).max(30),
  useScenarios: z.array(text(300)).max(30),
  differentiator: text(500),
  userBenefit: text(500),
  cautions: z.array(text(300)).max(30),
  shippingPromise: text(300),
  afterSales: text(300),
});
export type Product = z.infer<typeof productSchema>;

export const comboSchema = z.looseObject({
  id: itemIdSchema,
  linkNo: z.number().int().min(1).max(9999),
  name,
  items: z
    .array(z.looseObject({ productId: itemIdSchema, qty: z.number().int().min(1).max(999) }))
    .min(1)
    .max(50),
  sumLivePriceFen: fen,
  comboPriceFen: fen,
  stock: count,
  purchaseLimit: count,
});
export type Combo = z.infer<typeof comboSchema>;

export const promotionSchema = z.looseObject({
  id: localId,
  type: text(40),
  name,
  priceFen: fen.optional(),
  restorePriceFen: fen.optional(),
  productId: itemIdSchema.optional(),
  comboId: itemIdSchema.optional(),
  startSec: sec,
  endSec: sec,
});
export type Promotion = z.infer<typeof promotionSchema>;

export const prizeSchema = z.looseObject({
  id: prizeIdSchema,
  name,
  spec: text(200),
  unitValueFen: fen,
  qtyPlanned: count,
  qtyOnHand: count,
});
export type Prize = z.infer<typeof prizeSchema>;

export const propSchema = z.looseObject({
  id: propIdSchema,
  name,
  qty: count,
  spec: text(200),
  segmentIds: z.array(segmentIdSchema).max(200),
  ownerRole: roleSchema,
  consumable: z.boolean(),
  quality: text(100),
  location: text(100).optional(),
  note: text(500),
});
export type Prop = z.infer<typeof propSchema>;

export const interactionSchema = z.looseObject({
  id: localId,
  segmentId: segmentIdSchema,
  kind: text(40),
  name,
  startSec: sec,
  durationSec: sec,
  prizeId: prizeIdSchema.nullable(),
  prizeQty: count,
});
export type Interaction = z.infer<typeof interactionSchema>;

const cueMode = z.enum(['auto', 'manual']);
export const sceneCueSchema = z.looseObject({
  id: cueIdSchema,
  atSec: sec,
  sceneId: sceneIdSchema,
  mode: cueMode,
  note: text(500),
});
/** When a product's card comes up, and when its price may be seen. Derived from the script where a file has none. */
export const productCueSchema = z.looseObject({
  id: cueIdSchema,
  kind: z.enum(['card', 'price']),
  atSec: sec,
  itemId: itemIdSchema,
  mode: cueMode,
});

export const paragraphSchema = z.looseObject({
  id: paragraphIdSchema,
  speaker: roleSchema,
  atSec: sec,
  text: text(20_000),
});
export type Paragraph = z.infer<typeof paragraphSchema>;

export const segmentSchema = z.looseObject({
  id: segmentIdSchema,
  order: z.number().int().min(1).max(10_000),
  title: name,
  segmentType: text(40),
  startSec: sec,
  durationSec: sec.min(1),
  minDurationSec: sec,
  maxDurationSec: sec,
  sceneCues: z.array(sceneCueSchema).max(500),
  productCues: z.array(productCueSchema).max(500).optional(),
  productIds: z.array(itemIdSchema).max(200),
  comboIds: z.array(itemIdSchema).max(200),
  promotionIds: z.array(localId).max(200),
  interactionIds: z.array(localId).max(200),
  propIds: z.array(propIdSchema).max(200),
  contingencyIds: z.array(contingencyIdSchema).max(200),
  script: z.array(paragraphSchema).max(2000),
  mustSay: z.array(text(200)).max(50).optional(),
  directorNote: text(2000).nullable(),
  assistantNote: text(2000).nullable(),
});
export type Segment = z.infer<typeof segmentSchema>;

export const contingencySchema = z.looseObject({
  id: contingencyIdSchema,
  name,
  trigger: text(500),
  actions: z.array(z.looseObject({ role: roleSchema, text: text(500) })).max(30),
  sceneId: sceneIdSchema,
  phraseIds: z.array(localId).max(30),
  escalateToRole: roleSchema,
  resumeCondition: text(500),
  scope: z.enum(['segment', 'global']),
});
export type Contingency = z.infer<typeof contingencySchema>;

export const phraseSchema = z.looseObject({
  id: localId,
  category: text(60),
  scene: text(100),
  text: text(2000),
});
export type Phrase = z.infer<typeof phraseSchema>;

export const CHECKLIST_PHASES = ['T-24h', 'T-60min', 'T-15min', 'T+30min'] as const;
export type ChecklistPhase = (typeof CHECKLIST_PHASES)[number];
export const checklistItemSchema = z.looseObject({
  id: checklistItemIdSchema,
  text: z.string().min(1).max(500),
  ownerRole: roleSchema,
  blocking: z.boolean(),
  evidence: text(40).nullable(),
  kind: z.enum(['check', 'count', 'measure', 'roster', 'auto']),
  limits: z.object({ min: z.number().nullable(), max: z.number().nullable(), unit: text(20) }).optional(),
});
export type ChecklistItem = z.infer<typeof checklistItemSchema>;
export const checklistSchema = z.looseObject({
  id: localId,
  name,
  phase: z.enum(CHECKLIST_PHASES),
  items: z.array(checklistItemSchema).max(300),
});
export type Checklist = z.infer<typeof checklistSchema>;

export const complianceRuleSchema = z.looseObject({
  id: localId,
  category: text(100),
  /** Absent: a rule on fields, or one that a person checks. */
  pattern: text(2000).optional(),
  severity: z.enum(['block', 'warn']),
  suggestion: text(500),
});
export type ComplianceRule = z.infer<typeof complianceRuleSchema>;
export const lintWaiverSchema = z.looseObject({
  ruleId: localId,
  paragraphId: paragraphIdSchema,
  reason: z.string().min(1).max(500),
  approvedBy: memberIdSchema,
});

export const scriptVariableSchema = z.looseObject({
  token: text(100),
  source: text(100),
  refId: text(100),
  fallback: text(200),
});
export type ScriptVariable = z.infer<typeof scriptVariableSchema>;

export const approvalSchema = z.looseObject({
  step: text(40),
  role: roleSchema,
  memberId: memberIdSchema,
  at: instant,
  result: text(40),
  showVersion: count,
  comment: text(2000),
});

export const showHeaderSchema = z.looseObject({
  id: showIdSchema,
  title: name,
  platform: text(100),
  room: text(100),
  scheduledStart: instant,
  plannedDurationSec: sec.min(1),
  status: z.enum([
    'draft',
    'submitted',
    'passed',
    'approved',
    'returned',
    'cancelled',
    'ready',
    'live',
    'ended',
    'reviewed',
    'archived',
  ]),
  version: count,
  approvals: z.array(approvalSchema).max(500),
  prompter: z.looseObject({
    charsPerMinute: z.number().min(60).max(600),
    fontPx: z.number().min(16).max(300),
    mirror: z.boolean(),
    readingLine: z.number().min(0.1).max(0.9),
  }),
});

export const showPlanSchema = z.looseObject({
  schemaVersion: z.literal(1),
  show: showHeaderSchema,
  team: z.array(teamMemberSchema).max(200),
  scenes: z.array(sceneSchema).max(200),
  products: z.array(productSchema).max(1000),
  combos: z.array(comboSchema).max(1000),
  promotions: z.array(promotionSchema).max(1000),
  prizes: z.array(prizeSchema).max(500),
  props: z.array(propSchema).max(1000),
  interactions: z.array(interactionSchema).max(500),
  segments: z.array(segmentSchema).min(1).max(2000),
  contingencies: z.array(contingencySchema).max(200),
  phrases: z.array(phraseSchema).max(2000),
  complianceRules: z.array(complianceRuleSchema).max(1000),
  lintWaivers: z.array(lintWaiverSchema).max(1000),
  checklists: z.array(checklistSchema).max(20),
  scriptVariables: z.array(scriptVariableSchema).max(500),
});
export type ShowPlan = z.infer<typeof showPlanSchema>;

/** The roles a member holds in this show. */
export function rolesOf(member: TeamMember): readonly z.infer<typeof roleSchema>[] {
  return [...new Set([member.role, ...(member.roles ?? [])])];
}

/** The scene a panic cut goes to. */
export function safeScene(plan: ShowPlan): Scene | null {
  return (
    plan.scenes.find((scene) => scene.purpose === 'safe') ??
    plan.scenes.find((scene) => scene.id === 'sc-safe') ??
    null
  );
}

/** A product or a combo by its id. */
export function findItem(
  plan: ShowPlan,
  itemId: string,
):
  | { readonly kind: 'product'; readonly product: Product }
  | { readonly kind: 'combo'; readonly combo: Combo }
  | null {
  const product = plan.products.find((each) => each.id === itemId);
  if (product !== undefined) return { kind: 'product', product };
  const combo = plan.combos.find((each) => each.id === itemId);
  return combo === undefined ? null : { kind: 'combo', combo };
}
