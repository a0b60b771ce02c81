import { z } from '#shared/zod';
import type { CommandInput } from '#shared/model/commands';
import { commandResultSchema, type CommandResult } from '#shared/model/commandResult';
import { stationIdSchema, type MemberId } from '#shared/model/ids';
import type { MeterFrame } from '#shared/model/outputs';
import {
  STALE_AFTER_MS,
  type LiveStatus,
  type StationKind,
  type ToCore,
  type ToStation,
  withChange,
} from '#shared/model/station';
import { evolve } from '#shared/run/evolve';
import { EMPTY_STATE, type StudioState } from '#shared/run/state';
import { estimateClockOffset, type ClockPing } from '#shared/timing/clockOffset';
import { studioMsSchema, type StudioMs } from '#shared/timing/vector';
import { rememberedMember, rememberMember } from './stationMember.ts';

export type StudioView = {
  readonly state: StudioState;
  readonly live: LiveStatus | null;
  readonly seq: number;
  /**
   * `connecting`: never heard of the core yet. `stale`: what is shown is as old as `sinceMs` (station clock)
   * says; clocks and text go on by themselves.
   */
  readonly link:
    | { readonly state: 'connecting' }
    | { readonly state: 'live' }
    | { readonly state: 'stale'; readonly sinceMs: number }
    /** The core is there and doesn't let this device in. */
    | { readonly state: 'unauthorized' };
  /** Who sits at this screen. */
  readonly memberId: MemberId | null;
};

/** Whether the core was heard of since the page was opened; before that nothing is known, not even that there is no show. */
export const isHeardOf = ({ link }: StudioView): boolean => link.state === 'live' || link.state === 'stale';

type CommandType = CommandInput['type'];
export type PayloadOf<Type extends CommandType> = Extract<CommandInput, { type: Type }>['payload'];

const PINGS = 8;
/** Two quartzes part by some milliseconds in an hour. */
const PING_AGAIN_MS = 60_000;
const RECONNECT_MS = { first: 50, most: 400, unauthorized: 5000 };
/** Only the opening of a socket: a network that is back is noticed by the next try, not by the last one. */
const OPEN_WITHIN_MS = 700;
const ANSWER_WITHIN_MS = 5000;

type Unanswered = { readonly message: ToCore; readonly settle: (result: CommandResult) => void };

/**
 * A station's end of the studio: the same state as the core's, folded from the same events, and the studio
 * clock. It reconnects for ever; while the core is away everything that moves goes on from its last vector.
 */
export class StudioClient {
  readonly #kind: StationKind;
  readonly #listeners = new Set<() => void>();
  /** By command id, in the order in which they were given. */
  readonly #unanswered = new Map<string, Unanswered>();
  readonly #meterListeners = new Set<(frame: MeterFrame) => void>();
  #view: StudioView;
  #socket: WebSocket | null = null;
  #pings: ClockPing[] = [];
  #offsetMs: number | null = null;
  #attempts = 0;
  /** The core has sent everything over this socket: from here on it takes commands. */
  #isGreeted = false;
  #isAskingWhy = false;
  /** Which build of the pages this one is of: the one that the core served when it came. */
  #pages: string | null = null;
  #pingAgain = 0;
  #watchdog = 0;
  #retry = 0;
  #closed = false;

  constructor(kind: StationKind) {
    this.#kind = kind;
    this.#view = {
      state: EMPTY_STATE,
      live: null,
      seq: 0,
      link: { state: 'connecting' },
      memberId: rememberedMember(kind),
    };
    document.addEventListener('visibilitychange', this.#comeBack);
    window.addEventListener('online', this.#comeBack);
    this.#connect();
  }

  get view(): StudioView {
    return this.#view;
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly getView = (): StudioView => this.#view;

  /** The studio clock at this instant. */
  readonly now = (): StudioMs => studioMsSchema.parse(performance.now() + (this.#offsetMs ?? 0));

  /**
   * Sends a command in the name of whoever sits here, or of `as`; the answer comes once it is on disk. When
   * the link breaks before that, the command is sent again over the next one, under the same id, which the
   * core runs once. Without an answer within 5 s: CORE_OFFLINE.
   */
  send<Type extends CommandType>(
    type: Type,
    payload: PayloadOf<Type>,
    as?: MemberId,
  ): Promise<CommandResult> {
    const id = crypto.randomUUID();
    return new Promise((resolve) => {
      const timeout = window.setTimeout(() => this.#settle(id, offline()), ANSWER_WITHIN_MS);
      // Whoever gave it, gave it: another person may sit here by the time it is sent again.
      const actor = as ?? this.#view.memberId;
      const message: ToCore = {
        t: 'command',
        command: { id, type, payload },
        ...(actor === null ? {} : { as: actor }),
      };
      this.#unanswered.set(id, {
        message,
        settle: (result) => {
          window.clearTimeout(timeout);
          resolve(result);
        },
      });
      if (this.#isGreeted) this.#post(message);
    });
  }

  /** Levels, some ten times a second, for as long as somebody listens; they are no part of the view. */
  onMeters(listener: (frame: MeterFrame) => void): () => void {
    this.#meterListeners.add(listener);
    if (this.#meterListeners.size === 1 && this.#isGreeted) this.#post({ t: 'watch', meters: true });
    return () => {
      this.#meterListeners.delete(listener);
      if (this.#meterListeners.size === 0 && this.#isGreeted) this.#post({ t: 'watch', meters: false });
    };
  }

  /** Another person sits down here: the core is told anew who acts. */
  actAs(memberId: MemberId | null): void {
    rememberMember(this.#kind, memberId);
    this.#change({ memberId });
    this.#hello();
  }

  close(): void {
    this.#closed = true;
    document.removeEventListener('visibilitychange', this.#comeBack);
    window.removeEventListener('online', this.#comeBack);
    window.clearTimeout(this.#watchdog);
    window.clearTimeout(this.#retry);
    window.clearTimeout(this.#pingAgain);
    this.#socket?.close();
  }

  /** A page in the background has slow timers; whoever looks at it again does not wait for them. */
  readonly #comeBack = (): void => {
    if (this.#closed || this.#socket !== null || document.visibilityState === 'hidden') return;
    window.clearTimeout(this.#retry);
    this.#connect();
  };

  #connect(): void {
    const socket = new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/station`,
    );
    let wasOpen = false;
    this.#socket = socket;
    this.#watch(this.#view.link.state === 'stale' ? OPEN_WITHIN_MS : STALE_AFTER_MS);
    socket.addEventListener('open', () => {
      if (socket !== this.#socket) return;
      wasOpen = true;
      this.#watch();
      this.#hello();
      this.#measureClock();
    });
    socket.addEventListener('message', (message: MessageEvent<unknown>) => {
      if (socket !== this.#socket || typeof message.data !== 'string') return;
      this.#watch();
      this.#take(parseToStation(message.data));
    });
    socket.addEventListener('close', () => {
      if (socket !== this.#socket) return;
      this.#lost();
      if (!wasOpen) void this.#askWhy();
    });
  }

  /** A refused socket says nothing of why; a request does. */
  async #askWhy(): Promise<void> {
    if (this.#closed || this.#isAskingWhy || this.#view.link.state === 'unauthorized') return;
    this.#isAskingWhy = true;
    try {
      const reply = await fetch('/api/shows', { signal: AbortSignal.timeout(STALE_AFTER_MS) });
      // It may have let this device in meanwhile, or the page may be gone.
      if (reply.status === 401 && !this.#isGreeted && !this.#closed)
        this.#change({ link: { state: 'unauthorized' } });
    } catch {
      // The core is away, which the page says anyway.
    } finally {
      this.#isAskingWhy = false;
    }
  }

  /** Silence is a lost core, even when the socket still looks open. */
  #watch(withinMs = STALE_AFTER_MS): void {
    window.clearTimeout(this.#watchdog);
    this.#watchdog = window.setTimeout(() => {
      const socket = this.#socket;
      this.#lost();
      socket?.close();
    }, withinMs);
  }

  #lost(): void {
    window.clearTimeout(this.#watchdog);
    window.clearTimeout(this.#retry);
    window.clearTimeout(this.#pingAgain);
    this.#socket = null;
    this.#isGreeted = false;
    if (this.#closed) return;
    if (this.#view.link.state === 'live')
      this.#change({ link: { state: 'stale', sinceMs: performance.now() } });
    const most =
      this.#view.link.state === 'unauthorized'
        ? RECONNECT_MS.unauthorized
        : Math.min(RECONNECT_MS.most, RECONNECT_MS.first * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#retry = window.setTimeout(() => this.#connect(), most * (0.5 + Math.random() / 2));
  }

  #take(message: ToStation): void {
    switch (message.t) {
      case 'snapshot':
        // Kaibo was brought up to date while this page stayed open.
        if (message.pages !== (this.#pages ??= message.pages)) {
          this.close();
          location.reload();
          break;
        }
        this.#attempts = 0;
        this.#offsetMs ??= message.studioMs - performance.now();
        this.#isGreeted = true;
        this.#change({ state: message.state, live: message.live, seq: message.seq, link: { state: 'live' } });
        for (const { message: command } of this.#unanswered.values()) this.#post(command);
        if (this.#meterListeners.size > 0) this.#post({ t: 'watch', meters: true });
        break;
      case 'events': {
        const fresh = message.events.filter((event) => event.seq > this.#view.seq);
        const first = fresh[0];
        if (first === undefined) break;
        // A hole means that something was missed: begin again from a snapshot.
        if (first.seq !== this.#view.seq + 1) this.#socket?.close();
        else
          this.#change({
            state: fresh.reduce(evolve, this.#view.state),
            seq: fresh.at(-1)?.seq ?? this.#view.seq,
          });
        break;
      }
      case 'live':
        if (this.#view.live !== null) this.#change({ live: withChange(this.#view.live, message.live) });
        break;
      case 'answer':
        this.#settle(message.commandId, message.result);
        break;
      case 'clock':
        this.#pings.push({
          sentAtMs: message.sentAtMs,
          studioMs: message.studioMs,
          receivedAtMs: performance.now(),
        });
        if (this.#pings.length < PINGS) this.#ping();
        else {
          this.#offsetMs = estimateClockOffset(this.#pings)?.offsetMs ?? this.#offsetMs;
          this.#pingAgain = window.setTimeout(() => this.#measureClock(), PING_AGAIN_MS);
        }
        break;
      case 'meters':
        for (const listener of this.#meterListeners) listener(message.frame);
        break;
      case 'beat':
        if (message.seq > this.#view.seq) this.#socket?.close();
        break;
      case 'refused':
        // Only a program error of ours gets here; it belongs in front of whoever develops, not of the crew.
        reportError(new Error(`the core refused a message: ${JSON.stringify(message.error)}`));
        break;
      default:
        message satisfies never;
    }
  }

  #hello(): void {
    this.#post({
      t: 'hello',
      hello: { stationId: stationId(), kind: this.#kind, memberId: this.#view.memberId },
    });
  }

  #measureClock(): void {
    this.#pings = [];
    this.#ping();
  }

  #ping(): void {
    this.#post({ t: 'clock', sentAtMs: performance.now() });
  }

  #post(message: ToCore): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #settle(id: string, result: CommandResult): void {
    const unanswered = this.#unanswered.get(id);
    this.#unanswered.delete(id);
    unanswered?.settle(result);
  }

  #change(change: Partial<StudioView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const shapeSchema = z.union([
  z.object({ t: z.enum(['snapshot', 'events', 'live', 'clock', 'beat', 'meters', 'refused']) }),
  z.object({ t: z.literal('answer'), result: commandResultSchema }),
]);
/**
 * The core is this page's own origin and built from the same sources (an older page loads itself anew), so only
 * what tells messages apart is checked here, and answers, which people see.
 */
const toStationSchema = z.custom<ToStation>((message) => shapeSchema.safeParse(message).success);
const parseToStation = (text: string): ToStation => toStationSchema.parse(JSON.parse(text));

const offline = (): CommandResult => ({
  ok: false,
  error: { code: 'CORE_OFFLINE', params: {}, message: 'The core does not answer' },
});

/** This screen's id, for as long as its browser remembers. */
function stationId() {
  const key = 'kaibo.station';
  const known = stationIdSchema.safeParse(localStorage.getItem(key) ?? '');
  const id = known.success ? known.data : stationIdSchema.parse(crypto.randomUUID());
  localStorage.setItem(key, id);
  return id;
}
