import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { OBSWebSocketError, type OBSWebSocket } from 'obs-websocket-js/json';

import { waitFor, type TestObs } from './obs.ts';

// obs-websocket protocol, RequestStatus.ResourceNotFound
const RESOURCE_NOT_FOUND = 600;
const RATE = 48_000;
const SECONDS = 2;
const FREQUENCY = 440;
const LEVEL = 0.25; // −12 dB under full scale

/** Gives OBS an input in scene A that plays a tone for ever. Returns its name. */
export async function createTone(operator: OBSWebSocket, obs: TestObs, inputName: string): Promise<string> {
  const file = join(obs.dir, 'tone.wav');
  await writeFile(file, toneWav());
  await operator.call('CreateInput', {
    sceneName: 'A',
    inputName,
    inputKind: 'ffmpeg_source',
    inputSettings: { local_file: file, looping: true, close_when_inactive: false },
  });
  return inputName;
}

/** Resolves once OBS lists no such input. One that it is still letting go of is listed, and found by no name. */
export async function removeTone(operator: OBSWebSocket, inputName: string): Promise<void> {
  const isListed = async (): Promise<boolean> =>
    (await operator.call('GetInputList')).inputs.some((input) => input['inputName'] === inputName);
  if (!(await isListed())) return;
  try {
    await operator.call('RemoveInput', { inputName });
  } catch (error) {
    if (!(error instanceof OBSWebSocketError && error.code === RESOURCE_NOT_FOUND)) throw error;
  }
  await waitFor(`${inputName} is gone`, async () => !(await isListed()));
}

/** A mono 16-bit PCM file (RIFF WAVE). */
function toneWav(): Buffer {
  const samples = RATE * SECONDS;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at += 1) {
    const sample = Math.sin((at * FREQUENCY * 2 * Math.PI) / RATE) * LEVEL * 0x7fff;
    wav.writeInt16LE(Math.round(sample), 44 + at * 2);
  }
  return wav;
}
