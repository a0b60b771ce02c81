import { z } from '#shared/zod';
import {
  studioEventSchema,
  type EventBody,
  type EventEnvelope,
  type EventType,
  type StudioEvent,
} from '#shared/model/events';
import { upToDatePayload } from '#shared/model/olderEvents';
import { LASTING_EVENT_TYPES } from '#shared/run/evolve';
import type { Db } from './dataFolder.ts';
import { isDamage } from './sqliteErrors.ts';
import { parseJson, unreadable } from './storedJson.ts';
import { lastSeq } from './writer.ts';

const rowSchema = z.object({
  seq: z.number(),
  id: z.string(),
  show_id: z.string().nullable(),
  run_id: z.string().nullable(),
  type: z.string(),
  v: z.number(),
  at: z.string(),
  studio_ms: z.number(),
  offset_ms: z.number().nullable(),
  actor: z.string(),
  command_id: z.string().nullable(),
  payload: z.string(),
});
const COLUMNS = 'seq, id, show_id, run_id, type, v, at, studio_ms, offset_ms, actor, command_id, payload';

const RECENT = 100;

/** The append-only log. `append` is called inside the one transaction of a command. */
export class EventLog {
  readonly #deviceId: string;
  readonly #insert;
  readonly #after;
  readonly #ofShow;
  readonly #lastRun;
  readonly #lastOfTypes;
  readonly #db: Db;
  #lastSeq: number;

  constructor(db: Db, deviceId: string) {
    this.#db = db;
    this.#deviceId = deviceId;
    this.#insert = db.prepare(`INSERT INTO event (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#after = db.prepare(`SELECT ${COLUMNS} FROM event WHERE seq > ? ORDER BY seq LIMIT ?`);
    this.#lastRun = db
      .prepare(
        `SELECT run_id FROM event WHERE show_id = ? AND type = 'run.started' ORDER BY seq DESC LIMIT 1`,
      )
      .pluck();
    this.#ofShow = db.prepare(
      `SELECT ${COLUMNS} FROM event WHERE show_id = ? AND (run_id IS NULL OR run_id = ? OR type IN (SELECT value FROM json_each(?))) ORDER BY seq`,
    );
    this.#lastOfTypes = db.prepare(
      `SELECT ${COLUMNS} FROM event WHERE type IN (SELECT value FROM json_each(?)) ORDER BY seq DESC LIMIT ?`,
    );
    this.#lastSeq = lastSeq(db);
  }

  /** The highest seq that is on disk. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  get deviceId(): string {
    return this.#deviceId;
  }

  /** Numbers and writes events; they count only once the surrounding transaction is committed, see `committed`. */
  append(
    bodies: readonly EventBody[],
    envelope: (body: EventBody) => Omit<EventEnvelope, 'seq' | 'deviceId' | 'v'>,
  ): readonly StudioEvent[] {
    return bodies.map((body, index) => {
      const event: StudioEvent = {
        ...envelope(body),
        seq: this.#lastSeq + index + 1,
        deviceId: this.#deviceId,
        v: 1,
        ...body,
      };
      this.#insert.run(
        event.seq,
        event.id,
        event.showId,
        event.runId,
        event.type,
        event.v,
        event.at,
        event.studioMs,
        event.offsetMs,
        JSON.stringify(event.actor),
        event.commandId,
        JSON.stringify(event.payload),
      );
      return event;
    });
  }

  committed(events: readonly StudioEvent[]): void {
    this.#lastSeq = events.at(-1)?.seq ?? this.#lastSeq;
  }

  /** Events after `seq`, oldest first, at most `limit`. */
  after(seq: number, limit: number): readonly StudioEvent[] {
    return this.#after.all(seq, limit).map((row) => this.#parse(row));
  }

  /** What the state of a show is folded from: its preparation, and its last run. */
  ofShow(showId: string): readonly StudioEvent[] {
    return this.#ofShow
      .all(showId, this.#lastRun.get(showId) ?? null, JSON.stringify(LASTING_EVENT_TYPES))
      .map((row) => this.#parse(row));
  }

  /**
   * The latest events of these types, of whichever show, oldest first: enough of them to fold what lasts. One that
   * can't be read says nothing: whatever show it was of, it must not keep another from being opened.
   */
  lastOfTypes(types: readonly EventType[]): readonly StudioEvent[] {
    return this.#lastOfTypes
      .all(JSON.stringify(types), RECENT)
      .flatMap((row) => this.#parseOrNone(row))
      .toReversed();
  }

  #parseOrNone(row: unknown): readonly StudioEvent[] {
    try {
      return [this.#parse(row)];
    } catch (error) {
      if (!isDamage(error)) throw error;
      return [];
    }
  }

  /** The last event of any show, or null in a new database. */
  last(): StudioEvent | null {
    const row = this.#db.prepare(`SELECT ${COLUMNS} FROM event ORDER BY seq DESC LIMIT 1`).get();
    return row === undefined ? null : this.#parse(row);
  }

  #parse(found: unknown): StudioEvent {
    const row = rowSchema.parse(found);
    const where = `event ${row.seq}`;
    const parsed = studioEventSchema.safeParse({
      seq: row.seq,
      id: row.id,
      showId: row.show_id,
      runId: row.run_id,
      deviceId: this.#deviceId,
      type: row.type,
      v: row.v,
      at: row.at,
      studioMs: row.studio_ms,
      offsetMs: row.offset_ms,
      actor: parseJson(where, row.actor),
      commandId: row.command_id,
      payload: upToDatePayload(row.type, parseJson(where, row.payload)),
    });
    if (!parsed.success) throw unreadable(where, parsed.error);
    return parsed.data;
  }
}
