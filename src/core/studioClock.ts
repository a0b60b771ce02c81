import { z } from '#shared/zod';
import { studioMsSchema, type StudioMs } from '#shared/timing/vector';
import { bootId } from './bootId.ts';
import { isStorageError, type Db } from './store/index.ts';

/** Where the clock gets its time from; tests put their own in its place. */
export type TimeSources = {
  /** Milliseconds of the machine's monotonic clock: goes on while no Kaibo runs, starts anew with the machine. */
  readonly machineMs: () => number;
  readonly wallMs: () => number;
  /** Another value after each start of the machine. */
  readonly bootId: () => string;
};

export const MACHINE_TIME: TimeSources = {
  machineMs: () => Number(process.hrtime.bigint()) / 1e6,
  wallMs: () => Date.now(),
  bootId,
};

const markSchema = z.object({
  boot_id: z.string(),
  machine_ms: z.number(),
  wall_ms: z.number(),
  studio_ms: z.number(),
});

type Mark = z.infer<typeof markSchema>;
const lastEventSchema = z.object({ studio_ms: z.number(), at: z.string() });

function lastEventOf(db: Db): z.infer<typeof lastEventSchema> | null {
  const row = db.prepare('SELECT studio_ms, at FROM event ORDER BY seq DESC LIMIT 1').get();
  return row === undefined ? null : lastEventSchema.parse(row);
}

/** Where the clock was kept last. A log without that, as it is rebuilt from a journal, has its last event. */
function markOf(db: Db): Mark | null {
  const row = db.prepare('SELECT boot_id, machine_ms, wall_ms, studio_ms FROM clock_mark').get();
  if (row !== undefined) return markSchema.parse(row);
  const last = lastEventOf(db);
  return last === null
    ? null
    : { boot_id: '', machine_ms: 0, wall_ms: Date.parse(last.at), studio_ms: last.studio_ms };
}

/**
 * The studio clock: monotonic milliseconds that go on through a crash of the core and through a restart of
 * the machine. After a crash it follows the machine's monotonic clock, so a changed wall clock moves
 * nothing; only over a restart of the machine is the wall clock asked how long it was off.
 */
export class StudioClock {
  readonly #sources: TimeSources;
  readonly #offsetMs: number;
  readonly #mark;
  /** False when the machine was off since the clock was last kept. */
  readonly sameBoot: boolean;
  /** Milliseconds between the last time the clock was kept and now. */
  readonly awayMs: number;

  constructor(db: Db, sources: TimeSources = MACHINE_TIME) {
    this.#sources = sources;
    this.#mark = db.prepare(
      `INSERT INTO clock_mark (id, boot_id, machine_ms, wall_ms, studio_ms) VALUES (1, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET boot_id = excluded.boot_id, machine_ms = excluded.machine_ms, wall_ms = excluded.wall_ms, studio_ms = excluded.studio_ms`,
    );
    const machineMs = sources.machineMs();
    const mark = markOf(db);
    if (mark === null) {
      this.sameBoot = true;
      this.awayMs = 0;
      this.#offsetMs = -machineMs;
    } else {
      this.sameBoot = mark.boot_id === sources.bootId() && machineMs >= mark.machine_ms;
      const sinceMs = this.sameBoot
        ? machineMs - mark.machine_ms
        : Math.max(0, sources.wallMs() - mark.wall_ms) || 0;
      // The last mark may be older than the last event: never go back behind what has happened.
      const lastEventMs = lastEventOf(db)?.studio_ms ?? 0;
      const nowMs = Math.max(mark.studio_ms + sinceMs, lastEventMs);
      // In a recovered database the mark is as old as the backup; whoever wrote the last event was there still.
      this.awayMs = Math.min(sinceMs, nowMs - lastEventMs);
      this.#offsetMs = nowMs - machineMs;
    }
    try {
      this.keep();
    } catch (error) {
      // A studio starts on a full disk, too; the clock goes on from the older mark.
      if (!isStorageError(error)) throw error;
    }
  }

  now(): StudioMs {
    return studioMsSchema.parse(Math.round((this.#sources.machineMs() + this.#offsetMs) * 1000) / 1000);
  }

  wallIso(): string {
    return new Date(this.#sources.wallMs()).toISOString();
  }

  /**
   * Remembers this instant on disk, for going on after the machine was off. With how the start of the machine is
   * told now: where that follows the wall clock, a step of it must not look like another start.
   */
  keep(): void {
    this.#mark.run(this.#sources.bootId(), this.#sources.machineMs(), this.#sources.wallMs(), this.now());
  }
}
