import type { Db } from '../dataFolder.ts';

/**
 * The schema, one numbered step after another. A step that has shipped is never changed; a new need is a
 * new step, with a test that brings a stored database of the step before up to date.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE device (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL
  ) STRICT;

  -- Append-only: no statement of Kaibo updates or deletes here, and the database itself refuses it.
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    show_id TEXT,
    run_id TEXT,
    type TEXT NOT NULL,
    v INTEGER NOT NULL,
    at TEXT NOT NULL,
    studio_ms REAL NOT NULL,
    offset_ms REAL,
    actor TEXT NOT NULL,
    command_id TEXT,
    payload TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_by_show ON event (show_id, run_id, seq);
  CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
  -- REPLACE deletes without the trigger on deletes.
  CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE seq = new.seq OR id = new.id)
    BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
  CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

  -- The first answer to each command, given again when the same id comes back with the same wish.
  CREATE TABLE command_result (
    command_id TEXT PRIMARY KEY,
    wish_hash TEXT NOT NULL,
    result TEXT NOT NULL
  ) STRICT;

  -- One row per show, and one per thing in its plan.
  CREATE TABLE show (
    id TEXT PRIMARY KEY,
    rev INTEGER NOT NULL,
    title TEXT NOT NULL,
    scheduled_start TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    head TEXT NOT NULL
  ) STRICT;
  CREATE TABLE plan_entity (
    show_id TEXT NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    entity_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (show_id, kind, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX plan_entity_by_id ON plan_entity (show_id, kind, entity_id);
  -- Who changed what in a plan: audit, undo and version diffs read it.
  CREATE TABLE edit (
    id INTEGER PRIMARY KEY,
    show_id TEXT NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    entity TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
  ) STRICT;

  -- Pairs of studio and wall time, for going on after the machine was off.
  CREATE TABLE clock_mark (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    boot_id TEXT NOT NULL,
    machine_ms REAL NOT NULL,
    wall_ms REAL NOT NULL,
    studio_ms REAL NOT NULL
  ) STRICT;

  CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  CREATE TABLE station_token (
    token_hash TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    grants TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT
  ) STRICT;
  `,
];

/** How many of these steps a database has seen. */
export const schemaVersion = (db: Db): number => Number(db.pragma('user_version', { simple: true }));
