import type { OBSWebSocket } from 'obs-websocket-js/json';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';
import type { SwitchOutcome, TransitionSpec } from '#core/switcher/port';

import { request, statusWith } from '../core/switcher/contract.ts';
import { openProgramProjector, type Projector, startObs, type TestObs, waitFor } from '../support/obs.ts';
import { resetScenes, SCENE_COLOURS } from '../support/obsScenes.ts';
import { type Rgb, sameColour } from '../support/x11Pixels.ts';

const CUT: TransitionSpec = { kind: 'Cut', durationMs: 0 };
const fade = (durationMs: number): TransitionSpec => ({ kind: 'Fade', durationMs });

let obs: TestObs;
let operator: OBSWebSocket;
let projector: Projector;
let switcher: ObsSwitcher;

beforeAll(async () => {
  obs = await startObs({ testFile: import.meta.filename });
  operator = await obs.controller();
  await resetScenes(operator);
  projector = await openProgramProjector(obs);
});
afterAll(async () => {
  projector.close();
  await obs.stop();
});
beforeEach(async () => {
  await resetScenes(operator);
  switcher = new ObsSwitcher({ url: obs.url, password: obs.password });
  switcher.start();
  await statusWith(switcher, ({ link, programScene }) => link === 'ready' && programScene === 'A');
});
afterEach(() => switcher.close());

const colourOf = (sceneName: string): Rgb => SCENE_COLOURS[sceneName] ?? { r: 0, g: 0, b: 0 };
const programPixel = () => projector.pixel(0.5, 0.5);

type Seen = { readonly outcome: SwitchOutcome; readonly pixelWasThere: boolean };

/** Switches, and reads the picture the viewers get in the very turn in which it is confirmed. */
async function switchAndLook(sceneName: string, transition: TransitionSpec | null): Promise<Seen> {
  const outcome = await switcher.switchTo(request(sceneName, { transition }));
  const pixel = await programPixel();
  return { outcome, pixelWasThere: sameColour(pixel, colourOf(sceneName)) };
}

function tookMs(outcomes: readonly SwitchOutcome[]): readonly number[] {
  return outcomes
    .map((outcome) => (outcome.result === 'confirmed' ? outcome.tookMs : Infinity))
    .toSorted((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

const spread = (sorted: readonly number[]): string =>
  `p50 ${at(sorted, 0.5).toFixed(1)} ms, p95 ${at(sorted, 0.95).toFixed(1)} ms, max ${at(sorted, 1).toFixed(1)} ms`;

/** Transition, its duration, and the overrides of all scenes, as the operator left them. */
async function operatorsDefaults() {
  const { transitionName, transitionDuration } = await operator.call('GetCurrentSceneTransition');
  const overrides: Record<string, unknown> = {};
  for (const sceneName of Object.keys(SCENE_COLOURS)) {
    overrides[sceneName] = await operator.call('GetSceneSceneTransitionOverride', { sceneName });
  }
  return { transitionName, transitionDuration, overrides };
}

const cycle = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => ['B', 'C', 'D', 'A'][index % 4] ?? 'A');

describe('on a real OBS', () => {
  it('LIVE-01 a cut is proven on program in less than 200 ms on loopback', async () => {
    const outcomes: SwitchOutcome[] = [];
    await switcher.switchTo(request('D')); // right after connecting a transition of others is waited for
    for (const sceneName of cycle(60)) outcomes.push(await switcher.switchTo(request(sceneName)));
    const sorted = tookMs(outcomes);
    console.log(`LIVE-01 cut, call to proof on program, ${sorted.length} times: ${spread(sorted)}`);
    // One in ten may be late: this OBS draws in software and shares two cores with everything else.
    expect(at(sorted, 0.9)).toBeLessThan(200);
  });

  it('LIVE-01 a change made in OBS is mirrored', async () => {
    const lateByMs: number[] = [];
    for (const sceneName of cycle(8)) {
      let shownAt = 0;
      operator.once('CurrentProgramSceneChanged', () => (shownAt = performance.now()));
      await operator.call('SetCurrentProgramScene', { sceneName });
      await statusWith(switcher, (status) => status.programScene === sceneName);
      const mirroredAt = performance.now();
      await waitFor('OBS’s own word', () => shownAt > 0);
      lateByMs.push(Math.max(0, mirroredAt - shownAt));
    }
    console.log(`LIVE-01 OBS's change to mirrored: ${spread(lateByMs.toSorted((a, b) => a - b))}`);
    expect(Math.max(...lateByMs)).toBeLessThan(200);
  });

  it.each([
    ['cuts', CUT, 100],
    ['fades of 300 ms', fade(300), 50],
    ['the operator’s own transition', null, 8],
  ] as const)('LIVE-01 no cue is confirmed before its pixels: %s', async (name, transition, count) => {
    const seen: Seen[] = [];
    for (const sceneName of cycle(count)) seen.push(await switchAndLook(sceneName, transition));
    const early = seen.filter(({ pixelWasThere }) => !pixelWasThere).length;
    console.log(
      `${name}: ${early} of ${count} before their pixels; ${spread(tookMs(seen.map(({ outcome }) => outcome)))}`,
    );
    expect(seen.map(({ outcome }) => outcome.result)).toEqual(seen.map(() => 'confirmed'));
    expect(early).toBe(0);
  });

  it('a cue’s own transition leaves the operator’s defaults alone, however it ends', async () => {
    await operator.call('SetCurrentSceneTransitionDuration', { transitionDuration: 700 });
    await operator.call('SetSceneSceneTransitionOverride', {
      sceneName: 'B',
      transitionName: 'Fade',
      transitionDuration: 900,
    });
    const before = await operatorsDefaults();
    await switcher.switchTo(request('B', { transition: CUT }));
    await switcher.switchTo(request('C', { transition: fade(150) }));
    expect(await operatorsDefaults(), 'after a cut and a fade').toEqual(before);

    const replaced = switcher.switchTo(request('D', { transition: fade(2_000) }));
    await waitFor('a running fade', async () => !sameColour(await programPixel(), colourOf('C')));
    await switcher.switchTo(request('B', { transition: CUT }));
    expect(await replaced).toMatchObject({ code: 'SUPERSEDED' });
    await expect.poll(operatorsDefaults).toEqual(before);

    const orphan = switcher.switchTo(request('C', { transition: fade(1_000) }));
    await waitFor('a running fade', async () => !sameColour(await programPixel(), colourOf('B')));
    await switcher.close();
    expect(await orphan).toMatchObject({ result: 'failed' });
    expect(await operatorsDefaults(), 'after we were gone in the middle of a fade').toEqual(before);
    await waitFor('the end of that fade', async () => sameColour(await programPixel(), colourOf('C')));
  });

  it('a cut out of a running fade is a cut, whatever the operator’s default is', async () => {
    for (const transitionName of ['Fade', 'Cut']) {
      await operator.call('SetCurrentSceneTransition', { transitionName });
      const replaced = switcher.switchTo(request('B', { transition: fade(3_000) }));
      await waitFor('a running fade', async () => !sameColour(await programPixel(), colourOf('A')));
      const pressedAt = performance.now();
      const cut = switcher.switchTo(request('C'));
      await waitFor('the picture', async () => sameColour(await programPixel(), colourOf('C')), 2_000);
      const picture = performance.now() - pressedAt;
      console.log(
        `LIVE-19 cut out of a 3 s fade, default ${transitionName}: picture after ${picture.toFixed(0)} ms`,
      );
      expect(picture).toBeLessThan(200);
      expect(await replaced).toMatchObject({ code: 'SUPERSEDED' });
      expect(await cut).toMatchObject({ result: 'confirmed' });
      expect(await operator.call('GetCurrentSceneTransition')).toMatchObject({ transitionName });
      await switcher.switchTo(request('A'));
    }
    await operator.call('SetCurrentSceneTransition', { transitionName: 'Fade' });
  });

  it('presses at any pace end on the last one, in picture and word', async () => {
    const seed = Number(process.env['KAIBO_TEST_SEED'] ?? Date.now() % 1_000_000);
    console.log(`KAIBO_TEST_SEED=${seed}`);
    const random = randomFrom(seed);
    const pick = <T>(list: readonly T[]): T => {
      const found = list[Math.floor(random() * list.length)];
      if (found === undefined) throw new Error('an empty list');
      return found;
    };
    let early = 0;
    for (let burst = 0; burst < 30; burst += 1) {
      const presses = Array.from({ length: 1 + Math.floor(random() * 5) }, () => ({
        sceneName: pick(['A', 'B', 'C', 'D']),
        transition: pick([CUT, CUT, fade(300), fade(150), null]),
        pauseMs: pick([0, 5, 20, 40, 80, 150, 290, 330]) + random() * 10,
      }));
      const results: Promise<Seen>[] = [];
      for (const { sceneName, transition, pauseMs } of presses) {
        results.push(switchAndLook(sceneName, transition));
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      const seen = await Promise.all(results);
      const said = JSON.stringify({ burst, presses, outcomes: seen.map(({ outcome }) => outcome) });
      expect(seen.at(-1), said).toMatchObject({ outcome: { result: 'confirmed' }, pixelWasThere: true });
      expect(switcher.status.programScene, said).toBe(presses.at(-1)?.sceneName);
      early += seen.filter(
        ({ outcome, pixelWasThere }) => outcome.result === 'confirmed' && !pixelWasThere,
      ).length;
    }
    expect(early).toBe(0);
    expect(await operator.call('GetCurrentSceneTransition')).toMatchObject({
      transitionName: 'Fade',
      transitionDuration: 300,
    });
  });

  it('LIVE-01 150 bursts of four commands at once end on the right scene, by OBS’s word and by the pixels', async () => {
    const seed = Number(process.env['KAIBO_TEST_SEED'] ?? Date.now() % 1_000_000);
    console.log(`KAIBO_TEST_SEED=${seed}`);
    const random = randomFrom(seed);
    let wrong = 0;
    for (let burst = 0; burst < 150; burst += 1) {
      const names = Array.from({ length: 4 }, () => ['A', 'B', 'C', 'D'][Math.floor(random() * 4)] ?? 'A');
      const outcomes = await Promise.all(
        names.map((sceneName) => switcher.switchTo(request(sceneName, { sendWithinMs: 10_000 }))),
      );
      const last = names[3] ?? 'A';
      const isThere = sameColour(await programPixel(), colourOf(last));
      const { currentProgramSceneName } = await operator.call('GetCurrentProgramScene');
      const right = outcomes[3]?.result === 'confirmed' && isThere && currentProgramSceneName === last;
      if (!right) console.log(`burst ${burst}: ${names.join(' ')} ${JSON.stringify(outcomes)}`);
      wrong += right ? 0 : 1;
    }
    expect(wrong).toBe(0);
  });

  it('in studio mode a switch waits for a running transition instead of being swallowed', async () => {
    await operator.call('SetStudioModeEnabled', { studioModeEnabled: true });
    await statusWith(switcher, (status) => status.studioMode);
    expect(await switcher.preview('D')).toMatchObject({ result: 'confirmed' });
    expect(await operator.call('GetCurrentPreviewScene')).toMatchObject({ currentPreviewSceneName: 'D' });
    expect(switcher.status).toMatchObject({ previewScene: 'D', programScene: 'A' });

    const first = switchAndLook('B', fade(600));
    await waitFor('a running fade', async () => !sameColour(await programPixel(), colourOf('A')));
    const second = await switchAndLook('C', CUT);
    await first;
    expect(second).toMatchObject({ outcome: { result: 'confirmed' }, pixelWasThere: true });
    expect(switcher.status.programScene).toBe('C');
    // OBS swaps preview and program by itself: shown as it is.
    const { currentPreviewSceneName } = await operator.call('GetCurrentPreviewScene');
    expect(switcher.status.previewScene).toBe(currentPreviewSceneName);
  });

  it('LIVE-19 mutes every audio input, proven by another controller, and sees an operator unmute one', async () => {
    expect(switcher.status.muted).toBeNull();
    expect(await switcher.setMuted(true)).toMatchObject({ code: 'NO_AUDIO_INPUT' });
    for (const inputName of ['主麦', '背景音乐']) {
      await operator.call('CreateInput', {
        sceneName: 'A',
        inputName,
        inputKind: 'ffmpeg_source',
        inputSettings: {},
      });
      // Only what is known by now can be muted: this one is.
      await statusWith(switcher, (status) => status.muted === false);
      await operator.call('SetInputMute', { inputName, inputMuted: true });
      await statusWith(switcher, (status) => status.muted === true);
    }
    for (const inputName of ['主麦', '背景音乐'])
      await operator.call('SetInputMute', { inputName, inputMuted: false });
    await statusWith(switcher, (status) => status.muted === false);
    const isMuted = async () =>
      Promise.all(
        ['主麦', '背景音乐'].map(
          async (inputName) => (await operator.call('GetInputMute', { inputName })).inputMuted,
        ),
      );

    const panicAt = performance.now();
    const [mute, scene] = await Promise.all([switcher.setMuted(true), switcher.switchTo(request('D'))]);
    const panicMs = performance.now() - panicAt;
    console.log(`LIVE-19 panic: mute and safe scene proven after ${panicMs.toFixed(1)} ms`);
    expect({ mute, scene: scene.result }).toEqual({ mute: { result: 'confirmed' }, scene: 'confirmed' });
    expect(panicMs).toBeLessThan(200);
    expect(await isMuted()).toEqual([true, true]);
    expect(switcher.status.muted).toBe(true);

    await operator.call('SetInputMute', { inputName: '主麦', inputMuted: false });
    await statusWith(switcher, (status) => status.muted === false);
    expect(await switcher.setMuted(false)).toEqual({ result: 'confirmed' });
    expect(await isMuted()).toEqual([false, false]);
    for (const inputName of ['主麦', '背景音乐']) await operator.call('RemoveInput', { inputName });
    await statusWith(switcher, (status) => status.muted === null);
  });

  it('XC-09 placeholder scenes show a colour and a caption in Chinese', async () => {
    const scenes = [
      { name: '主讲', label: '主讲机位' },
      { name: '特写', label: '产品特写' },
    ];
    expect(await switcher.createPlaceholderScenes(scenes)).toEqual({ created: ['主讲', '特写'], failed: [] });
    const backgrounds: Rgb[] = [];
    for (const { name } of scenes) {
      expect(await switcher.switchTo(request(name))).toMatchObject({ result: 'confirmed' });
      backgrounds.push(await projector.pixel(0.02, 0.05));
      const middle = await Promise.all(
        Array.from({ length: 200 }, (_, index) => projector.pixel(0.1 + (index / 200) * 0.8, 0.5)),
      );
      const written = middle.filter((pixel) => pixel.r > 200 && pixel.g > 200 && pixel.b > 200).length;
      expect(written, 'light pixels along the middle').toBeGreaterThan(5);
    }
    const [first, second] = backgrounds;
    expect(first === undefined || second === undefined || sameColour(first, second, 20)).toBe(false);
    const still = await switcher.still('主讲', 320);
    expect(still?.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8])); // JPEG
    expect(await switcher.still('没有', 320)).toBeNull();
  });
});

/** A small seeded generator (mulberry32), so that a failing pace can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
