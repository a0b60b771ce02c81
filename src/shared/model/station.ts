import { z } from '../zod.ts';
import type { StudioState } from '../run/state.ts';
import type { StudioMs } from '../timing/vector.ts';
import type { ErrorBody } from '../errors.ts';
import type { AudioInput, MeterFrame, OutputFigures, OutputMode, OutputName } from './outputs.ts';
import type { CommandResult } from './commandResult.ts';
import type { TakeOver } from './commands.ts';
import type { StudioEvent } from './events.ts';
import type { Recovery } from './recovery.ts';
import { memberIdSchema, stationIdSchema, type MemberId, type StationId } from './ids.ts';

/** The screens of a room. Each is one page of the core and one window of the desktop. */
export const STATION_KINDS = [
  'director',
  'prompter',
  'checklist',
  'assistant',
  'overlay',
  'gate',
  'settings',
] as const;
export type StationKind = (typeof STATION_KINDS)[number];

/** What a station says of itself when it connects. */
export const stationHelloSchema = z.object({
  stationId: stationIdSchema,
  kind: z.enum(STATION_KINDS),
  memberId: memberIdSchema.nullable(),
});
export type StationHello = z.infer<typeof stationHelloSchema>;
export type PresentStation = {
  readonly stationId: StationId;
  readonly kind: StationKind;
  readonly memberId: MemberId | null;
};

/** What is observed but not logged: it is true now or not at all. */
export type LiveStatus = {
  readonly switcher: {
    readonly kind: 'obs' | 'rehearsal';
    readonly link:
      | 'off'
      | 'connecting'
      | 'resync'
      | 'ready'
      | 'suspect'
      | 'renderStalled'
      | 'uiBlocked'
      | 'authFailed'
      | 'busy'
      | 'down';
    readonly problem: {
      readonly code: string;
      readonly params: Readonly<Record<string, string | number>>;
    } | null;
    readonly programScene: string | null;
    readonly previewScene: string | null;
    readonly studioMode: boolean;
    readonly scenes: readonly string[];
    readonly muted: boolean | null;
    readonly inputs: readonly AudioInput[];
    readonly stream: OutputMode;
    readonly record: OutputMode;
    readonly replay: OutputMode;
    readonly stats: {
      readonly fps: number | null;
      readonly skippedFrames: number;
      readonly freeDiskMb: number | null;
    } | null;
    readonly version: string | null;
    readonly pair: {
      readonly leader: 'main' | 'spare';
      readonly standby: Pick<LiveStatus['switcher'], 'link' | 'problem' | 'programScene'>;
    } | null;
  };
  /** Of the outputs that run; told every few seconds. */
  readonly figures: Readonly<Partial<Record<OutputName, OutputFigures>>>;
  readonly stations: readonly PresentStation[];
  readonly obsUrl: string;
  /** The second OBS that stands by, if there is one. */
  readonly obsSpare: { readonly url: string; readonly takeOver: TakeOver } | null;
  /** Where an OBS browser source finds the product card; carries a token that may only look. */
  readonly overlayUrl: string;
  readonly rehearsalSpeed: number;
  /** What keeps anything from being stored right now; null: all is well. */
  readonly storage: ErrorBody | null;
  /** A recovery of the database that nobody has acknowledged yet. */
  readonly recovery: Recovery | null;
};

/** What of it changed; of the switcher, too, only the fields that did. */
export type LiveChange = Partial<Omit<LiveStatus, 'switcher'>> & {
  readonly switcher?: Partial<LiveStatus['switcher']>;
};

export const withChange = (live: LiveStatus, { switcher, ...rest }: LiveChange): LiveStatus => ({
  ...live,
  ...rest,
  switcher: { ...live.switcher, ...switcher },
});

/**
 * The station protocol: one WebSocket at `/station`, JSON both ways. A station says hello, gets everything
 * once, then only what changed; one commit is one message, so nobody ever sees half of a take.
 */
export const toCoreSchema = z.discriminatedUnion('t', [
  /** Said first, and again when another person sits down. */
  z.object({ t: z.literal('hello'), hello: stationHelloSchema }),
  /** `command` is checked against the command union on its own, so that a bad one is answered by its id. `as`: another person than who sits here. */
  z.object({ t: z.literal('command'), command: z.unknown(), as: memberIdSchema.optional() }),
  z.object({ t: z.literal('clock'), sentAtMs: z.number() }),
  /** Whether this screen shows meters: levels go to nobody else. */
  z.object({ t: z.literal('watch'), meters: z.boolean() }),
]);
export type ToCore = z.input<typeof toCoreSchema>;

export type ToStation =
  | {
      readonly t: 'snapshot';
      readonly seq: number;
      readonly state: StudioState;
      readonly live: LiveStatus;
      readonly studioMs: StudioMs;
      /** Which build of the pages this core serves; a page of another one understands less than it shows. */
      readonly pages: string;
    }
  | { readonly t: 'events'; readonly events: readonly StudioEvent[] }
  | { readonly t: 'live'; readonly live: LiveChange }
  | { readonly t: 'answer'; readonly commandId: string; readonly result: CommandResult }
  | { readonly t: 'clock'; readonly sentAtMs: number; readonly studioMs: StudioMs }
  | { readonly t: 'meters'; readonly frame: MeterFrame }
  /** Once a second: the core is alive, and this is the last event it has. */
  | { readonly t: 'beat'; readonly seq: number }
  | { readonly t: 'refused'; readonly error: ErrorBody };

export const BEAT_MS = 1000;
/** Without any message for this long a station shows STALE and connects anew. */
export const STALE_AFTER_MS = 2500;

/** The cookie by which a core knows its pages. A browser keeps cookies by host, so the port is in the name. */
export const tokenCookie = (port: number): string => `kaibo_token_${port}`;
