import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { STUDIO_PRINCIPAL } from '#core/run/executor';
import { RehearsalSwitcher } from '#core/switcher/rehearsal/rehearsalSwitcher';
import type { CommandType } from '#shared/model/commands';
import type { EventType } from '#shared/model/events';
import { discard, eventually, inMemoryStudio, type InMemoryStudio } from '../../support/inMemoryStudio.ts';
import { smallShowFile } from '../../support/showFixture.ts';

let room: InMemoryStudio;
beforeEach(async () => {
  room = await inMemoryStudio({ show: smallShowFile() });
  await eventually('the rehearsal switcher is there', () => room.studio.switcher.status.link === 'ready');
});
afterEach(() => discard(room));

const run = (type: CommandType, payload: object = {}) =>
  room.studio.execute({ id: randomUUID(), type, payload }, STUDIO_PRINCIPAL);
const log = () => room.studio.eventLog.after(0, 10_000);
const payloads = (type: EventType) =>
  log().flatMap((event) => (event.type === type ? [event.payload as object] : []));
const outputs = () => room.studio.executor.state.output.outputs;
const rehearsal = (): RehearsalSwitcher => {
  const { switcher } = room.studio;
  if (!(switcher instanceof RehearsalSwitcher)) throw new Error('not the rehearsal switcher');
  return switcher;
};

describe('LIVE-08 outputs from the desk', () => {
  it('LIVE-08 a recording is asked for, proven and logged, and so is its end, with the file', async () => {
    expect(outputs().record).toMatchObject({ mode: 'unknown', pending: null });
    run('output.start', { output: 'record' });
    expect(outputs().record.pending).toMatchObject({ action: 'start' });
    expect(outputs().record.mode, 'asked for is not proven').toBe('unknown');
    await eventually('it records', () => outputs().record.mode === 'active');
    await eventually('the request is settled', () => outputs().record.pending === null);
    run('record.pause');
    await eventually('it is paused', () => outputs().record.mode === 'paused');
    run('record.resume');
    await eventually('it goes on', () => outputs().record.mode === 'active');
    run('output.stop', { output: 'record' });
    await eventually('it has ended', () => outputs().record.mode === 'stopped');
    await eventually('its file is named', () => outputs().record.file !== null);
    expect(payloads('output.changed')).toMatchObject(
      ['active', 'paused', 'active', 'stopped'].map((mode) => ({ output: 'record', mode })),
    );
  });

  it('LIVE-08 what came to nothing says why, and the next try wipes it', async () => {
    rehearsal().setFarEnd('dead');
    run('output.start', { output: 'stream' });
    await eventually('why', () => outputs().stream.failure?.code === 'OUTPUT_ENDED_ITSELF');
    rehearsal().setFarEnd('there');
    run('output.start', { output: 'stream' });
    expect(outputs().stream.failure).toBeNull();
    await eventually('it streams', () => outputs().stream.mode === 'active');
  });

  it('LIVE-08 another switcher’s outputs are not this one’s', async () => {
    run('output.start', { output: 'record' });
    await eventually('it records', () => outputs().record.mode === 'active');
    run('switcher.choose', { kind: 'rehearsal' });
    expect(outputs().record.mode).toBe('unknown');
  });
});

describe('LIVE-08 alarms', () => {
  const streaming = async (): Promise<void> => {
    run('run.start', { mode: 'rehearsal' });
    run('output.start', { output: 'stream' });
    await eventually('it streams', () => outputs().stream.mode === 'active');
  };

  it('LIVE-08 one alarm for each drop of the stream, cleared when it is back, none for a stop from here', async () => {
    await streaming();
    for (let drop = 1; drop <= 2; drop += 1) {
      rehearsal().setFarEnd('away');
      await eventually('the alarm', () => payloads('alarm.raised').length === drop);
      // It goes on for a while, and is no other alarm for that.
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect(payloads('alarm.raised')).toHaveLength(drop);
      rehearsal().setFarEnd('there');
      await eventually('it is over', () => payloads('alarm.cleared').length === drop);
    }
    run('output.stop', { output: 'stream' });
    await eventually('it has ended', () => outputs().stream.mode === 'stopped');
    await new Promise((resolve) => setTimeout(resolve, 700)); // longer than between two looks
    expect(payloads('alarm.raised')).toEqual(
      Array.from({ length: 2 }, () => ({ alarm: 'stream', finding: 'reconnecting', params: {} })),
    );
  });

  it('LIVE-08 a lost link is one alarm within five seconds, however long it lasts, and somebody can take it up', async () => {
    run('run.start', { mode: 'rehearsal' });
    const lostAtMs = performance.now();
    rehearsal().setFault('offline');
    await eventually('the alarm', () => payloads('alarm.raised').length === 1);
    expect(performance.now() - lostAtMs).toBeLessThan(5_000);
    expect(room.studio.executor.state.run?.alarms.link).toMatchObject({
      finding: 'lost',
      isAcknowledged: false,
    });
    run('alarm.acknowledge', { alarm: 'link' });
    expect(room.studio.executor.state.run?.alarms.link?.isAcknowledged).toBe(true);
    rehearsal().setFault('none');
    await eventually('it is over', () => room.studio.executor.state.run?.alarms.link === undefined);
    expect(payloads('alarm.raised')).toHaveLength(1);
  });

  it('LIVE-08 without a run there is nobody to alarm', async () => {
    rehearsal().setFault('offline');
    await new Promise((resolve) => setTimeout(resolve, 1_800));
    expect(payloads('alarm.raised')).toEqual([]);
  });
});

describe('LIVE-01 sound on the desk', () => {
  it('LIVE-01 an input is muted and set, each proven by the switcher', async () => {
    const input = room.studio.switcher.status.inputs[0]?.name ?? '';
    run('input.mute', { input, muted: true });
    await eventually('it is muted', () => room.studio.switcher.status.inputs[0]?.muted);
    await eventually('it is proven', () => room.studio.executor.state.output.inputs[input] === undefined);
    run('input.volume', { input, volumeDb: -18 });
    await eventually('it is lower', () => room.studio.switcher.status.inputs[0]?.volumeDb === -18);
    run('input.mute', { input: '没有', muted: true });
    const ofUnknown = await eventually(
      'it says so',
      () => room.studio.executor.state.output.inputs['没有']?.failure,
    );
    expect(ofUnknown.code).toBe('INPUT_NOT_FOUND');
  });

  it('LIVE-01 levels go to the stations that show them and to nobody else, and not into the log', async () => {
    const stations = await Promise.all([openStation(), openStation()]);
    const [watching, other] = stations;
    if (watching === undefined || other === undefined) throw new Error('two stations');
    const before = room.studio.executor.seq;
    watching.watch(true);
    await eventually('levels', () => watching.meters() > 5);
    expect(other.meters()).toBe(0);
    watching.watch(false);
    await new Promise((resolve) => setTimeout(resolve, 200)); // what was on its way
    const last = watching.meters();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(watching.meters()).toBe(last);
    expect(room.studio.executor.seq).toBe(before);
    for (const station of stations) station.close();
  });
});

/** A station that counts the levels it is sent. */
async function openStation() {
  const socket = new WebSocket(`${room.url.replace('http', 'ws')}/station`, {
    headers: { authorization: `Bearer ${room.token}` },
  });
  const messageSchema = z.looseObject({ t: z.string() });
  let meters = 0;
  let greeted = false;
  socket.on('message', (data: Buffer) => {
    const { t } = messageSchema.parse(JSON.parse(data.toString()));
    if (t === 'meters') meters += 1;
    if (t === 'snapshot') greeted = true;
  });
  socket.on('open', () =>
    socket.send(
      JSON.stringify({ t: 'hello', hello: { stationId: randomUUID(), kind: 'director', memberId: null } }),
    ),
  );
  await eventually('the station is greeted', () => greeted);
  return {
    meters: () => meters,
    watch: (isWatching: boolean) => socket.send(JSON.stringify({ t: 'watch', meters: isWatching })),
    close: () => socket.close(),
  };
}
