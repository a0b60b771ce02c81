import { randomUUID } from 'node:crypto';
import type { OBSWebSocket } from 'obs-websocket-js/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { StudioEvent } from '#shared/model/events';
import type { ShowPlan } from '#shared/model/showPlan';
import { createColouredScenes, sceneColours } from '../support/demoScenesInObs.ts';
import { openProgramProjector, startObs, type Projector, type TestObs } from '../support/obs.ts';
import { startStudioProcess, until, type StudioProcess } from '../support/studioProcess.ts';
import { sameColour } from '../support/x11Pixels.ts';

/** The sample show on a real OBS, watched from outside: by a second controller and by the pixels of program. */
let obs: TestObs;
let watcher: OBSWebSocket;
let projector: Projector;
let studio: StudioProcess;
let plan: ShowPlan;

type Seen = { readonly event: StudioEvent; readonly pixelWasThere: boolean | null };
const seen: Seen[] = [];
const onProgram: string[] = [];
let stream: WebSocket;

beforeAll(async () => {
  obs = await startObs({ testFile: import.meta.filename });
  watcher = await obs.controller();
  watcher.on('CurrentProgramSceneChanged', ({ sceneName }) => onProgram.push(sceneName));
  studio = await startStudioProcess({ args: ['--speed', '30'] });
  const { state } = await studio.state();
  if (state.plan === null) throw new Error('the demo show is not open');
  plan = state.plan;
  await createColouredScenes(watcher, plan);
  // In colour, so that a projector is judged by more than black on black.
  await watcher.call('SetCurrentProgramScene', { sceneName: plan.scenes.at(-1)?.obsSceneName ?? '' });
  projector = await openProgramProjector(obs);
  await studio.command('obs.settings', { url: obs.url, password: obs.password });
  await until('the studio sees OBS', async () => (await studio.state()).live.switcher.link === 'ready');

  const colours = sceneColours(plan);
  stream = new WebSocket(`${studio.url.replace('http', 'ws')}/api/v1/stream?after=0`, {
    headers: { authorization: `Bearer ${studio.token}` },
  });
  stream.on('message', (data: Buffer) => {
    const event = z.custom<StudioEvent>().parse(JSON.parse(data.toString()));
    const colour =
      event.type === 'cue.confirmed' ? colours.get(targetOf(event.payload.cueId) ?? '') : undefined;
    const at = seen.push({ event, pixelWasThere: null }) - 1;
    // Asked for at once: the picture of the very moment in which the crew reads “confirmed”.
    if (colour !== undefined)
      void projector
        .pixel(0.5, 0.5)
        .then((pixel) => (seen[at] = { event, pixelWasThere: sameColour(pixel, colour, 6) }));
  });
});
afterAll(async () => {
  stream.close();
  await studio.stop();
  await watcher.disconnect();
  await obs.stop();
});

const sceneCue = (cueId: string) =>
  plan.segments.flatMap((segment) => segment.sceneCues).find((cue) => cue.id === cueId);
const targetOf = (cueId: string): string | undefined => sceneCue(cueId)?.sceneId;
const nameOf = (sceneId: string): string =>
  plan.scenes.find((scene) => scene.id === sceneId)?.obsSceneName ?? '';
const automaticCues = (segments: ShowPlan['segments']) =>
  segments.flatMap((segment) => segment.sceneCues.filter((cue) => cue.mode === 'auto'));
const eventsSince = (index: number, type: StudioEvent['type']) =>
  seen.slice(index).filter(({ event }) => event.type === type);

/** Every automatic cue: confirmed, in order, on program by the watcher's word, and never before its pixels. */
async function expectAllOnProgram(
  cues: ReturnType<typeof automaticCues>,
  sinceSeen: number,
  sinceProgram: number,
): Promise<void> {
  const confirmed = eventsSince(sinceSeen, 'cue.confirmed').filter(
    ({ event }) => event.type === 'cue.confirmed' && targetOf(event.payload.cueId) !== undefined,
  );
  await until('every confirmed cue has its pixel', () =>
    seen
      .slice(sinceSeen)
      .every(
        ({ event, pixelWasThere }) =>
          event.type !== 'cue.confirmed' ||
          targetOf(event.payload.cueId) === undefined ||
          pixelWasThere !== null,
      ),
  );
  expect(confirmed.map(({ event }) => (event.type === 'cue.confirmed' ? event.payload.cueId : ''))).toEqual(
    cues.map((cue) => cue.id),
  );
  const programNames = onProgram.slice(sinceProgram);
  let from = 0;
  for (const cue of cues) {
    const index = programNames.indexOf(nameOf(cue.sceneId), from);
    // The scene may be on program already: then nothing changes and the watcher hears nothing.
    from = index === -1 ? from : index + 1;
    expect(programNames[from - 1] ?? 'nothing').toBe(nameOf(cue.sceneId));
  }
  const early = seen
    .slice(sinceSeen)
    .filter(({ event, pixelWasThere }) => event.type === 'cue.confirmed' && pixelWasThere === false);
  const took = confirmed
    .map(({ event }) => (event.type === 'cue.confirmed' ? event.payload.tookMs : 0))
    .toSorted((a, b) => a - b);
  console.log(
    `${confirmed.length} cues confirmed, ${early.length} before their pixels; request to proof ${took.map((ms) => Math.round(ms)).join(' ')} ms`,
  );
  expect(early).toEqual([]);
}

test(
  'LIVE-01 all automatic cues of the first three segments, sped up, reach program, none confirmed before its pixels',
  { timeout: 120_000 },
  async () => {
    const sinceSeen = seen.length;
    const sinceProgram = onProgram.length;
    const segments = plan.segments.slice(0, 3);
    await studio.command('run.start', { mode: 'rehearsal', speed: 30, advance: 'auto' });
    await until(
      'the fourth segment is reached',
      () =>
        eventsSince(sinceSeen, 'segment.entered').some(
          ({ event }) => event.type === 'segment.entered' && event.payload.segmentId === plan.segments[3]?.id,
        ),
      90_000,
    );
    await studio.command('segment.hold');
    const fourth = seen.findIndex(
      ({ event }, index) =>
        index >= sinceSeen &&
        event.type === 'segment.entered' &&
        event.payload.segmentId === plan.segments[3]?.id,
    );
    await until(
      'the last request is settled',
      async () => (await studio.state()).state.output.desired === null,
    );
    const upTo = seen.slice(0, fourth).length;
    const kept = seen.splice(upTo);
    await expectAllOnProgram(automaticCues(segments), sinceSeen, sinceProgram);
    seen.push(...kept);
    await studio.command('run.end');
  },
);

test(
  'LIVE-01 one segment in real time: its automatic cues reach program at their time',
  { timeout: 300_000 },
  async () => {
    const [first] = plan.segments;
    if (first === undefined) throw new Error('the show is empty');
    const cues = automaticCues([first]);
    const sinceSeen = seen.length;
    const sinceProgram = onProgram.length;
    await studio.command('run.start', { mode: 'rehearsal', speed: 1 });
    await until(
      'all its automatic cues are settled',
      () => eventsSince(sinceSeen, 'cue.confirmed').length >= cues.length,
      240_000,
      100,
    );
    await expectAllOnProgram(cues, sinceSeen, sinceProgram);
    const requested = eventsSince(sinceSeen, 'cue.requested');
    const late = requested.map(({ event }) => (event.type === 'cue.requested' ? event.payload.lateMs : 0));
    console.log(`requested ${late.map((ms) => ms.toFixed(1)).join(' ')} ms after their time`);
    for (const ms of late) expect(ms).toBeLessThan(100);
  },
);

test('LIVE-01 a scene chosen by a person in OBS is mirrored on the desk', { timeout: 30_000 }, async () => {
  const other = plan.scenes[8];
  await watcher.call('SetCurrentProgramScene', { sceneName: other?.obsSceneName ?? '' });
  await until(
    'the desk shows it',
    async () => (await studio.state()).state.output.program?.sceneId === other?.id,
  );
});

test(
  'LIVE-08 OBS killed in the middle of the show is seen within 0.2 s and in step again within 2 s of its return',
  { timeout: 60_000 },
  async () => {
    const station = await watchLink();
    obs.kill('SIGKILL');
    const killedAt = performance.now();
    await until('the desk knows', () => station.link() !== 'ready', 5000, 2);
    const seenMs = performance.now() - killedAt;
    await obs.exited();
    // Meanwhile the show goes on: the instructions of a contingency card need no OBS.
    expect(await studio.command('contingency.open', { contingencyId: 'ct-obs' })).toMatchObject({ ok: true });
    expect(await studio.command('contingency.close')).toMatchObject({ ok: true });
    await obs.restart();
    const backAt = performance.now();
    await until('the desk is in step again', () => station.link() === 'ready', 10_000, 5);
    const backMs = performance.now() - backAt;
    station.close();
    console.log(`seen after ${seenMs.toFixed(0)} ms, in step ${backMs.toFixed(0)} ms after OBS was back`);
    expect(seenMs).toBeLessThanOrEqual(200);
    expect(backMs).toBeLessThanOrEqual(2000);
  },
);

/** A station that watches the health lamp. */
async function watchLink() {
  let link = 'unknown';
  const socket = new WebSocket(`${studio.url.replace('http', 'ws')}/station`, {
    headers: { authorization: `Bearer ${studio.token}` },
  });
  const messageSchema = z.looseObject({
    t: z.string(),
    live: z.looseObject({ switcher: z.looseObject({ link: z.string().optional() }).optional() }).optional(),
  });
  socket.on('message', (data: Buffer) => {
    const { live } = messageSchema.parse(JSON.parse(data.toString()));
    link = live?.switcher?.link ?? link;
  });
  socket.on('open', () =>
    socket.send(
      JSON.stringify({ t: 'hello', hello: { stationId: randomUUID(), kind: 'director', memberId: null } }),
    ),
  );
  await until('the lamp is known', () => link === 'ready');
  return { link: () => link, close: () => socket.close() };
}
