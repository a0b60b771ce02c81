import { z } from 'zod';

import type { OutputState, SwitcherStatus } from '../port.ts';
import { type ObsConnection, ObsRefused, type ObsRequest, type ObsResult } from './obsConnection.ts';

/** What a resync reads. `program` is OBS's intent: a transition to it may still be running. */
export type ObsSnapshot = {
  readonly version: string;
  readonly platform: string;
  readonly scenes: readonly string[];
  /** By scene name; empty where OBS gives none (before obs-websocket 5.4). */
  readonly sceneUuids: ReadonlyMap<string, string>;
  readonly program: string;
  readonly preview: string | null;
  readonly studioMode: boolean;
  readonly stream: OutputState;
  readonly record: OutputState;
  readonly stats: NonNullable<SwitcherStatus['stats']>;
  /** Mute state of every input that has audio, by input name. */
  readonly mutes: ReadonlyMap<string, boolean>;
};

const versionSchema = z.object({ obsVersion: z.string(), platform: z.string() });
const sceneListSchema = z.object({
  currentProgramSceneName: z.string(),
  currentPreviewSceneName: z.string().nullable(),
  scenes: z.array(
    z.object({ sceneName: z.string(), sceneIndex: z.number(), sceneUuid: z.string().optional() }),
  ),
});
const studioModeSchema = z.object({ studioModeEnabled: z.boolean() });
const streamSchema = z.object({ outputActive: z.boolean(), outputReconnecting: z.boolean() });
const recordSchema = z.object({ outputActive: z.boolean(), outputPaused: z.boolean() });
const inputListSchema = z.object({ inputs: z.array(z.object({ inputName: z.string() })) });
const muteSchema = z.object({ inputMuted: z.boolean() });

export const statsSchema = z
  .object({
    activeFps: z.number(),
    renderSkippedFrames: z.number(),
    renderTotalFrames: z.number(),
    outputSkippedFrames: z.number(),
    cpuUsage: z.number(),
    availableDiskSpace: z.number(), // MB (seen: 80 098 on a disk of 80 GB)
  })
  .transform((stats): NonNullable<SwitcherStatus['stats']> => ({
    fps: stats.activeFps,
    renderSkippedFrames: stats.renderSkippedFrames,
    outputSkippedFrames: stats.outputSkippedFrames,
    cpuPercent: stats.cpuUsage,
    freeDiskMb: stats.availableDiskSpace,
    renderTotalFrames: stats.renderTotalFrames,
  }));

/** Reads the whole state in two serial batches (the second needs the input names of the first). */
export async function readSnapshot(commands: ObsConnection, withinMs: number): Promise<ObsSnapshot> {
  const [version, sceneList, studio, stream, record, inputList, stats] = await commands.serialBatch(
    [
      { type: 'GetVersion' },
      { type: 'GetSceneList' },
      { type: 'GetStudioModeEnabled' },
      { type: 'GetStreamStatus' },
      { type: 'GetRecordStatus' },
      { type: 'GetInputList' },
      { type: 'GetStats' },
    ],
    withinMs,
  );
  const { obsVersion, platform } = parsed(version, versionSchema);
  const { currentProgramSceneName, currentPreviewSceneName, scenes } = parsed(sceneList, sceneListSchema);
  const inputNames = parsed(inputList, inputListSchema).inputs.map((input) => input.inputName);
  return {
    version: obsVersion,
    platform,
    program: currentProgramSceneName,
    preview: currentPreviewSceneName,
    // The index counts from the bottom of OBS's list.
    scenes: scenes.toSorted((a, b) => b.sceneIndex - a.sceneIndex).map((scene) => scene.sceneName),
    sceneUuids: new Map(
      scenes.flatMap(({ sceneName, sceneUuid }) => (sceneUuid === undefined ? [] : [[sceneName, sceneUuid]])),
    ),
    studioMode: parsed(studio, studioModeSchema).studioModeEnabled,
    stream: stream?.ok === true ? streamState(streamSchema.parse(stream.data)) : 'unknown',
    record: record?.ok === true ? recordState(recordSchema.parse(record.data)) : 'unknown',
    stats: parsed(stats, statsSchema),
    mutes: await readMutes(commands, inputNames, withinMs),
  };
}

async function readMutes(
  commands: ObsConnection,
  inputNames: readonly string[],
  withinMs: number,
): Promise<ReadonlyMap<string, boolean>> {
  if (inputNames.length === 0) return new Map();
  const results = await commands.serialBatch(inputNames.map(getMute), withinMs);
  return mutesOf(inputNames, results);
}

/** Mutes or unmutes inputs and reads each back in the same batch. */
export async function setMutes(
  commands: ObsConnection,
  inputNames: readonly string[],
  muted: boolean,
  withinMs: number,
): Promise<ReadonlyMap<string, boolean>> {
  const set = inputNames.map((inputName): ObsRequest => ({
    type: 'SetInputMute',
    data: { inputName, inputMuted: muted },
  }));
  const results = await commands.serialBatch([...set, ...inputNames.map(getMute)], withinMs);
  return mutesOf(inputNames, results.slice(set.length));
}

const getMute = (inputName: string): ObsRequest => ({ type: 'GetInputMute', data: { inputName } });

/** An input without audio refuses GetInputMute: that is how it is told apart. */
function mutesOf(inputNames: readonly string[], results: readonly ObsResult[]): ReadonlyMap<string, boolean> {
  const mutes = new Map<string, boolean>();
  inputNames.forEach((inputName, index) => {
    const result = results[index];
    if (result?.ok === true) mutes.set(inputName, muteSchema.parse(result.data).inputMuted);
  });
  return mutes;
}

export function parsed<T>(result: ObsResult | undefined, schema: z.ZodType<T>): T {
  if (result === undefined) throw new ObsRefused(0, 'no result');
  if (!result.ok) throw new ObsRefused(result.code, result.comment);
  return schema.parse(result.data);
}

const streamState = (status: z.infer<typeof streamSchema>): OutputState =>
  !status.outputActive ? 'stopped' : status.outputReconnecting ? 'reconnecting' : 'active';

const recordState = (status: z.infer<typeof recordSchema>): OutputState =>
  !status.outputActive ? 'stopped' : status.outputPaused ? 'paused' : 'active';

/** The `outputState` of an output's event (obs-websocket protocol, ObsOutputState). */
export function outputState(name: string): OutputState {
  switch (name) {
    case 'OBS_WEBSOCKET_OUTPUT_STARTING':
      return 'starting';
    case 'OBS_WEBSOCKET_OUTPUT_STARTED':
    case 'OBS_WEBSOCKET_OUTPUT_RECONNECTED':
    case 'OBS_WEBSOCKET_OUTPUT_RESUMED':
      return 'active';
    case 'OBS_WEBSOCKET_OUTPUT_RECONNECTING':
      return 'reconnecting';
    case 'OBS_WEBSOCKET_OUTPUT_PAUSED':
      return 'paused';
    case 'OBS_WEBSOCKET_OUTPUT_STOPPING':
      return 'stopping';
    case 'OBS_WEBSOCKET_OUTPUT_STOPPED':
      return 'stopped';
    default:
      return 'unknown';
  }
}
