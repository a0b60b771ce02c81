import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ShowRepository } from '#core/desk/shows/index';
import { openStore, type Store } from '#core/store/index';
import { SYSTEM_ACTOR } from '#shared/model/events';
import { segmentIdSchema } from '#shared/model/ids';
import { parseShowFile } from '#shared/model/showFile';
import type { ShowPlan } from '#shared/model/showPlan';
import { newFolder } from '../../../support/inMemoryStudio.ts';
import { smallShowFile } from '../../../support/showFixture.ts';

let store: Store;
let shows: ShowRepository;
beforeEach(() => {
  store = openStore(newFolder());
  shows = new ShowRepository(store.db);
});
afterEach(() => {
  store.close();
  rmSync(store.dataDir, { recursive: true, force: true });
});

function planWith(more: object = {}): ShowPlan {
  const parsed = parseShowFile(JSON.stringify({ ...smallShowFile(), ...more }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.plan;
}
const AT = '2026-05-02T11:00:00.000Z';

describe('plans in the database', () => {
  it('PLAN-07 an edit of a segment that the plan lacks is an error, and nothing is recorded', () => {
    const plan = planWith();
    shows.replace(plan, AT);
    const edit = { at: AT, actor: SYSTEM_ACTOR, entity: 'x', before: 1, after: 2 };
    expect(() => shows.saveSegment(plan.show.id, segmentIdSchema.parse('none'), plan, edit)).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_SEGMENT', params: { segmentId: 'none' } }),
    );
    expect(store.db.prepare('SELECT count(*) FROM edit').pluck().get()).toBe(0);
    expect(shows.find(plan.show.id)?.rev).toBe(1);
  });

  it('XC-02 a field that Kaibo does not know comes back, whatever its name', () => {
    const plan = planWith({ constructor: 'wood', toString: 7 });
    shows.replace(plan, AT);
    expect(shows.find(plan.show.id)?.plan).toEqual(plan);
    expect(plan).toMatchObject({ constructor: 'wood', toString: 7 });
  });
});
