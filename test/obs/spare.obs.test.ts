import { resolve } from 'node:path';
import type { OBSWebSocket } from 'obs-websocket-js/json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandInput } from '#shared/model/commands';
import type { ShowPlan } from '#shared/model/showPlan';
import { STUDIO_PRINCIPAL } from '../../src/core/run/executor.ts';
import { createColouredScenes } from '../support/demoScenesInObs.ts';
import { discard, inMemoryStudio, type InMemoryStudio } from '../support/inMemoryStudio.ts';
import { startObs, waitFor, type TestObs } from '../support/obs.ts';

/** A studio in a run with two real OBS: the main one, and one that stands by. */
let main: TestObs;
let spare: TestObs;
let atSpare: OBSWebSocket;
let room: InMemoryStudio;
let plan: ShowPlan;

beforeAll(async () => {
  [main, spare] = await Promise.all([
    startObs({ testFile: import.meta.filename }),
    startObs({ testFile: import.meta.filename }),
  ]);
  room = await inMemoryStudio({
    demoShowFile: resolve(import.meta.dirname, '../../resources/demo/show.json'),
  });
  const { plan: demo } = state();
  if (demo === null) throw new Error('the demo show is not open');
  plan = demo;
  await createColouredScenes(await main.controller(), plan);
  atSpare = await spare.controller();
  await createColouredScenes(atSpare, plan);
  send('obs.settings', { url: main.url, password: main.password });
  send('obs.spare', { url: spare.url, password: spare.password });
  await linksAre('ready', 'ready');
  send('run.start', { mode: 'rehearsal' });
  send('segment.hold', {});
});
afterAll(async () => {
  await discard(room);
  await Promise.all([main.stop(), spare.stop()]);
});

const state = () => room.studio.executor.state;
const live = () => room.studio.board.status.switcher;
function send<T extends CommandInput['type']>(
  type: T,
  payload: Extract<CommandInput, { type: T }>['payload'],
): void {
  const result = room.studio.execute({ id: crypto.randomUUID(), type, payload }, STUDIO_PRINCIPAL);
  if (!result.ok) throw new Error(result.error.message);
}
const linksAre = (leader: string, standby: string) =>
  waitFor(
    `leader ${leader}, standby ${standby}`,
    () => live().link === leader && live().pair?.standby.link === standby,
    20_000,
  );
const nameOf = (sceneId: string): string =>
  plan.scenes.find((scene) => scene.id === sceneId)?.obsSceneName ?? '';
const shows = async (at: OBSWebSocket, sceneId: string): Promise<boolean> =>
  (await at.call('GetCurrentProgramScene')).currentProgramSceneName === nameOf(sceneId);
const proven = (sceneId: string) =>
  waitFor(
    `${sceneId} proven`,
    () => state().output.desired === null && state().output.program?.sceneId === sceneId,
    10_000,
  );
const failovers = () =>
  room.studio.eventLog
    .after(0, 10_000)
    .flatMap((event) => (event.type === 'switcher.failedOver' ? [event.payload] : []));

describe('a second OBS as hot spare', () => {
  it('LIVE-08 both get the same switches, and the spare follows a person who drives the main one', async () => {
    send('scene.switch', { sceneId: 'sc-close' });
    await proven('sc-close');
    await waitFor('the spare on it, too', () => shows(atSpare, 'sc-close'));
    const person = await main.controller();
    await person.call('SetCurrentProgramScene', { sceneName: nameOf('sc-top') });
    await proven('sc-top');
    await waitFor('the spare on it, too', () => shows(atSpare, 'sc-top'));
    expect(live()).toMatchObject({
      link: 'ready',
      pair: { leader: 'main', standby: { link: 'ready', problem: null } },
    });
  });

  it('LIVE-08 main killed: the press in between is made good on the spare as soon as one press makes it lead', async () => {
    main.kill('SIGKILL');
    await linksAre('down', 'ready');
    expect(live().problem?.code).toBe('OBS_CLOSED');
    send('scene.switch', { sceneId: 'sc-duo' });
    await waitFor('it is owed', () => state().output.owed?.sceneId === 'sc-duo');
    const pressedAt = performance.now();
    send('switcher.failover', { to: 'spare' });
    await proven('sc-duo');
    console.log(
      `spare leads, and the press is proven on it ${(performance.now() - pressedAt).toFixed(0)} ms after`,
    );
    expect(await shows(atSpare, 'sc-duo')).toBe(true);
    expect(live().pair?.leader).toBe('spare');
    expect(failovers()).toEqual([{ to: 'spare', cause: 'person' }]);
  });

  it('LIVE-08 the main one, back again, stands by on the same scene until it is asked to lead', async () => {
    await main.restart();
    await linksAre('ready', 'ready');
    const atMain = await main.controller();
    await waitFor('main on the same scene', () => shows(atMain, 'sc-duo'), 10_000);
    send('scene.switch', { sceneId: 'sc-wide' });
    await proven('sc-wide');
    await waitFor('main follows', () => shows(atMain, 'sc-wide'));
    send('switcher.failover', { to: 'main' });
    await waitFor('main leads', () => live().pair?.leader === 'main');
    // What it shows by its own word may take it two more frames to prove.
    await proven('sc-wide');
    expect(await shows(atMain, 'sc-wide')).toBe(true);
  });

  it('LIVE-08 where the rule says so the spare leads by itself, and after a restart of the core it still does', async () => {
    send('obs.spare', { url: spare.url, takeOver: 'auto' });
    await linksAre('ready', 'ready');
    send('scene.switch', { sceneId: 'sc-close' });
    await proven('sc-close');
    main.kill('SIGKILL');
    const killedAt = performance.now();
    await waitFor(
      'the spare leads',
      () => live().pair?.leader === 'spare' && live().link === 'ready',
      10_000,
    );
    console.log(`main killed: the spare leads ${(performance.now() - killedAt).toFixed(0)} ms after`);
    expect(failovers().at(-1)).toEqual({ to: 'spare', cause: 'auto' });
    expect(state().output.program?.sceneId).toBe('sc-close');
    await room.stop();
    room = await inMemoryStudio({ dataDir: room.dataDir });
    await waitFor(
      'the spare leads',
      () => live().pair?.leader === 'spare' && live().link === 'ready',
      10_000,
    );
    await main.restart();
    await linksAre('ready', 'ready');
  });

  it('LIVE-08 killed in the middle of a switch: the spare shows what was pressed, and the desk says so', async () => {
    send('obs.spare', { url: spare.url, takeOver: 'auto' });
    await linksAre('ready', 'ready');
    send('scene.switch', { sceneId: 'sc-close' });
    await proven('sc-close');
    const leader = live().pair?.leader;
    send('scene.switch', { sceneId: 'sc-top' });
    (leader === 'main' ? main : spare).kill('SIGKILL');
    await waitFor('the other one leads', () => live().pair?.leader !== leader, 10_000);
    await proven('sc-top');
    const standing = leader === 'main' ? spare : main;
    expect(await shows(await standing.controller(), 'sc-top')).toBe(true);
    await (leader === 'main' ? main : spare).restart();
    await linksAre('ready', 'ready');
  });

  it('LIVE-08 an unready spare is refused by name, and nothing changes', async () => {
    main.kill('SIGKILL'); // it stands by just now
    await linksAre('ready', 'down');
    expect(() => send('switcher.failover', { to: 'main' })).toThrow('not ready');
    expect(live().pair?.leader).toBe('spare');
    await main.restart();
  });
});
