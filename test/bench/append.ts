import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { deviceId, EventLog, openStore } from '#core/store/index';
import { SYSTEM_ACTOR, type EventBody } from '#shared/model/events';
import { segmentIdSchema } from '#shared/model/ids';
import { studioMsSchema } from '#shared/timing/vector';
import { openBareDatabase } from './bareInsert.ts';
import { median, percentile, type Subject } from './figure.ts';

const BATCH = 1000;
const BATCHES = 40;

/** Whole batches, each durable before the next begins; the rate of the middle one, so that one hiccup is none. */
export const append: Subject = {
  name: 'append',
  needs: [],
  run: () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'kaibo-bench-'));
    const store = openStore(dataDir);
    const bare = openBareDatabase();
    try {
      const log = new EventLog(store.db, deviceId(store.db));
      const bodies = Array.from({ length: BATCH }, (_, index): EventBody => ({
        type: 'segment.extended',
        payload: { segmentId: segmentIdSchema.parse(`s${index}`), deltaMs: 1000, reason: null },
      }));
      const at = new Date().toISOString();
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let index = 0; index < BATCHES; index += 1) {
        const startedMs = performance.now();
        const events = store.db.transaction(() =>
          log.append(bodies, () => ({
            id: uuidv7(),
            showId: null,
            runId: null,
            at,
            studioMs: studioMsSchema.parse(index),
            offsetMs: null,
            actor: SYSTEM_ACTOR,
            commandId: null,
          })),
        )();
        log.committed(events);
        ours.push((BATCH / (performance.now() - startedMs)) * 1000);
        const bareMs = performance.now();
        bare.insert(BATCH);
        theirs.push((BATCH / (performance.now() - bareMs)) * 1000);
      }
      return Promise.resolve([
        {
          what: `events appended in batches of ${BATCH}`,
          unit: 'events/s',
          value: median(ours),
          budget: { atLeast: 20_000 },
          baseline: { name: 'bare inserts', value: median(theirs) },
          note: `the slowest tenth of ${BATCHES} batches went at ${percentile(ours, 0.1).toFixed(0)}/s`,
        },
      ]);
    } finally {
      bare.close();
      store.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};
