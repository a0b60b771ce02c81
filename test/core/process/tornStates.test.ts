import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentSegment, nextIndex, type StudioState } from '#shared/run/state';
import {
  openTestStation,
  startStudioProcess,
  until,
  type StudioProcess,
} from '../../support/studioProcess.ts';

const TAKES = 1000;
const STATIONS = 10;

let studio: StudioProcess;
beforeAll(async () => {
  studio = await startStudioProcess();
});
afterAll(() => studio.stop());

/** What would look torn on a screen: two segments on air or none, text of another segment, a card of one that was left. */
function tornParts({ run, plan }: StudioState): string[] {
  if (run === null || plan === null) return [];
  const torn: string[] = [];
  const current = run.segments.filter((segment) => segment.status === 'current');
  if (current.length !== 1 || current[0] !== currentSegment(run))
    torn.push(`${current.length} current segments`);
  if (run.prompter.segmentId !== currentSegment(run).segmentId) torn.push('prompter in another segment');
  // A take sets both; its undo gives the older clock back.
  if (run.undo !== null && run.segmentClock.at !== run.takenAt) torn.push('clock of another take');
  const next = nextIndex(run);
  if (next !== null && next <= run.currentIndex) torn.push('next before now');
  const { segmentId } = currentSegment(run);
  const items = plan.segments.find((segment) => segment.id === segmentId);
  if (
    run.card !== null &&
    items !== undefined &&
    ![...items.productIds, ...items.comboIds].includes(run.card.itemId)
  )
    torn.push('card of another segment');
  return torn;
}

test(`LIVE-02 ${TAKES} takes show ${STATIONS} stations no torn state`, { timeout: 120_000 }, async () => {
  const torn: string[] = [];
  let seen = 0;
  const hashes = new Map<number, string>();
  const stations = Array.from({ length: STATIONS }, () =>
    openTestStation(studio.url, studio.token, (state, seq) => {
      seen += 1;
      torn.push(...tornParts(state).map((part) => `seq ${seq}: ${part}`));
      const seenHere = JSON.stringify([
        state.run?.currentIndex,
        state.run?.prompter.segmentId,
        state.run?.card,
        state.run?.segmentClock,
      ]);
      const first = hashes.get(seq);
      if (first === undefined) hashes.set(seq, seenHere);
      else if (first !== seenHere) torn.push(`seq ${seq}: two stations differ`);
    }),
  );
  await until('all stations are there', async () => (await studio.state()).live.stations.length === STATIONS);
  await studio.command('run.start', { mode: 'rehearsal' });
  // A double press is one take: takes that count are 300 ms apart, so every other one goes back by its own command.
  let taken = 0;
  for (let index = 0; index < TAKES; index += 1) {
    const result = await studio.command(index % 2 === 0 ? 'segment.next' : 'take.undo', {});
    if (result.ok && result.events.length > 0) taken += 1;
  }
  const { seq } = await studio.state();
  await until('all stations have everything', () => stations.every((station) => station.seq() === seq));
  console.log(
    `${taken} takes and undone takes that changed the state, ${seen} states seen by ${STATIONS} stations, ${torn.length} torn`,
  );
  for (const station of stations) station.close();
  expect(torn).toEqual([]);
  expect(taken).toBeGreaterThan(10);
  expect(seen).toBeGreaterThanOrEqual(taken * STATIONS);
});
