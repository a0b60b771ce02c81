import { z } from '#shared/zod';
import { KaiboError } from '../shared/errors.ts';
import type { ErrorBody, ErrorCode } from '../shared/errors.ts';
import type { DeskReport } from '../shared/run/deskReport.ts';
import type { CoreOptions, CoreProcess, ForkCore } from './coreProcess.ts';
import { coreMessageSchema } from './processMessages.ts';
import type { CoreReady } from './processMessages.ts';
import type { SecretName, Secrets } from './secretStore.ts';

/** The system's keystore, where the supervisor has one. Neither function rejects: it says so itself. */
export type Keystore = {
  readonly all: () => Promise<Secrets>;
  readonly keep: (name: SecretName, value: string) => Promise<void>;
};

export type CoreState =
  | { readonly phase: 'starting'; readonly restarts: number }
  | { readonly phase: 'ready'; readonly restarts: number; readonly core: CoreReady }
  | {
      readonly phase: 'waiting';
      readonly restarts: number;
      readonly delayMs: number;
      readonly lastExit: string;
      /** What the core said itself, where a person can do something about it. */
      readonly error: ErrorBody | null;
    }
  | { readonly phase: 'failed'; readonly restarts: number; readonly error: ErrorBody }
  | { readonly phase: 'stopped'; readonly restarts: number; readonly lastExit: string | null };

export type CoreSupervisor = {
  readonly state: CoreState;
  /** Called after every change of `state`. Returns the unsubscribe function. */
  onState(listener: (state: CoreState) => void): () => void;
  /**
   * The core's address as soon as it is ready; rejects with a KaiboError when it failed for good or was
   * stopped.
   */
  whenReady(): Promise<CoreReady>;
  /** Asks the core to stop, ends it if it doesn't; resolves when the process is gone. */
  stop(): Promise<void>;
};

export type SupervisorOptions = {
  readonly fork: ForkCore;
  readonly options: CoreOptions;
  readonly log: (line: string) => void;
  /** Without it the core keeps its secrets in a file. */
  readonly keystore?: Keystore;
  /** Hears how the studio is, whenever that changes. */
  readonly onReport?: (report: DeskReport) => void;
  /** Delay before the first, second, … restart in a row; the last one repeats. */
  readonly restartDelaysMs?: readonly number[];
  /** A core that was ready for this long starts again as if nothing had happened before. */
  readonly stableAfterMs?: number;
  /** So many ends in a row without having been ready, and it is not tried again; tried patiently, if one ever was ready. */
  readonly giveUpAfter?: number;
  /** How long a core may take to stop when asked (or after it reported something fatal). */
  readonly stopGraceMs?: number;
  /** A core that was ready and has said nothing for so long hangs, and is ended to be started again. */
  readonly hangAfterMs?: number;
  /** A core that is not ready after so long hangs, too. Recovering a large database on a slow disk takes its time. */
  readonly startWithinMs?: number;
  /** Between tries of what may pass by itself, and of what won't come up any more after it did. */
  readonly patientRetryMs?: number;
};

/** How often the silence of a core is looked at. */
const LOOK_EVERY_MS = 500;
/**
 * What may pass by itself: a full disk is emptied, a cable is plugged in again, a copy is made, the program that
 * took the port in the moment without a core is closed.
 */
const MAY_PASS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DISK_FULL',
  'DATA_FOLDER_NOT_WRITABLE',
  'DATA_FOLDER_IN_USE',
  'PORT_TAKEN',
]);

/**
 * Keeps one core process alive. The first restart is immediate: a crash in the middle of a show must cost the
 * stations less than the 2 s after which they would say so. A core that comes up and crashes again is
 * restarted for ever, ever more slowly, because a show may be on; one that never came up is given up after a
 * few tries. Port and token stay the same over restarts, so that every open page finds its core again.
 *
 * A core that hangs (an endless loop, a stopped process) is noticed by its silence. Silence is counted only
 * while this process itself runs on time: after the machine slept, the core is given as long as any other.
 */
export function superviseCore({
  fork,
  options,
  log,
  keystore,
  onReport = () => undefined,
  restartDelaysMs = [0, 100, 250, 500],
  stableAfterMs = 10_000,
  giveUpAfter = 5,
  stopGraceMs = 5_000,
  hangAfterMs = 5_000,
  startWithinMs = 300_000,
  patientRetryMs = 1_000,
}: SupervisorOptions): CoreSupervisor {
  const listeners = new Set<(state: CoreState) => void>();
  let state: CoreState = { phase: 'starting', restarts: 0 };
  let current: CoreProcess | null = null;
  let restartTimer: NodeJS.Timeout | undefined;
  let keep: Pick<CoreReady, 'port' | 'token'> | null = null;
  let restarts = 0;
  let shortLives = 0;
  let neverReady = 0;
  let stopping = false;

  const enter = (next: CoreState): void => {
    state = next;
    for (const listener of listeners) listener(next);
  };

  const start = (): void => {
    enter({ phase: 'starting', restarts });
    let readySinceMs: number | null = null;
    let fatal: ErrorBody | null = null;
    const core = fork({ ...options, ...keep, ...(keystore === undefined ? {} : { secrets: 'keystore' }) });
    current = core;
    const silence = watchSilence({ hangAfterMs, startWithinMs }, (silentMs) => {
      log(`core ${core.pid} hangs: nothing heard for ${silentMs} ms`);
      core.kill();
    });

    core.onMessage((message) => {
      const parsed = coreMessageSchema.safeParse(message);
      if (!parsed.success) {
        // Not the message itself: it may hold a secret.
        const { data } = z.object({ type: z.string() }).safeParse(message);
        log(`core ${core.pid}: message not understood: ${data?.type}: ${z.prettifyError(parsed.error)}`);
        return;
      }
      switch (parsed.data.type) {
        case 'beat':
          silence.heard();
          break;
        case 'fatal':
          fatal = { code: parsed.data.code, params: parsed.data.params };
          killAfterGrace(core);
          break;
        case 'ready':
          keep = { port: parsed.data.port, token: parsed.data.token };
          readySinceMs = performance.now();
          silence.ready();
          neverReady = 0;
          if (!stopping) enter({ phase: 'ready', restarts, core: parsed.data });
          break;
        case 'report':
          onReport(parsed.data.report);
          break;
        case 'secretsWanted':
          // The system may ask a person first.
          silence.excuse();
          void (keystore?.all() ?? Promise.resolve({})).then((values) => {
            silence.heard();
            if (current === core) core.send({ type: 'secrets', values });
          });
          break;
        case 'keepSecret':
          void keystore?.keep(parsed.data.name, parsed.data.value);
      }
    });

    core.onExit((reason) => {
      current = null;
      silence.end();
      if (stopping) {
        enter({ phase: 'stopped', restarts, lastExit: reason });
        return;
      }
      if (fatal !== null && keep !== null && MAY_PASS.has(fatal.code)) {
        const lastExit = new KaiboError(fatal.code, fatal.params).message;
        log(`core ended: ${lastExit}`);
        wait(lastExit, patientRetryMs, fatal);
        return;
      }
      if (fatal !== null) {
        // The core has said why itself.
        enter({ phase: 'failed', restarts, error: fatal });
        return;
      }
      log(`core ended: ${reason}`);
      startAgain(reason, readySinceMs === null ? null : performance.now() - readySinceMs);
    });
  };

  const startAgain = (lastExit: string, readyForMs: number | null): void => {
    neverReady = readyForMs === null ? neverReady + 1 : 0;
    const isHopeless = neverReady >= giveUpAfter;
    if (isHopeless && keep === null) {
      const error = { code: 'CORE_KEEPS_CRASHING', params: { count: neverReady, lastExit } } as const;
      enter({ phase: 'failed', restarts, error });
      return;
    }
    if (readyForMs !== null && readyForMs >= stableAfterMs) shortLives = 0;
    const delayMs = isHopeless
      ? patientRetryMs
      : (restartDelaysMs[Math.min(shortLives, restartDelaysMs.length - 1)] ?? 0);
    shortLives += 1;
    wait(lastExit, delayMs);
  };

  const wait = (lastExit: string, delayMs: number, error: ErrorBody | null = null): void => {
    restarts += 1;
    enter({ phase: 'waiting', restarts, delayMs, lastExit, error });
    restartTimer = setTimeout(start, delayMs);
  };

  const killAfterGrace = (core: CoreProcess): void => {
    const timer = setTimeout(() => core.kill(), stopGraceMs);
    core.onExit(() => clearTimeout(timer));
  };

  const onState = (listener: (state: CoreState) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  /** Resolves with the first state that `pick` gives a value for. */
  const until = <T>(pick: (state: CoreState) => T | null): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (now: CoreState): void => {
        try {
          const picked = pick(now);
          if (picked === null) return;
          resolve(picked);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        unsubscribe();
      };
      const unsubscribe = onState(look);
      look(state);
    });

  start();
  return {
    get state() {
      return state;
    },
    onState,
    whenReady: () =>
      until((now) => {
        if (now.phase === 'ready') return now.core;
        if (now.phase === 'failed') throw new KaiboError(now.error.code, now.error.params);
        if (now.phase === 'stopped') throw new KaiboError('CORE_STOPPED');
        return null;
      }),
    stop: async () => {
      stopping = true;
      clearTimeout(restartTimer);
      if (current === null) {
        if (state.phase === 'waiting') enter({ phase: 'stopped', restarts, lastExit: state.lastExit });
        return;
      }
      const gone = until((now) => (now.phase === 'stopped' ? true : null));
      current.send({ type: 'stop' });
      killAfterGrace(current);
      await gone;
    },
  };
}

/** Calls `onSilent` once a core no longer says that it is alive, or has not come up in time. */
function watchSilence(
  { hangAfterMs, startWithinMs }: { readonly hangAfterMs: number; readonly startWithinMs: number },
  onSilent: (silentMs: number) => void,
) {
  let limitMs = startWithinMs;
  let heardAt = performance.now();
  let lookedAt = heardAt;
  const timer = setInterval(() => {
    const now = performance.now();
    const isLate = now - lookedAt > 2 * LOOK_EVERY_MS;
    lookedAt = now;
    // We were held up ourselves, or the machine slept: what the core said meanwhile is still to be read.
    if (isLate) heardAt = Math.max(heardAt, now);
    else if (now - heardAt > limitMs) {
      clearInterval(timer);
      onSilent(limitMs);
    }
  }, LOOK_EVERY_MS);
  const heard = (): void => void (heardAt = performance.now());
  return {
    heard,
    ready: () => {
      limitMs = hangAfterMs;
      heard();
    },
    /** It waits for us: its silence says nothing until it is `heard` again. */
    excuse: () => void (heardAt = Infinity),
    end: () => clearInterval(timer),
  };
}
