/** The outputs of a switcher, its audio inputs, and what can be wrong with them: the words core and stations share. */

export const OUTPUT_NAMES = ['stream', 'record', 'replay'] as const;
export type OutputName = (typeof OUTPUT_NAMES)[number];

/** `pause` and `resume` are for the recording, `save` writes what the replay buffer holds to a file. */
export const OUTPUT_ACTIONS = ['start', 'stop', 'pause', 'resume', 'save'] as const;
export type OutputAction = (typeof OUTPUT_ACTIONS)[number];

/** An output as its own state event, or a fresh reading, last proved it. */
export const OUTPUT_MODES = [
  'stopped',
  'starting',
  'active',
  'paused',
  'reconnecting',
  'stopping',
  /** The switcher has no such output (a replay buffer that is switched off in its settings). */
  'unavailable',
  'unknown',
] as const;
export type OutputMode = (typeof OUTPUT_MODES)[number];

/** Modes in which something leaves the switcher, or would as soon as the far end is back. */
export const isRunning = (mode: OutputMode): boolean =>
  mode === 'active' || mode === 'paused' || mode === 'reconnecting';

/** Figures of a running output. They change all the time and are never logged. */
export type OutputFigures = {
  readonly durationMs: number;
  /** Measured between two readings; null until there are two. */
  readonly kbitPerSec: number | null;
  /** Frames the encoder or the network could not take, of `totalFrames`; null where the output has no such count. */
  readonly droppedFrames: number | null;
  readonly totalFrames: number | null;
  /** 0 free to 1 blocked; null where there is no network. */
  readonly congestion: number | null;
};

export type AudioInput = {
  readonly name: string;
  readonly muted: boolean;
  /** 0 is full; −100 and below is silence. */
  readonly volumeDb: number;
};
export const SILENT_DB = -100;
export const LOUDEST_DB = 26;

/** The loudest sample of each input since the last frame, in dB under full scale, after its fader. */
export type MeterFrame = readonly { readonly name: string; readonly peakDb: number }[];

/** What is raised once when it begins and cleared once when it ends, while a run is on. */
export const ALARM_KINDS = ['link', 'stream', 'record', 'frames', 'disk', 'silence'] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];
