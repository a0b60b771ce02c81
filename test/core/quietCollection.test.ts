import { constants, PerformanceObserver } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { collectWhenQuiet } from '#core/quietCollection';
import { discard, inMemoryStudio, type InMemoryStudio } from '../support/inMemoryStudio.ts';
import { smallShow, smallShowFile } from '../support/showFixture.ts';
import { until } from '../support/studioProcess.ts';

const { NODE_PERFORMANCE_GC_MINOR, NODE_PERFORMANCE_GC_MAJOR, NODE_PERFORMANCE_GC_FLAGS_FORCED } = constants;
const collectionSchema = z.object({ detail: z.object({ kind: z.number(), flags: z.number() }) });

/** The kinds of the collections that somebody asked for, so far. */
let asked: number[];
const observer = new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const { kind, flags } = collectionSchema.parse(entry).detail;
    if ((flags & NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0) asked.push(kind);
  }
});
let room: InMemoryStudio;

beforeEach(async () => {
  room = await inMemoryStudio({ show: smallShow() });
  asked = [];
  observer.observe({ entryTypes: ['gc'] });
  collectWhenQuiet(room.studio.executor);
});
afterEach(async () => {
  observer.disconnect();
  await discard(room);
});

describe('garbage is collected when nobody waits', () => {
  it('a command is followed by a collection of the young heap alone', async () => {
    await room.api.send('run.start', { mode: 'rehearsal' });
    await until('a collection', () => asked.includes(NODE_PERFORMANCE_GC_MINOR));
    expect(asked).not.toContain(NODE_PERFORMANCE_GC_MAJOR);
  });

  it('an import outside a run is followed by a collection of everything', async () => {
    await room.api.importShow(JSON.stringify(smallShow()));
    await until('a collection', () => asked.includes(NODE_PERFORMANCE_GC_MAJOR));
  });

  it('what an import leaves behind waits for the end of a run', async () => {
    const another = smallShowFile();
    another.show.id = 'another';
    await room.api.send('run.start', { mode: 'rehearsal' });
    await room.api.importShow(JSON.stringify(another));
    await until('a collection', () => asked.includes(NODE_PERFORMANCE_GC_MINOR));
    expect(asked).not.toContain(NODE_PERFORMANCE_GC_MAJOR);
    await room.api.send('run.end');
    await until('a collection', () => asked.includes(NODE_PERFORMANCE_GC_MAJOR));
  });
});
