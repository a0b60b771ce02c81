import type { z } from 'zod';
import type { ErrorParams } from '../errors.ts';
import { showPlanSchema, type ShowPlan } from './showPlan.ts';

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
    | 'badFormat'
    | 'unknownValue'
    | 'duplicateId'
    | 'unknownReference'
    | 'outsideSegment'
    | 'outsideLimits'
    | 'badPattern'
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
  const parsed = showPlanSchema.safeParse(json);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(toProblem) };
  const problems = [
    ...duplicateIds(parsed.data),
    ...brokenReferences(parsed.data),
    ...impossibleTimes(parsed.data),
    ...badPatterns(parsed.data),
  ];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, plan: withDerivedStarts(parsed.data) };
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

const COLLECTIONS = [
  'team',
  'scenes',
  'products',
  'combos',
  'promotions',
  'prizes',
  'props',
  'interactions',
  'segments',
  'contingencies',
  'phrases',
  'complianceRules',
] as const;

function duplicateIds(plan: ShowPlan): FileProblem[] {
  const problems: FileProblem[] = [];
  const check = (rows: readonly { readonly path: string; readonly id: string }[]) => {
    const seen = new Set<string>();
    for (const { path, id } of rows) {
      if (seen.has(id)) problems.push({ path, problem: 'duplicateId', params: { id } });
      seen.add(id);
    }
  };
  for (const name of COLLECTIONS)
    check(plan[name].map((row, index) => ({ path: `${name}[${index}].id`, id: row.id })));
  check(
    plan.segments.flatMap((segment, s) =>
      segment.script.map((row, p) => ({ path: `segments[${s}].script[${p}].id`, id: row.id })),
    ),
  );
  check(
    plan.segments.flatMap((segment, s) => [
      ...segment.sceneCues.map((row, c) => ({ path: `segments[${s}].sceneCues[${c}].id`, id: row.id })),
      ...(segment.productCues ?? []).map((row, c) => ({
        path: `segments[${s}].productCues[${c}].id`,
        id: row.id,
      })),
    ]),
  );
  check(
    plan.checklists.flatMap((list, l) =>
      list.items.map((row, i) => ({ path: `checklists[${l}].items[${i}].id`, id: row.id })),
    ),
  );
  const goods = [
    ...plan.products.map((row, i) => ({ path: `products[${i}].id`, id: row.id })),
    ...plan.combos.map((row, i) => ({ path: `combos[${i}].id`, id: row.id })),
  ];
  check(goods);
  return problems;
}

function brokenReferences(plan: ShowPlan): FileProblem[] {
  const problems: FileProblem[] = [];
  const ids = (rows: readonly { readonly id: string }[]) => new Set(rows.map((row) => row.id));
  const known = {
    scenes: ids(plan.scenes),
    products: ids(plan.products),
    combos: ids(plan.combos),
    promotions: ids(plan.promotions),
    interactions: ids(plan.interactions),
    props: ids(plan.props),
    prizes: ids(plan.prizes),
    contingencies: ids(plan.contingencies),
    segments: ids(plan.segments),
    items: new Set([...ids(plan.products), ...ids(plan.combos)]),
  };
  const refer = (path: string, id: string | null | undefined, target: ReadonlySet<string>) => {
    if (id != null && !target.has(id)) problems.push({ path, problem: 'unknownReference', params: { id } });
  };
  for (const [s, segment] of plan.segments.entries()) {
    const at = `segments[${s}]`;
    for (const [i, cue] of segment.sceneCues.entries())
      refer(`${at}.sceneCues[${i}].sceneId`, cue.sceneId, known.scenes);
    for (const [i, cue] of (segment.productCues ?? []).entries())
      refer(`${at}.productCues[${i}].itemId`, cue.itemId, known.items);
    for (const [i, id] of segment.productIds.entries()) refer(`${at}.productIds[${i}]`, id, known.products);
    for (const [i, id] of segment.comboIds.entries()) refer(`${at}.comboIds[${i}]`, id, known.combos);
    for (const [i, id] of segment.promotionIds.entries())
      refer(`${at}.promotionIds[${i}]`, id, known.promotions);
    for (const [i, id] of segment.interactionIds.entries())
      refer(`${at}.interactionIds[${i}]`, id, known.interactions);
    for (const [i, id] of segment.propIds.entries()) refer(`${at}.propIds[${i}]`, id, known.props);
    for (const [i, id] of segment.contingencyIds.entries())
      refer(`${at}.contingencyIds[${i}]`, id, known.contingencies);
  }
  for (const [i, card] of plan.contingencies.entries())
    refer(`contingencies[${i}].sceneId`, card.sceneId, known.scenes);
  for (const [i, each] of plan.interactions.entries()) {
    refer(`interactions[${i}].segmentId`, each.segmentId, known.segments);
    refer(`interactions[${i}].prizeId`, each.prizeId, known.prizes);
  }
  for (const [i, each] of plan.promotions.entries()) {
    refer(`promotions[${i}].productId`, each.productId, known.products);
    refer(`promotions[${i}].comboId`, each.comboId, known.combos);
  }
  for (const [i, combo] of plan.combos.entries()) {
    for (const [j, part] of combo.items.entries())
      refer(`combos[${i}].items[${j}].productId`, part.productId, known.products);
  }
  for (const [i, prop] of plan.props.entries()) {
    for (const [j, id] of prop.segmentIds.entries())
      refer(`props[${i}].segmentIds[${j}]`, id, known.segments);
  }
  return problems;
}

function impossibleTimes(plan: ShowPlan): FileProblem[] {
  const problems: FileProblem[] = [];
  for (const [s, segment] of plan.segments.entries()) {
    const at = `segments[${s}]`;
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

function badPatterns(plan: ShowPlan): FileProblem[] {
  return plan.complianceRules.flatMap((rule, i): FileProblem[] => {
    try {
      if (rule.pattern !== undefined) new RegExp(rule.pattern, 'u');
      return [];
    } catch (error) {
      return [
        {
          path: `complianceRules[${i}].pattern`,
          problem: 'badPattern',
          params: { detail: error instanceof Error ? error.message : '' },
        },
      ];
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
