import type { OBSWebSocket } from 'obs-websocket-js/json';

import type { Rgb } from './x11Pixels.ts';

/** Colours far apart, so that a fade's halfway picture is none of them. OBS writes them as 0xAABBGGRR. */
export const SCENE_COLOURS: Readonly<Record<string, Rgb>> = {
  A: { r: 200, g: 30, b: 30 },
  B: { r: 30, g: 200, b: 30 },
  C: { r: 30, g: 30, b: 200 },
  D: { r: 200, g: 200, b: 30 },
};

/** Brings OBS to scenes A to D only, A on program, studio mode off, a 300 ms fade as the operator's default. */
export async function resetScenes(controller: OBSWebSocket): Promise<void> {
  await controller.call('SetStudioModeEnabled', { studioModeEnabled: false });
  const { scenes } = await controller.call('GetSceneList');
  const names = scenes.flatMap(({ sceneName }) => (typeof sceneName === 'string' ? [sceneName] : []));
  for (const [sceneName, { r, g, b }] of Object.entries(SCENE_COLOURS)) {
    if (names.includes(sceneName)) continue;
    await controller.call('CreateScene', { sceneName });
    await controller.call('CreateInput', {
      sceneName,
      inputName: `colour ${sceneName} ${performance.now()}`,
      inputKind: 'color_source_v3',
      inputSettings: { color: 0xff000000 + b * 0x10000 + g * 0x100 + r, width: 640, height: 360 },
    });
  }
  await controller.call('SetCurrentSceneTransitionDuration', { transitionDuration: 50 });
  const { currentProgramSceneName } = await controller.call('GetCurrentProgramScene');
  if (currentProgramSceneName !== 'A') {
    const shown = new Promise<void>((resolve) => {
      controller.on('CurrentProgramSceneChanged', function listener({ sceneName }) {
        if (sceneName !== 'A') return;
        controller.off('CurrentProgramSceneChanged', listener);
        resolve();
      });
    });
    await controller.call('SetCurrentProgramScene', { sceneName: 'A' });
    await shown;
  }
  await controller.call('SetCurrentSceneTransitionDuration', { transitionDuration: 300 });
  for (const sceneName of names) {
    if (!(sceneName in SCENE_COLOURS)) await controller.call('RemoveScene', { sceneName });
  }
}
