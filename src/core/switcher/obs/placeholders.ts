import { z } from '#shared/zod';

import { type JsonValue, type ObsConnection, ObsGone, type ObsRequest, ObsTimeout } from './obsConnection.ts';
import { parsed } from './obsSnapshot.ts';

/**
 * Scenes a newcomer can rehearse with at once: a quiet colour that fills the canvas and a caption in
 * the middle. Each scene gets a colour of its own, so that a switch is seen from across the room.
 */
export type PlaceholderScene = { readonly name: string; readonly label: string };
export type PlaceholdersMade = { readonly created: readonly string[]; readonly failed: readonly string[] };

const videoSchema = z.object({ baseWidth: z.number(), baseHeight: z.number() });
const kindsSchema = z.object({ inputKinds: z.array(z.string()) });
const platformSchema = z.object({ platform: z.string() });
const sceneListSchema = z.object({ scenes: z.array(z.object({ sceneName: z.string() })) });
const inputListSchema = z.object({ inputs: z.array(z.object({ inputName: z.string() })) });
const itemSchema = z.object({ sceneItemId: z.number() });

type Studio = {
  readonly width: number;
  readonly height: number;
  readonly colourKind: string;
  readonly textKind: string | null;
  readonly fontFace: string;
  readonly inputNames: Set<string>;
};

/** Creates the scenes OBS does not have. Throws what `ObsConnection` throws when the link breaks before the first. */
export async function createPlaceholders(
  commands: ObsConnection,
  scenes: readonly PlaceholderScene[],
  withinMs: number,
): Promise<PlaceholdersMade> {
  const [video, kinds, version, sceneList, inputList] = await commands.serialBatch(
    [
      { type: 'GetVideoSettings' },
      { type: 'GetInputKindList' },
      { type: 'GetVersion' },
      { type: 'GetSceneList' },
      { type: 'GetInputList' },
    ],
    withinMs,
  );
  const { baseWidth, baseHeight } = parsed(video, videoSchema);
  const { inputKinds } = parsed(kinds, kindsSchema);
  const studio: Studio = {
    width: baseWidth,
    height: baseHeight,
    colourKind: newestKind(inputKinds, 'color_source') ?? 'color_source_v3',
    // GDI+ on Windows, FreeType everywhere else
    textKind: newestKind(inputKinds, 'text_gdiplus') ?? newestKind(inputKinds, 'text_ft2_source'),
    fontFace: chineseFont(parsed(version, platformSchema).platform),
    inputNames: new Set(parsed(inputList, inputListSchema).inputs.map((input) => input.inputName)),
  };
  const existing = new Set(parsed(sceneList, sceneListSchema).scenes.map((scene) => scene.sceneName));

  const created: string[] = [];
  const failed: string[] = [];
  for (const [index, scene] of scenes.entries()) {
    if (existing.has(scene.name)) continue;
    existing.add(scene.name);
    const made = await createScene(commands, studio, scene, quietColour(index, scenes.length), withinMs);
    (made ? created : failed).push(scene.name);
  }
  return { created, failed };
}

async function createScene(
  commands: ObsConnection,
  studio: Studio,
  { name, label }: PlaceholderScene,
  colour: number,
  withinMs: number,
): Promise<boolean> {
  const input = (
    inputName: string,
    inputKind: string,
    inputSettings: Record<string, JsonValue>,
  ): ObsRequest => ({
    type: 'CreateInput',
    data: { sceneName: name, inputName, inputKind, inputSettings },
  });
  try {
    const requests: ObsRequest[] = [
      { type: 'CreateScene', data: { sceneName: name } },
      input(freeName(studio.inputNames, `${name} 底色`), studio.colourKind, {
        color: colour,
        width: studio.width,
        height: studio.height,
      }),
    ];
    if (studio.textKind !== null) {
      requests.push(
        input(freeName(studio.inputNames, `${name} 字幕`), studio.textKind, {
          text: label,
          // drawn large and fitted into its box below, whatever its length
          font: { face: studio.fontFace, size: Math.round(studio.height / 4), style: '', flags: 0 },
        }),
      );
    }
    const results = await commands.serialBatch(requests, withinMs * requests.length);
    const caption = results[2];
    if (results.some((result) => !result.ok)) {
      if (results[0]?.ok === true) {
        await commands.serialBatch([{ type: 'RemoveScene', data: { sceneName: name } }], withinMs);
      }
      return false;
    }
    if (caption?.ok === true) {
      const { sceneItemId } = parsed(caption, itemSchema);
      await commands.serialBatch([centred(studio, name, sceneItemId)], withinMs);
    }
    return true;
  } catch (error) {
    if (error instanceof ObsTimeout || error instanceof ObsGone) return false;
    throw error;
  }
}

const centred = ({ width, height }: Studio, sceneName: string, sceneItemId: number): ObsRequest => ({
  type: 'SetSceneItemTransform',
  data: {
    sceneName,
    sceneItemId,
    sceneItemTransform: {
      alignment: 0, // the position is the middle of the caption
      positionX: width / 2,
      positionY: height / 2,
      boundsType: 'OBS_BOUNDS_SCALE_INNER',
      boundsAlignment: 0,
      boundsWidth: width * 0.8,
      boundsHeight: height * 0.22,
    },
  },
});

/** `text_ft2_source` finds `text_ft2_source_v2`: OBS raises the suffix when it changes a source. */
function newestKind(kinds: readonly string[], family: string): string | null {
  return (
    kinds
      .filter((kind) => kind === family || kind.startsWith(`${family}_v`))
      .toSorted()
      .at(-1) ?? null
  );
}

/** A font with Chinese glyphs that the system brings along; OBS falls back by itself when it is missing. */
function chineseFont(platform: string): string {
  if (platform === 'windows') return 'Microsoft YaHei';
  return platform === 'macos' ? 'PingFang SC' : 'Noto Sans CJK SC';
}

function freeName(taken: Set<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`;
  taken.add(name);
  return name;
}

/** Evenly spread hues, dark and muted, as OBS writes colours: 0xAABBGGRR. */
export function quietColour(index: number, count: number): number {
  const hue = index / Math.max(1, count);
  const channel = (shift: number) => Math.round(70 + 45 * Math.cos(2 * Math.PI * (hue - shift)));
  const [r, g, b] = [channel(0), channel(1 / 3), channel(2 / 3)];
  return 0xff000000 + b * 0x10000 + g * 0x100 + r;
}
