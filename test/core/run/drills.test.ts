import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cueIdSchema } from '#shared/model/ids';
import { discard, eventually, inMemoryStudio, type InMemoryStudio } from '../../support/inMemoryStudio.ts';

let room: InMemoryStudio;
beforeEach(async () => {
  room = await inMemoryStudio({
    demoShowFile: resolve(import.meta.dirname, '../../../resources/demo/show.json'),
  });
  await eventually('a ready switcher', () => live().link === 'ready');
  await room.api.send('run.start', { mode: 'rehearsal' });
  await room.api.send('segment.hold');
});
afterEach(() => discard(room));

const live = () => room.studio.board.status.switcher;
const state = () => room.studio.executor.state;
const start = (fault: string) => room.api.send('drill.start', { fault }, 'm-director');
const firstCue = () => cueIdSchema.parse(state().plan?.segments[0]?.sceneCues[0]?.id);

describe('PREP-10 a fault is played on the rehearsal switcher', () => {
  it('PREP-10 OBS lost: the link is down, a press fails by name, and follows once the drill is ended', async () => {
    expect(await start('switcherLost')).toMatchObject({ ok: true });
    await eventually('the link is down', () => live().link === 'down');
    await room.api.send('scene.switch', { sceneId: 'sc-top' });
    await eventually('the failure', () => state().output.failure?.code === 'SWITCHER_OFFLINE');
    await room.api.send('drill.end', {}, 'm-floor');
    await eventually('the press made good', () => state().output.program?.sceneId === 'sc-top');
    expect(live().link).toBe('ready');
  });

  it('LIVE-08 frozen picture: accepted, never confirmed, alarmed at once', async () => {
    await start('pictureFrozen');
    await eventually('the alarm', () => live().link === 'renderStalled');
    await room.api.send('scene.switch', { sceneId: 'sc-top' });
    await eventually('the failure', () => state().output.failure?.code === 'RENDER_STALLED');
    expect(state().output.program?.sceneId).not.toBe('sc-top');
  });

  it('PREP-10 scene missing: the next cue fails, its scene is offered for re-mapping or made anew', async () => {
    await start('sceneMissing');
    const sceneId = state().run?.drill?.sceneId;
    const name = state().plan?.scenes.find((scene) => scene.id === sceneId)?.obsSceneName ?? '';
    await eventually('the scene is gone', () => !live().scenes.includes(name));
    await room.api.send('scene.switch', { sceneId });
    await eventually('the failure', () => state().output.failure?.code === 'SCENE_NOT_FOUND');
    expect(await room.api.send('scene.createMissing', {}, 'm-director')).toMatchObject({ ok: true });
    await eventually('the scene is back', () => live().scenes.includes(name));
    await room.api.send('cue.fire', { cueId: firstCue() });
    await eventually('the cue', () => state().run?.segments[0]?.cues[firstCue()]?.status === 'confirmed');
  });

  it('LIVE-08 stream dropped: reconnecting, pictures go on switching; the end of the rehearsal mends it', async () => {
    await start('streamDropped');
    await eventually('the stream', () => live().stream === 'reconnecting');
    await room.api.send('scene.switch', { sceneId: 'sc-top' });
    await eventually('the picture', () => state().output.program?.sceneId === 'sc-top');
    await room.api.send('run.end');
    await eventually('mended', () => live().stream !== 'reconnecting');
    expect(live().link).toBe('ready');
  });

  it('PREP-10 a drill is logged, and only director, floor manager and technician may start it', async () => {
    expect(await room.api.send('drill.start', { fault: 'streamDropped' }, 'm-host')).toMatchObject({
      ok: false,
      error: { code: 'ROLE_FORBIDDEN' },
    });
    await start('streamDropped');
    await room.api.send('drill.end');
    const drills = (await room.api.events()).filter(({ type }) => type.startsWith('drill.'));
    expect(drills).toMatchObject([
      { type: 'drill.started', actor: { memberId: 'm-director' }, payload: { fault: 'streamDropped' } },
      { type: 'drill.ended', payload: { cause: 'person' } },
    ]);
  });

  it('PREP-10 a core that is started anew goes on with the drill', async () => {
    await start('switcherLost');
    await eventually('the link is down', () => live().link === 'down');
    await room.stop();
    room = await inMemoryStudio({ dataDir: room.dataDir });
    await eventually('still down', () => live().link === 'down');
    expect(state().run?.drill?.fault).toBe('switcherLost');
    await room.api.send('drill.end');
    await eventually('mended', () => live().link === 'ready');
  });
});
