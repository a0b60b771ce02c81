import { z } from '../zod.ts';
import { patternFault } from '../compliance/patternCost.ts';
import type { ErrorParams } from '../errors.ts';
import { sizeFault } from './fileSize.ts';
import {
  checklistSchema,
  comboSchema,
  complianceRuleSchema,
  contingencySchema,
  interactionSchema,
  lintWaiverSchema,
  phraseSchema,
  prizeSchema,
  productSchema,
  promotionSchema,
  propSchema,
  sceneSchema,
  scriptVariableSchema,
  segmentSchema,
  showHeaderSchema,
  showPlanSchema,
  teamMemberSchema,
  type ShowPlan,
} from './showPlan.ts';

/** What is wrong at one place of a show file. The UI translates `problem` (`problem.<name>`). */
export type FileProblem = {
  /** As a person would point at it: `segments[3].script[1].atSec`. */
  readonly path: string;
  readonly problem:
    | 'notJson'
    | 'missing'
    | 'wrongType'
    | 'tooSmall'
    | 'tooLarge'
    | 'tooDeep'
    | 'badFormat'
    | 'unknownValue'
    | 'duplicateId'
    | 'unknownReference'
    | 'outsideSegment'
    | 'outsideLimits'
    | 'badPattern'
    | 'slowPattern'
    | 'wrongOrder';
  readonly params: ErrorParams;
};

export type ParsedFile =
  | { readonly ok: true; readonly plan: ShowPlan }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** Reads a show file: all of it, or every problem in it. Start times of segments are derived from their order and lengths. */
export function parseShowFile(text: string): ParsedFile {
  let json: unknown;
  try {
    // A byte-order mark is what Windows editors leave in front.
    json = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    return {
      ok: false,
      problems: [
        { path: '', problem: 'notJson', params: { detail: error instanceof Error ? error.message : '' } },
      ],
    };
  }
  const oversized = sizeFault(json);
  if (oversized !== null) {
    const { path, problem, maximum } = oversized;
    return { ok: false, problems: [{ path, problem, params: { maximum } }] };
  }
  const parsed = showPlanSchema.safeParse(json);
  const parts = soundParts(json);
  const problems = [
    ...(parsed.error?.issues.map(toProblem) ?? []),
    ...duplicateIds(parts),
    ...brokenReferences(parts, knownIds(json)),
    ...impossibleTimes(parts),
    ...badPatterns(parts),
  ];
  return parsed.success && problems.length === 0
    ? { ok: true, plan: withDerivedStarts(parsed.data) }
    : { ok: false, problems };
}

/** One line for logs and the command line. */
export function problemText({ path, problem, params }: FileProblem): string {
  const details = Object.entries(params).map(([key, value]) => `${key} ${value}`);
  return `${path === '' ? 'file' : path}: ${[problem, ...details].join(', ')}`;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}

function toProblem(issue: z.core.$ZodIssue): FileProblem {
  const path = pathText(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && /undefined/u.test(issue.message)
        ? { path, problem: 'missing', params: {} }
        : { path, problem: 'wrongType', params: { expected: issue.expected } };
    case 'too_small':
      return { path, problem: 'tooSmall', params: { minimum: Number(issue.minimum) } };
    case 'too_big':
      return { path, problem: 'tooLarge', params: { maximum: Number(issue.maximum) } };
    case 'invalid_value':
      return { path, problem: 'unknownValue', params: { allowed: issue.values.map(String).join(' | ') } };
    case 'invalid_format':
      return { path, problem: 'badFormat', params: { expected: issue.format } };
    default:
      return { path, problem: 'badFormat', params: { expected: issue.message } };
  }
}

/** A part of the file that is well formed by itself, and where it stands. */
type Placed<T> = { readonly at: string; readonly row: T };

const fileSchema = z.record(z.string(), z.unknown()).catch({});
const rowsIn = (json: unknown, list: string): readonly unknown[] =>
  z.array(z.unknown()).catch([]).parse(fileSchema.parse(json)[list]);

/** What can be checked for references and times, also in a file whose other parts are malformed: one round tells all. */
function soundParts(json: unknown) {
  const sound = <T>(list: string, schema: z.ZodType<T>): readonly Placed<T>[] =>
    rowsIn(json, list).flatMap((row, index) => {
      const parsed = schema.safeParse(row);
      return parsed.success ? [{ at: `${list}[${index}]`, row: parsed.data }] : [];
    });
  const header = z.object({ show: showHeaderSchema }).safeParse(json);
  return {
    approvals: header.success ? header.data.show.approvals : [],
    team: sound('team', teamMemberSchema),
    scenes: sound('scenes', sceneSchema),
    products: sound('products', productSchema),
    combos: sound('combos', comboSchema),
    promotions: sound('promotions', promotionSchema),
    prizes: sound('prizes', prizeSchema),
    props: sound('props', propSchema),
    interactions: sound('interactions', interactionSchema),
    segments: sound('segments', segmentSchema),
    contingencies: sound('contingencies', contingencySchema),
    phrases: sound('phrases', phraseSchema),
    complianceRules: sound('complianceRules', complianceRuleSchema),
    lintWaivers: sound('lintWaivers', lintWaiverSchema),
    checklists: sound('checklists', checklistSchema),
    scriptVariables: sound('scriptVariables', scriptVariableSchema),
  };
}
type Parts = ReturnType<typeof soundParts>;

/** The ids of a file, those of malformed parts too: a reference to one of them is no mistake of its own. */
function knownIds(json: unknown) {
  const withId = z.looseObject({ id: z.string() });
  const idsOf = (rows: readonly unknown[]): ReadonlySet<string> =>
    new Set(
      rows.flatMap((row) => {
        const parsed = withId.safeParse(row);
        return parsed.success ? [parsed.data.id] : [];
      }),
    );
  const ids = (list: string) => idsOf(rowsIn(json, list));
  return {
    team: ids('team'),
    scenes: ids('scenes'),
    products: ids('products'),
    combos: ids('combos'),
    items: new Set([...ids('products'), ...ids('combos')]),
    promotions: ids('promotions'),
    interactions: ids('interactions'),
    props: ids('props'),
    prizes: ids('prizes'),
    contingencies: ids('contingencies'),
    segments: ids('segments'),
    paragraphs: idsOf(rowsIn(json, 'segments').flatMap((segment) => rowsIn(segment, 'script'))),
    phrases: ids('phrases'),
    complianceRules: ids('complianceRules'),
  };
}

function duplicateIds(parts: Parts): FileProblem[] {
  const problems: FileProblem[] = [];
  const check = (rows: readonly { readonly path: string; readonly id: string }[]) => {
    const seen = new Set<string>();
    for (const { path, id } of rows) {
      if (seen.has(id)) problems.push({ path, problem: 'duplicateId', params: { id } });
      seen.add(id);
    }
  };
  type WithId = { readonly id: string };
  const own = (list: readonly Placed<WithId>[]) =>
    list.map(({ at, row }) => ({ path: `${at}.id`, id: row.id }));
  const inner = (at: string, name: string, rows: readonly WithId[]) =>
    rows.map((row, index) => ({ path: `${at}.${name}[${index}].id`, id: row.id }));
  check(own(parts.team));
  check(own(parts.scenes));
  // A link, a cue and a card name either by its id alone.
  check([...own(parts.products), ...own(parts.combos)]);
  check(own(parts.promotions));
  check(own(parts.prizes));
  check(own(parts.props));
  check(own(parts.interactions));
  check(own(parts.segments));
  check(own(parts.contingencies));
  check(own(parts.phrases));
  check(own(parts.complianceRules));
  check(own(parts.checklists));
  check(parts.scriptVariables.map(({ at, row }) => ({ path: `${at}.token`, id: row.token })));
  check(parts.segments.flatMap(({ at, row }) => inner(at, 'script', row.script)));
  check(
    parts.segments.flatMap(({ at, row }) => [
      ...inner(at, 'sceneCues', row.sceneCues),
      ...inner(at, 'productCues', row.productCues ?? []),
    ]),
  );
  check(parts.checklists.flatMap(({ at, row }) => inner(at, 'items', row.items)));
  return problems;
}

function brokenReferences(parts: Parts, known: ReturnType<typeof knownIds>): FileProblem[] {
  const problems: FileProblem[] = [];
  const refer = (path: string, id: string | null | undefined, target: ReadonlySet<string>) => {
    if (id != null && !target.has(id)) problems.push({ path, problem: 'unknownReference', params: { id } });
  };
  const referAll = (path: string, ids: readonly string[], target: ReadonlySet<string>) => {
    for (const [i, id] of ids.entries()) refer(`${path}[${i}]`, id, target);
  };
  for (const [i, approval] of parts.approvals.entries())
    refer(`show.approvals[${i}].memberId`, approval.memberId, known.team);
  for (const { at, row } of parts.segments) {
    for (const [i, cue] of row.sceneCues.entries())
      refer(`${at}.sceneCues[${i}].sceneId`, cue.sceneId, known.scenes);
    for (const [i, cue] of (row.productCues ?? []).entries())
      refer(`${at}.productCues[${i}].itemId`, cue.itemId, known.items);
    referAll(`${at}.productIds`, row.productIds, known.products);
    referAll(`${at}.comboIds`, row.comboIds, known.combos);
    referAll(`${at}.promotionIds`, row.promotionIds, known.promotions);
    referAll(`${at}.interactionIds`, row.interactionIds, known.interactions);
    referAll(`${at}.propIds`, row.propIds, known.props);
    referAll(`${at}.contingencyIds`, row.contingencyIds, known.contingencies);
  }
  for (const { at, row } of parts.contingencies) {
    refer(`${at}.sceneId`, row.sceneId, known.scenes);
    referAll(`${at}.phraseIds`, row.phraseIds, known.phrases);
  }
  for (const { at, row } of parts.interactions) {
    refer(`${at}.segmentId`, row.segmentId, known.segments);
    refer(`${at}.prizeId`, row.prizeId, known.prizes);
  }
  for (const { at, row } of parts.promotions) {
    refer(`${at}.productId`, row.productId, known.products);
    refer(`${at}.comboId`, row.comboId, known.combos);
  }
  for (const { at, row } of parts.combos) {
    for (const [i, part] of row.items.entries())
      refer(`${at}.items[${i}].productId`, part.productId, known.products);
  }
  for (const { at, row } of parts.props) referAll(`${at}.segmentIds`, row.segmentIds, known.segments);
  for (const { at, row } of parts.lintWaivers) {
    refer(`${at}.ruleId`, row.ruleId, known.complianceRules);
    refer(`${at}.paragraphId`, row.paragraphId, known.paragraphs);
    refer(`${at}.approvedBy`, row.approvedBy, known.team);
  }
  return problems;
}

/** Inside each segment. That the segments together miss `plannedDurationSec` is for people to see, not to refuse. */
function impossibleTimes(parts: Parts): FileProblem[] {
  const problems: FileProblem[] = [];
  for (const { at, row: segment } of parts.segments) {
    const { durationSec, minDurationSec, maxDurationSec } = segment;
    if (minDurationSec > durationSec || durationSec > maxDurationSec) {
      problems.push({
        path: `${at}.durationSec`,
        problem: 'outsideLimits',
        params: { minimum: minDurationSec, maximum: maxDurationSec },
      });
    }
    const inside = (path: string, atSec: number) => {
      if (atSec >= durationSec)
        problems.push({ path, problem: 'outsideSegment', params: { atSec, durationSec } });
    };
    for (const [i, cue] of segment.sceneCues.entries()) inside(`${at}.sceneCues[${i}].atSec`, cue.atSec);
    for (const [i, cue] of (segment.productCues ?? []).entries())
      inside(`${at}.productCues[${i}].atSec`, cue.atSec);
    for (const [i, paragraph] of segment.script.entries()) {
      inside(`${at}.script[${i}].atSec`, paragraph.atSec);
      const before = segment.script[i - 1];
      if (before !== undefined && paragraph.atSec < before.atSec) {
        problems.push({
          path: `${at}.script[${i}].atSec`,
          problem: 'wrongOrder',
          params: { atSec: paragraph.atSec, before: before.atSec },
        });
      }
    }
  }
  return problems;
}

function badPatterns(parts: Parts): FileProblem[] {
  return parts.complianceRules.flatMap(({ at, row: { pattern } }): FileProblem[] => {
    if (pattern === undefined) return [];
    const path = `${at}.pattern`;
    try {
      new RegExp(pattern, 'u');
      const fault = patternFault(pattern);
      return fault === null ? [] : [{ path, problem: 'slowPattern', params: { detail: fault } }];
    } catch (error) {
      const detail = error instanceof Error ? error.message : '';
      return [{ path, problem: 'badPattern', params: { detail } }];
    }
  });
}

function withDerivedStarts(plan: ShowPlan): ShowPlan {
  let startSec = 0;
  const segments = plan.segments
    .toSorted((a, b) => a.order - b.order)
    .map((segment) => {
      const placed = { ...segment, startSec };
      startSec += segment.durationSec;
      return placed;
    });
  return { ...plan, segments };
}
