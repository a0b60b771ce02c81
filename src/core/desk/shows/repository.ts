import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import { showPlanSchema, type ShowPlan } from '#shared/model/showPlan';
import type { SegmentId, ShowId } from '#shared/model/ids';
import { showIdSchema } from '#shared/model/ids';
import type { Actor } from '#shared/model/events';
import { parseJson, storedJson, unreadable, type Db } from '../../store/index.ts';

/** The parts of a plan that are kept row by row, so that one edit writes one row. */
const KINDS = [
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
  'lintWaivers',
  'checklists',
  'scriptVariables',
] as const;

const listRowSchema = z.object({
  id: showIdSchema,
  rev: z.number(),
  title: z.string(),
  scheduledStart: z.string(),
});
export type ShowListRow = z.infer<typeof listRowSchema>;
const headRowSchema = z.object({ rev: z.number(), head: z.string() });
const entityRowSchema = z.object({ kind: z.string(), body: z.string() });

/** Plans in the database. Called inside the transaction of the command that changes them. */
export class ShowRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  list(): readonly ShowListRow[] {
    return this.#db
      .prepare(
        'SELECT id, rev, title, scheduled_start AS scheduledStart FROM show ORDER BY scheduled_start DESC, id',
      )
      .all()
      .map((row) => listRowSchema.parse(row));
  }

  /** @throws KaiboError RECORD_DAMAGED */
  find(showId: ShowId): { readonly plan: ShowPlan; readonly rev: number } | null {
    const row = this.#db.prepare('SELECT rev, head FROM show WHERE id = ?').get(showId);
    if (row === undefined) return null;
    const { rev, head } = headRowSchema.parse(row);
    const parts: Record<string, unknown[]> = Object.fromEntries(KINDS.map((kind) => [kind, []]));
    for (const found of this.#db
      .prepare('SELECT kind, body FROM plan_entity WHERE show_id = ? ORDER BY kind, position')
      .iterate(showId)) {
      const { kind, body } = entityRowSchema.parse(found);
      parts[kind]?.push(parseJson(`${kind} of show ${showId}`, body));
    }
    const fields = storedJson(`show ${showId}`, z.record(z.string(), z.unknown()), head);
    // The head remembers in which order the file had its parts, so that an export reads like the import.
    const whole = Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, Object.hasOwn(parts, key) ? parts[key] : value]),
    );
    const plan = showPlanSchema.safeParse(whole);
    if (!plan.success) throw unreadable(`show ${showId}`, plan.error);
    return { plan: plan.data, rev };
  }

  /** Writes a whole plan; the one with the same id is replaced. Returns its new revision. */
  replace(plan: ShowPlan, at: string): number {
    const showId = plan.show.id;
    const before = this.#db.prepare('SELECT rev FROM show WHERE id = ?').pluck().get(showId);
    const rev = (typeof before === 'number' ? before : 0) + 1;
    this.#db
      .prepare(
        `INSERT INTO show (id, rev, title, scheduled_start, updated_at, head) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, title = excluded.title, scheduled_start = excluded.scheduled_start, updated_at = excluded.updated_at, head = excluded.head`,
      )
      .run(showId, rev, plan.show.title, plan.show.scheduledStart, at, JSON.stringify(headOf(plan)));
    this.#db.prepare('DELETE FROM plan_entity WHERE show_id = ?').run(showId);
    const insert = this.#db.prepare(
      'INSERT INTO plan_entity (show_id, kind, position, entity_id, body) VALUES (?, ?, ?, ?, ?)',
    );
    for (const kind of KINDS) {
      for (const [position, entity] of plan[kind].entries())
        insert.run(showId, kind, position, entityId(entity), JSON.stringify(entity));
    }
    return rev;
  }

  /**
   * Rewrites one segment and keeps a record of the edit.
   *
   * @throws KaiboError UNKNOWN_SEGMENT
   */
  saveSegment(
    showId: ShowId,
    segmentId: SegmentId,
    plan: ShowPlan,
    edit: {
      readonly at: string;
      readonly actor: Actor;
      readonly entity: string;
      readonly before: unknown;
      readonly after: unknown;
    },
  ): void {
    const segment = plan.segments.find((each) => each.id === segmentId);
    if (segment === undefined) throw new KaiboError('UNKNOWN_SEGMENT', { segmentId });
    this.#db
      .prepare(`UPDATE plan_entity SET body = ? WHERE show_id = ? AND kind = 'segments' AND entity_id = ?`)
      .run(JSON.stringify(segment), showId, segmentId);
    this.#db.prepare('UPDATE show SET rev = rev + 1, updated_at = ? WHERE id = ?').run(edit.at, showId);
    this.#db
      .prepare('INSERT INTO edit (show_id, at, actor, entity, before, after) VALUES (?, ?, ?, ?, ?, ?)')
      .run(
        showId,
        edit.at,
        JSON.stringify(edit.actor),
        edit.entity,
        JSON.stringify(edit.before),
        JSON.stringify(edit.after),
      );
  }

  /** One segment's new length moves the start of all after it and the length of the show. */
  saveTimes(plan: ShowPlan): void {
    this.#db.prepare('UPDATE show SET head = ? WHERE id = ?').run(JSON.stringify(headOf(plan)), plan.show.id);
    const save = this.#db.prepare(
      `UPDATE plan_entity SET body = ? WHERE show_id = ? AND kind = 'segments' AND entity_id = ?`,
    );
    for (const segment of plan.segments) save.run(JSON.stringify(segment), plan.show.id, segment.id);
  }
}

/** All but the parts that are kept row by row; those leave their place in the order. */
function headOf(plan: ShowPlan): Record<string, unknown> {
  const kinds: ReadonlySet<string> = new Set(KINDS);
  return Object.fromEntries(Object.entries(plan).map(([key, value]) => [key, kinds.has(key) ? null : value]));
}

function entityId(entity: object): string {
  if ('id' in entity && typeof entity.id === 'string') return entity.id;
  if ('token' in entity && typeof entity.token === 'string') return entity.token;
  return 'ruleId' in entity && 'paragraphId' in entity
    ? `${String(entity.ruleId)}@${String(entity.paragraphId)}`
    : '';
}
