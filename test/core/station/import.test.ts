import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { discard, eventually, inMemoryStudio, type InMemoryStudio } from '../../support/inMemoryStudio.ts';
import { demoShowText, smallShowFile, type SmallShowFile } from '../../support/showFixture.ts';

let room: InMemoryStudio;
beforeEach(async () => {
  room = await inMemoryStudio();
});
afterEach(() => discard(room));

const file = (change: (file: SmallShowFile) => void = () => undefined): string => {
  const show = smallShowFile();
  change(show);
  return JSON.stringify(show);
};
const exported = async (id = 'kitchen') =>
  JSON.stringify((await room.api.get(`/api/v1/shows/${id}/export`)).body);

describe('XC-02 a show in and out', () => {
  it('XC-02 is stored, opened when none is open, and logged', async () => {
    expect(await room.api.importShow(file())).toMatchObject({
      status: 200,
      body: { ok: true, showId: 'kitchen', rev: 1 },
    });
    const told = (await room.api.events()).filter((event) => event.type.startsWith('show.'));
    expect(told.map((event) => [event.type, event.showId])).toEqual([
      ['show.imported', 'kitchen'],
      ['show.opened', 'kitchen'],
    ]);
    expect(room.studio.executor.state.plan?.show.title).toBe('木作厨房小专场');
  });

  it('XC-02 all or nothing: three mistakes are listed by their paths, and the database is as it was', async () => {
    await room.api.importShow(file());
    const before = { text: await exported(), seq: room.studio.executor.seq };
    const reply = await room.api.importShow(
      file((show) => {
        show.show.title = '别的名字';
        Object.assign(show.segments[3]?.script[0] ?? {}, { atSec: 99 });
        Object.assign(show.segments[0]?.sceneCues[1] ?? {}, { sceneId: 'sc-none' });
        Object.assign(show.products[1] ?? {}, { id: 'g-spoon' });
      }),
    );
    expect(reply.status).toBe(400);
    const { error } = z
      .object({
        error: z.object({
          code: z.string(),
          params: z.object({ count: z.number() }),
          details: z.array(z.object({ path: z.string() })),
        }),
      })
      .parse(reply.body);
    expect(error).toMatchObject({ code: 'SHOW_FILE_INVALID' });
    expect(error.details.map((each) => each.path)).toEqual(
      expect.arrayContaining([
        'products[1].id',
        'segments[0].sceneCues[1].sceneId',
        'segments[3].script[0].atSec',
      ]),
    );
    expect(error.params.count).toBe(error.details.length);
    expect({ text: await exported(), seq: room.studio.executor.seq }).toEqual(before);
  });

  it('XC-02 the same show again replaces the whole plan, and keeps what was ticked', async () => {
    await room.api.importShow(file());
    await room.api.send('checklist.tick', { itemId: 'k-tick' }, 'm-planner');
    expect(
      await room.api.importShow(
        file((show) => {
          show.segments.splice(3);
          show.interactions = [];
          show.show.title = '改名';
        }),
      ),
    ).toMatchObject({ status: 200, body: { rev: 2 } });
    const { plan, prep } = room.studio.executor.state;
    expect([plan?.show.title, plan?.segments.length]).toEqual(['改名', 3]);
    expect(prep.checklist).toMatchObject({ 'k-tick': { status: 'done' } });
  });

  it('XC-02 during a run of this show it is refused; another show comes in, is not opened, and is no part of the run', async () => {
    await room.api.importShow(file());
    await room.api.send('run.start', { mode: 'rehearsal' });
    expect(await room.api.importShow(file())).toMatchObject({
      status: 409,
      body: { error: { code: 'SHOW_IN_RUN' } },
    });
    const { seq } = room.studio.executor;
    expect(await room.api.importShow(demoShowText())).toMatchObject({ status: 200 });
    const [imported] = (await room.api.events(seq)).filter((event) => event.type === 'show.imported');
    expect(imported).toMatchObject({ showId: 'show-20260418', runId: null, offsetMs: null });
    expect(room.studio.executor.state.plan?.show.id).toBe('kitchen');
    expect(await room.api.send('show.open', { showId: 'show-20260418' })).toMatchObject({
      ok: false,
      error: { code: 'RUN_ALREADY_ON' },
    });
    expect(await room.api.send('show.open', { showId: 'none' })).toMatchObject({
      ok: false,
      error: { code: 'SHOW_NOT_FOUND' },
    });
  });

  it.each([
    ['kitchen', file()],
    ['show-20260418', demoShowText()],
  ])('XC-02 %s: export → import → export is identical, unknown fields too', async (id, text) => {
    await room.api.importShow(text);
    const first = await exported(id);
    expect(JSON.parse(first)).toEqual(JSON.parse(text));
    expect(await room.api.importShow(first)).toMatchObject({ status: 200 });
    expect(await exported(id)).toBe(first);
  });

  it('XC-02 a byte-order mark, no content type and other content types are all right', async () => {
    expect(await room.api.importShow(`\uFEFF${file()}`)).toMatchObject({ status: 200 });
    for (const type of ['text/plain', 'application/octet-stream']) {
      expect(
        await room.api.request('/api/v1/import', {
          method: 'POST',
          body: file(),
          headers: { 'content-type': type },
        }),
      ).toMatchObject({ status: 200 });
    }
  });

  it('XC-02 what is not JSON, nothing at all, and a file of more than 32 MB are refused', async () => {
    for (const text of ['', 'PK\u0003\u0004', '{'])
      expect(await room.api.importShow(text)).toMatchObject({
        status: 400,
        body: { error: { code: 'SHOW_FILE_INVALID' } },
      });
    const large = `${file()}${' '.repeat(33 * 1024 * 1024)}`;
    expect(await room.api.importShow(large)).toMatchObject({
      status: 413,
      body: { error: { params: { limitBytes: 33_554_432 } } },
    });
    expect(room.studio.shows.list()).toEqual([]);
  });

  it('ORG-01 only who plans brings a show in', async () => {
    await room.api.importShow(file());
    for (const [as, status] of [
      ['m-host', 403],
      ['m-floorManager', 403],
      ['m-planner', 200],
      ['m-operator', 403],
    ] as const) {
      expect(await room.api.importShow(file(), as), as).toMatchObject({ status });
    }
  });

  it('LIVE-19 what is on program and a panic cut belong to the room: they stay over another show, and do not come back with the first', async () => {
    await room.api.importShow(file());
    await room.api.send('panic.cut');
    await eventually(
      'the safe scene is on',
      () => room.studio.executor.state.output.program?.sceneId === 'sc-safe',
    );
    await room.api.importShow(demoShowText());
    await room.api.send('show.open', { showId: 'show-20260418' });
    expect(room.studio.executor.state.output).toMatchObject({
      mutedDesired: true,
      program: { sceneId: null, obsSceneName: '画面-safe' },
      panic: { fromSceneId: null },
    });
    await room.api.send('panic.release');
    await room.api.send('show.open', { showId: 'kitchen' });
    expect(room.studio.executor.state.output.panic).toBeNull();
  });
});
