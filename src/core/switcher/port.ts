import type {
  AudioInput,
  MeterFrame,
  OutputAction,
  OutputFigures,
  OutputMode,
  OutputName,
} from '#shared/model/outputs';

/**
 * The switcher port: what Kaibo asks of the thing that puts pictures on program.
 * Two adapters pass the same contract tests: `obs/` and `rehearsal/`.
 */

/** What is known of the link. Every state but `ready` is shown to the crew in words. */
export type LinkState =
  | 'off' // no switcher configured, or closed by us
  | 'connecting'
  | 'resync' // connected, reading the switcher's state
  | 'ready'
  | 'suspect' // one heartbeat missed
  | 'renderStalled' // answers, but draws no frames
  | 'uiBlocked' // answers reads, a mutating request is overdue
  | 'authFailed' // wrong password: no retry until the settings change
  | 'busy' // refused: too many sessions
  | 'down';

export type TransitionSpec = { readonly kind: 'Cut' | 'Fade'; readonly durationMs: number };

/** Everything observed of the switcher. Nothing in here is what we asked for: only what it showed. */
export type SwitcherStatus = {
  readonly kind: 'obs' | 'rehearsal';
  readonly link: LinkState;
  /** Why the link is not ready, as a stable error code with parameters; null while ready. */
  readonly problem: {
    readonly code: string;
    readonly params: Readonly<Record<string, string | number>>;
  } | null;
  readonly programScene: string | null;
  readonly previewScene: string | null;
  readonly studioMode: boolean;
  /** Scene names in the switcher's own order. */
  readonly scenes: readonly string[];
  /** True when every audio input is muted; null when unknown or there is none. */
  readonly muted: boolean | null;
  /** Every input that has audio, in the switcher's own order. */
  readonly inputs: readonly AudioInput[];
  readonly stream: OutputMode;
  readonly record: OutputMode;
  readonly replay: OutputMode;
  /** The file that was written last. */
  readonly recordFile: string | null;
  readonly replayFile: string | null;
  /** Of the outputs that run. */
  readonly figures: Readonly<Partial<Record<OutputName, OutputFigures>>>;
  readonly stats: {
    /** null, as the other figures: the switcher does not tell. */
    readonly fps: number | null;
    readonly renderSkippedFrames: number;
    readonly outputSkippedFrames: number;
    readonly cpuPercent: number | null;
    readonly freeDiskMb: number | null;
    readonly renderTotalFrames: number;
  } | null;
  readonly version: string | null;
  /** Where a second switcher stands by: which one leads, and how the other is. All else here is the leader's. */
  readonly pair: {
    readonly leader: PairMember;
    readonly standby: Pick<SwitcherStatus, 'link' | 'problem' | 'programScene'>;
  } | null;
};

export type PairMember = 'main' | 'spare';

export type SwitchRequest = {
  readonly sceneName: string;
  /** null: whatever the operator's current transition is. A spec is applied to this switch only. */
  readonly transition: TransitionSpec | null;
  /** The request is dropped, never sent late, when it could not be sent within this time. */
  readonly sendWithinMs: number;
};

/** How a switch ended. `tookMs` runs from the call to the proof on program. */
export type SwitchOutcome =
  | { readonly result: 'confirmed'; readonly tookMs: number }
  | {
      readonly result: 'failed';
      readonly code: SwitchFailureCode;
      readonly params: Readonly<Record<string, string | number>>;
    };

export type SwitchFailureCode =
  | 'SWITCHER_OFFLINE' // not ready; nothing was sent
  | 'SCENE_NOT_FOUND'
  | 'CUE_EXPIRED' // waited in our queue past sendWithinMs; never sent
  | 'SUPERSEDED' // a newer request replaced it before it was sent or confirmed
  | 'OPERATOR_TOOK_OVER' // a person chose another scene in the switcher meanwhile
  | 'NOT_CONFIRMED' // accepted, but program never showed it in time
  | 'RENDER_STALLED' // accepted, but no frame was drawn
  | 'SWITCHER_REFUSED'; // an answer with an error; params carry its code and comment

export type MuteOutcome =
  | { readonly result: 'confirmed' }
  | {
      readonly result: 'failed';
      readonly code:
        | 'SWITCHER_OFFLINE'
        | 'SUPERSEDED'
        | 'SWITCHER_REFUSED'
        | 'NOT_CONFIRMED'
        | 'NO_AUDIO_INPUT';
      readonly params: Readonly<Record<string, string | number>>;
    };

/** How a request for an output or a single input ended. */
export type ControlOutcome =
  | {
      readonly result: 'confirmed';
      /** What was written, where the switcher says so. */
      readonly file: string | null;
    }
  | {
      readonly result: 'failed';
      readonly code: ControlFailureCode;
      readonly params: Readonly<Record<string, string | number>>;
    };

export type ControlFailureCode =
  | 'SWITCHER_OFFLINE'
  | 'SUPERSEDED' // a newer request for the same output or input
  | 'SWITCHER_REFUSED'
  | 'NOT_CONFIRMED' // taken, but its own state never showed it in time
  | 'OUTPUT_ENDED_ITSELF' // it began and stopped again: the far end, the disk or the encoder would not have it
  | 'OUTPUT_NOT_RUNNING'
  | 'OUTPUT_UNAVAILABLE'
  | 'INPUT_NOT_FOUND';

export type InputChange =
  | { readonly kind: 'mute'; readonly muted: boolean }
  | { readonly kind: 'volume'; readonly volumeDb: number };

export type SceneChange = {
  readonly sceneName: string;
  /** `ours`: the proof of a `switchTo`. `operator`: a person (or another controller) did it in the switcher. */
  readonly by: 'ours' | 'operator';
};

/** A scene got another name in the switcher; what it shows is the same. */
export type SceneRename = { readonly from: string; readonly to: string };

export interface Switcher {
  readonly status: SwitcherStatus;
  /** Called after every change of `status`. Returns the unsubscribe function. */
  onStatus(listener: (status: SwitcherStatus) => void): () => void;
  /** Called once for each change of the program scene that was proven, after `status` has it. */
  onProgramChange(listener: (change: SceneChange) => void): () => void;
  /** Called for each scene that was renamed, also for one that was renamed while the link was down, if the switcher tells. */
  onSceneRenamed(listener: (rename: SceneRename) => void): () => void;
  /** Starts connecting and keeps the link up until `close`. Never throws for a missing peer. */
  start(): void;
  /** Resolves when every socket and timer is gone; pending requests are settled as failed. */
  close(): Promise<void>;
  /** Puts a scene on program. Never rejects; resolves within the confirmation timeout. */
  switchTo(request: SwitchRequest): Promise<SwitchOutcome>;
  /** Studio-mode preview. A switcher without studio mode keeps it as its own note. */
  preview(sceneName: string): Promise<SwitchOutcome>;
  /** All audio inputs; `keepMuted` names those that stay off when the sound comes back on. */
  setMuted(muted: boolean, keepMuted?: readonly string[]): Promise<MuteOutcome>;
  /** Never rejects; confirmed only by the output's own state. The newest request for an output wins. */
  controlOutput(output: OutputName, action: OutputAction): Promise<ControlOutcome>;
  changeInput(input: string, change: InputChange): Promise<ControlOutcome>;
  /** Levels, at most some ten times a second, for as long as somebody listens. Returns the unsubscribe function. */
  onMeters(listener: (frame: MeterFrame) => void): () => void;
  /** Creates missing scenes as labelled placeholders (colour and caption), so that a newcomer can rehearse at once. */
  createPlaceholderScenes(
    scenes: readonly { readonly name: string; readonly label: string }[],
  ): Promise<{ readonly created: readonly string[]; readonly failed: readonly string[] }>;
  /** A still of a scene as PNG or JPEG bytes, or null when it can't be had. */
  still(sceneName: string, widthPx: number): Promise<Uint8Array | null>;
}
