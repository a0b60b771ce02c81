import type { OBSWebSocket } from 'obs-websocket-js/json';
import type { ShowPlan } from '#shared/model/showPlan';
import type { Rgb } from './x11Pixels.ts';

/** One colour for each scene, far from all others, so that a pixel names the scene. */
export function sceneColours(plan: ShowPlan): ReadonlyMap<string, Rgb> {
  const levels = [20, 120, 230];
  return new Map(
    plan.scenes.map((scene, index) => {
      const n = index + 1;
      return [
        scene.id,
        {
          r: levels[n % 3] ?? 0,
          g: levels[Math.floor(n / 3) % 3] ?? 0,
          b: levels[Math.floor(n / 9) % 3] ?? 0,
        },
      ];
    }),
  );
}

/** Gives OBS the scenes of a plan under their own names, each filled with its colour. */
export async function createColouredScenes(controller: OBSWebSocket, plan: ShowPlan): Promise<void> {
  const colours = sceneColours(plan);
  for (const scene of plan.scenes) {
    const { r, g, b } = colours.get(scene.id) ?? { r: 0, g: 0, b: 0 };
    await controller.call('CreateScene', { sceneName: scene.obsSceneName });
    await controller.call('CreateInput', {
      sceneName: scene.obsSceneName,
      inputName: `colour ${scene.id}`,
      inputKind: 'color_source_v3',
      inputSettings: { color: 0xff000000 + b * 0x10000 + g * 0x100 + r, width: 640, height: 360 },
    });
  }
}
