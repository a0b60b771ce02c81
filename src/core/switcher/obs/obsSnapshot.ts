import { z } from '#shared/zod';

import type { AudioInput, OutputMode, OutputName } from '#shared/model/outputs';

import type { SwitcherStatus } from '../port.ts';
import {
  type ObsConnection,
  ObsRefused,
  type ObsRequest,
  type ObsResult,
  readReply,
} from './obsConnection.ts';

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
  readonly stream: OutputMode;
  readonly record: OutputMode;
  readonly replay: OutputMode;
  /** Every input that has audio, by its name. */
  readonly inputs: ReadonlyMap<string, AudioInput>;
  readonly stats: NonNullable<SwitcherStatus['stats']>;
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
const replaySchema = z.object({ outputActive: z.boolean() });
const streamSchema = z.object({ outputActive: z.boolean(), outputReconnecting: z.boolean() });
const recordSchema = z.object({ outputActive: z.boolean(), outputPaused: z.boolean() });
const inputListSchema = z.object({ inputs: z.array(z.object({ inputName: z.string() })) });
const muteSchema = z.object({ inputMuted: z.boolean() });
const volumeSchema = z.object({ inputVolumeDb: z.number() });

export const statsSchema = z
  .object({
    // What is only shown may be missing: a figure that is no number (NaN, as on Windows) comes as null.
    activeFps: z.number().nullable(),
    renderSkippedFrames: z.number(),
    renderTotalFrames: z.number(),
    outputSkippedFrames: z.number(),
    cpuUsage: z.number().nullable(),
    availableDiskSpace: z.number().nullable(), // MB (seen: 80 098 on a disk of 80 GB)
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
  const [version, sceneList, studio, stream, record, replay, inputList, stats] = await commands.serialBatch(
    [
      { type: 'GetVersion' },
      { type: 'GetSceneList' },
      { type: 'GetStudioModeEnabled' },
      { type: 'GetStreamStatus' },
      { type: 'GetRecordStatus' },
      { type: 'GetReplayBufferStatus' },
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
    stream: outputMode('stream', stream),
    record: outputMode('record', record),
    replay: outputMode('replay', replay),
    inputs: await readInputs(commands, inputNames, withinMs),
    stats: parsed(stats, statsSchema),
  };
}

/** Every input, with audio or without. */
export async function readInputNames(commands: ObsConnection, withinMs: number): Promise<readonly string[]> {
  const { inputs } = await commands.call('GetInputList', {}, inputListSchema, withinMs);
  return inputs.map((input) => input.inputName);
}

async function readInputs(
  commands: ObsConnection,
  inputNames: readonly string[],
  withinMs: number,
): Promise<ReadonlyMap<string, AudioInput>> {
  if (inputNames.length === 0) return new Map();
  const results = await commands.serialBatch(
    [...inputNames.map(getMute), ...inputNames.map(getVolume)],
    withinMs,
  );
  const mutes = mutesOf(inputNames, results);
  return new Map(
    inputNames.flatMap((name, index): [string, AudioInput][] => {
      const muted = mutes.get(name);
      const volume = results[inputNames.length + index];
      if (muted === undefined || volume?.ok !== true) return [];
      return [[name, { name, muted, volumeDb: readReply(volume.data, volumeSchema).inputVolumeDb }]];
    }),
  );
}

/** Mutes or unmutes inputs and reads each back in the same batch. */
export async function setMutes(
  commands: ObsConnection,
  inputNames: readonly string[],
  muted: boolean,
  withinMs: number,
): Promise<ReadonlyMap<string, boolean>> {
  if (inputNames.length === 0) return new Map();
  const set = inputNames.map((inputName): ObsRequest => ({
    type: 'SetInputMute',
    data: { inputName, inputMuted: muted },
  }));
  const results = await commands.serialBatch([...set, ...inputNames.map(getMute)], withinMs);
  return mutesOf(inputNames, results.slice(set.length));
}

const getMute = (inputName: string): ObsRequest => ({ type: 'GetInputMute', data: { inputName } });
const getVolume = (inputName: string): ObsRequest => ({ type: 'GetInputVolume', data: { inputName } });

/** An input without audio refuses GetInputMute: that is how it is told apart. */
function mutesOf(inputNames: readonly string[], results: readonly ObsResult[]): ReadonlyMap<string, boolean> {
  const mutes = new Map<string, boolean>();
  inputNames.forEach((inputName, index) => {
    const result = results[index];
    if (result?.ok === true) mutes.set(inputName, readReply(result.data, muteSchema).inputMuted);
  });
  return mutes;
}

export function parsed<T>(result: ObsResult | undefined, schema: z.ZodType<T>): T {
  if (result === undefined) throw new ObsRefused(0, 'no result');
  if (!result.ok) throw new ObsRefused(result.code, result.comment);
  return readReply(result.data, schema);
}

// obs-websocket protocol, RequestStatus.InvalidResourceState: OBS's settings switch the replay buffer off
const INVALID_RESOURCE_STATE = 604;

export function outputMode(output: OutputName, result: ObsResult | undefined): OutputMode {
  if (result?.ok !== true)
    return output === 'replay' && result?.code === INVALID_RESOURCE_STATE ? 'unavailable' : 'unknown';
  switch (output) {
    case 'stream': {
      const { outputActive, outputReconnecting } = readReply(result.data, streamSchema);
      return !outputActive ? 'stopped' : outputReconnecting ? 'reconnecting' : 'active';
    }
    case 'record': {
      const { outputActive, outputPaused } = readReply(result.data, recordSchema);
      return !outputActive ? 'stopped' : outputPaused ? 'paused' : 'active';
    }
    case 'replay':
      return readReply(result.data, replaySchema).outputActive ? 'active' : 'stopped';
  }
}

/** The `outputState` of an output's event (obs-websocket protocol, ObsOutputState). */
export function modeOfEvent(name: string): OutputMode {
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
