import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { STUDIO_PRINCIPAL } from '#core/run/executor';
import { RehearsalSwitcher } from '#core/switcher/rehearsal/rehearsalSwitcher';
import type { CommandType } from '#shared/model/commands';
import type { EventType, StudioEvent } from '#shared/model/events';
import { currentSegment, runOn } from '#shared/run/state';
import { discard, eventually, inMemoryStudio, type InMemoryStudio } from '../../support/inMemoryStudio.ts';
import { smallShowFile } from '../../support/showFixture.ts';

let room: InMemoryStudio;
beforeEach(async () => {
  room = await inMemoryStudio({ show: smallShowFile() });
  await eventually('the rehearsal switcher has the scenes', () =>
    room.studio.switcher.status.scenes.includes('画面-safe'),
  );
});
afterEach(() => discard(room));

const run = (type: CommandType, payload: object = {}) =>
  room.studio.execute({ id: randomUUID(), type, payload }, STUDIO_PRINCIPAL);
const log = () => room.studio.eventLog.after(0, 10_000);
const logged = (type: EventType, match: (event: StudioEvent) => boolean = () => true) =>
  eventually(type, () => log().find((event) => event.type === type && match(event)));
const breakSwitcher = (fault: Parameters<RehearsalSwitcher['setFault']>[0]) => {
  if (!(room.studio.switcher instanceof RehearsalSwitcher)) throw new Error('not the rehearsal switcher');
  room.studio.switcher.setFault(fault);
};

describe('cues against a switcher', () => {
  it('LIVE-03 automatic cues come at their time, in order, and are confirmed by program', async () => {
    run('run.start', { mode: 'rehearsal', speed: 20 });
    await logged(
      'cue.confirmed',
      (event) => event.type === 'cue.confirmed' && event.payload.cueId === 'a1-c2',
    );
    const requested = log().flatMap((event) => (event.type === 'cue.requested' ? [event.payload] : []));
    expect(requested.map((each) => each.cueId)).toEqual(['a1-c1', 'a1-c2']);
    const lateMs = requested.map((each) => Math.round(each.lateMs));
    console.log(`cues late by ${lateMs.join(', ')} ms`);
    expect(Math.max(...lateMs)).toBeLessThan(500);
    expect(room.studio.executor.state.output.program?.sceneId).toBe('sc-close');
    expect(room.studio.switcher.status.programScene).toBe('画面-close');
  });

  it('LIVE-03 a run that advances by itself goes through all segments and stays in the last', async () => {
    run('run.start', { mode: 'rehearsal', speed: 1000, advance: 'auto' });
    await eventually('the last segment', () => {
      const on = runOn(room.studio.executor.state);
      return on !== null && currentSegment(on).segmentId === 'a4';
    });
    expect(
      log().flatMap((event) => (event.type === 'segment.entered' ? [event.payload.segmentId] : [])),
    ).toEqual(['a1', 'a2', 'a3', 'a4']);
    expect(runOn(room.studio.executor.state)).not.toBeNull();
  });

  it('LIVE-03 while held no cue comes', async () => {
    run('run.start', { mode: 'rehearsal', speed: 100 });
    await logged('cue.requested');
    run('segment.hold');
    const { seq } = room.studio.executor;
    await eventually(
      '0.3 s later',
      (
        (at) => () =>
          performance.now() - at > 300
      )(performance.now()),
    );
    expect(room.studio.eventLog.after(seq, 100).filter((event) => event.type === 'cue.requested')).toEqual(
      [],
    );
    run('segment.resume');
    await logged(
      'cue.requested',
      (event) => event.type === 'cue.requested' && event.payload.cueId === 'a1-c2',
    );
  });

  it('LIVE-17 with the switcher offline a contingency still opens with its card, and the failed scene is told', async () => {
    run('run.start', { mode: 'rehearsal' });
    await logged('cue.confirmed');
    breakSwitcher('offline');
    expect(run('contingency.open', { contingencyId: 'ct-power' })).toMatchObject({ ok: true });
    expect(runOn(room.studio.executor.state)?.incident).toMatchObject({ contingencyId: 'ct-power' });
    const failed = await logged('scene.failed');
    expect(failed.payload).toMatchObject({ sceneId: 'sc-safe', code: 'SWITCHER_OFFLINE' });
    expect(room.studio.executor.state.output.failure).toMatchObject({ code: 'SWITCHER_OFFLINE' });
  });

  it('LIVE-19 panic: from the press to the safe scene on program within 200 ms, sound off, logged', async () => {
    run('run.start', { mode: 'rehearsal' });
    await logged('cue.confirmed');
    const pressedAt = performance.now();
    expect(run('panic.cut')).toMatchObject({ ok: true });
    const answeredMs = performance.now() - pressedAt;
    const shown = await logged(
      'scene.switched',
      (event) => event.type === 'scene.switched' && event.payload.source === 'panic',
    );
    const cut = log().find((event) => event.type === 'panic.cut');
    const shownMs = shown.studioMs - (cut?.studioMs ?? Number.NaN);
    console.log(
      `panic answered after ${answeredMs.toFixed(1)} ms, safe scene proven after ${shownMs.toFixed(1)} ms`,
    );
    expect(shownMs).toBeLessThan(200);
    await eventually('muted', () => room.studio.switcher.status.muted === true);
  });

  it('LIVE-23 a clip mark is stored with the switcher offline', () => {
    run('run.start', { mode: 'rehearsal' });
    breakSwitcher('offline');
    expect(run('clip.mark', { label: '好' })).toMatchObject({ ok: true, events: [{ type: 'clip.marked' }] });
  });
});

describe('ORG-05 messages to a station', () => {
  it('ORG-05 reaches an open prompter within 300 ms', async () => {
    run('run.start', { mode: 'rehearsal' });
    const socket = new WebSocket(`${room.url.replace('http', 'ws')}/station`, {
      headers: { authorization: `Bearer ${room.token}` },
    });
    const arrivals = new Map<string, number>();
    const messageSchema = z.object({
      t: z.string(),
      events: z
        .array(z.object({ type: z.string(), payload: z.looseObject({ text: z.string().optional() }) }))
        .optional(),
    });
    let ready = false;
    socket.on('open', () =>
      socket.send(
        JSON.stringify({ t: 'hello', hello: { stationId: 'p1', kind: 'prompter', memberId: 'm-host' } }),
      ),
    );
    socket.on('message', (data: Buffer) => {
      const { t, events } = messageSchema.parse(JSON.parse(data.toString()));
      if (t === 'snapshot') ready = true;
      for (const event of events ?? [])
        if (event.type === 'message.sent') arrivals.set(event.payload.text ?? '', performance.now());
    });
    await eventually('the station is greeted', () => ready);
    const tookMs: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      const sentAt = performance.now();
      run('message.send', { kind: 'text', text: `第${i}句` });
      tookMs.push((await eventually('it arrives', () => arrivals.get(`第${i}句`))) - sentAt);
    }
    socket.terminate();
    console.log(`20 messages: slowest ${Math.max(...tookMs).toFixed(1)} ms`);
    expect(Math.max(...tookMs)).toBeLessThan(300);
  });
});
