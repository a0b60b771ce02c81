import { readFileSync } from 'node:fs';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import { refusedFor } from '#shared/model/commandResult';
import { commandSchema } from '#shared/model/commands';
import { recoveryText, type Recovery } from '#shared/model/recovery';
import { parseShowFile } from '#shared/model/showFile';
import { deskReport, type DeskReport } from '#shared/run/deskReport';
import { permittingImport } from '#shared/run/permissions';
import { runOn } from '#shared/run/state';
import { ShowRepository } from './desk/shows/index.ts';
import { SecretFile } from './secretFile.ts';
import type { SecretStore } from './secretStore.ts';
import {
  CueRunner,
  DrillRunner,
  Executor,
  HealthWatch,
  closeOpenShow,
  readOpenShow,
  STUDIO_PRINCIPAL,
  SwitcherDesk,
} from './run/index.ts';
import {
  EvidenceStore,
  LiveStatusBoard,
  MessageEncoder,
  MeterHub,
  startServer,
  type RunningServer,
  type Studio,
  newToken,
  Tokens,
} from './station/index.ts';
import {
  asKaiboError,
  deviceId,
  EventLog,
  forgetRecovery,
  isDamage,
  isStorageError,
  markDamaged,
  openStore,
  RollingBackups,
  Settings,
  StorageGuard,
  unacknowledgedRecovery,
  type Store,
} from './store/index.ts';
import { MACHINE_TIME, StudioClock, type TimeSources } from './studioClock.ts';

export type StudioOptions = {
  readonly dataDir: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly rendererDir: string;
  /** The studio PC's own token; a new one when absent. */
  readonly token?: string;
  /** A show file to import when the data folder has no show yet. */
  readonly demoShowFile?: string;
  /** Show seconds per second of a rehearsal that asks for no speed. */
  readonly rehearsalSpeed?: number;
  /** Where passwords are kept; a file of the data folder when absent. */
  readonly secrets?: SecretStore;
  readonly log?: (line: string) => void;
  readonly time?: TimeSources;
  /** Another core has to take over: this one can’t store anything any more. */
  readonly onUnusable?: () => void;
};

const CLOCK_KEPT_EVERY_MS = 5000;

export type RunningStudio = {
  readonly studio: Studio;
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly dataDir: string;
  /** What had to be done to the database at this start. */
  readonly recovery: Recovery | null;
  /** Hears how the studio is, at once and whenever that changes. */
  readonly onReport: (listener: (report: DeskReport) => void) => void;
  readonly stop: () => Promise<void>;
};

/**
 * Opens the data folder, takes up a run where it was left, connects the switcher and serves the stations.
 *
 * @throws KaiboError of the store and of the server: see `openStore`, `startServer`
 */
export async function createStudio(options: StudioOptions): Promise<RunningStudio> {
  try {
    return await start(options, 'asItIs', null);
  } catch (error) {
    throw asKaiboError(error, options.dataDir);
  }
}

/**
 * What is stored is read as it is; if that can't be read although its pages are sound, once it is recovered; if
 * not even then, without the show that was open: a studio without its show is better than none.
 */
async function start(
  options: StudioOptions,
  way: 'asItIs' | 'recovered' | 'withoutShow',
  before: Recovery | null,
): Promise<RunningStudio> {
  const store = openStore(options.dataDir, (db) =>
    readOpenShow(new Settings(db), new ShowRepository(db), new EventLog(db, deviceId(db))),
  );
  const recovery = store.recovery ?? before;
  let detail: string;
  try {
    if (way === 'withoutShow') store.write(() => closeOpenShow(new Settings(store.db)));
    return await wire(store, recovery, options);
  } catch (error) {
    store.close();
    if (way === 'withoutShow' || !isDamage(error)) throw error;
    detail = error instanceof Error ? error.message : String(error);
  }
  // One that was brought up or rescued was not rebuilt yet.
  const isRebuilt = recovery !== null && recovery.base !== 'database';
  const next = way === 'asItIs' && !isRebuilt ? 'recovered' : 'withoutShow';
  options.log?.(`starting anew (${next}) because of what was read: ${detail}`);
  if (next === 'recovered') markDamaged(options.dataDir, detail);
  return start(options, next, recovery);
}

/** @param recovery what had to be done to the database at this start */
async function wire(store: Store, recovery: Recovery | null, options: StudioOptions): Promise<RunningStudio> {
  const { db, dataDir, write } = store;
  const log = options.log ?? (() => undefined);
  const rehearsalSpeed = options.rehearsalSpeed ?? 1;
  const settings = new Settings(db);
  const eventLog = new EventLog(db, deviceId(db));
  const clock = new StudioClock(db, options.time ?? MACHINE_TIME);
  const shows = new ShowRepository(db);
  const evidence = new EvidenceStore(dataDir);
  const secrets = options.secrets ?? new SecretFile(dataDir, log);
  const desk = new SwitcherDesk(settings, secrets, log);
  const executor = new Executor({
    db,
    write,
    log: eventLog,
    clock,
    shows,
    settings,
    switcherFacts: desk.facts,
    hasEvidence: (id) => evidence.has(id),
    rehearsalSpeed,
    keep: (events, command) => {
      if (command?.type === 'recovery.acknowledge') forgetRecovery(db);
      return desk.keep(events, command);
    },
    onFault: (error) => guard.failed(error),
  });
  const knownViewerToken = settings.readOptional('viewerToken', z.string());
  const viewerToken = knownViewerToken ?? newToken();
  const report = unacknowledgedRecovery(db);
  const isLogged = eventLog
    .lastOfTypes(['studio.recovered'])
    .some((event) => event.type === 'studio.recovered' && event.payload.at === report?.at);
  const board = new LiveStatusBoard(
    {
      obsUrl: desk.obsUrl,
      obsSpare: desk.obsSpare,
      overlayUrl: '',
      rehearsalSpeed,
      storage: null,
      recovery: report,
    },
    desk.switcher,
  );
  const guard = new StorageGuard({
    store,
    probe: () => clock.keep(),
    onChange: (storage) => board.change({ storage }),
    onUnusable: options.onUnusable ?? (() => undefined),
    onRescue: () => {
      if (secrets instanceof SecretFile) secrets.keep();
    },
    log,
  });
  const backups = new RollingBackups({ store, log, onDamage: (detail) => guard.damaged(detail) });
  executor.onCommitted(({ events }) => {
    guard.well();
    for (const { type } of events) {
      if (type === 'studio.recoveryAcknowledged') board.change({ recovery: null });
      if (type === 'run.started') void backups.take();
    }
  });
  if (recovery !== null) log(recoveryText(recovery));
  // Told in the log once, also when the core that did it died before it could.
  executor.resume(isLogged ? null : report);
  if (knownViewerToken === null)
    storing(guard, () => write(() => settings.write('viewerToken', viewerToken)));
  const meters = new MeterHub();
  const health = new HealthWatch(executor);
  desk.onSwitcher((switcher) => {
    meters.watch(switcher);
    health.watch(switcher);
    board.watch(switcher);
    board.change({ obsUrl: desk.obsUrl, obsSpare: desk.obsSpare });
  });

  const studio: Studio = {
    executor,
    eventLog,
    clock,
    shows,
    evidence,
    board,
    get switcher() {
      return desk.switcher;
    },
    switcherFacts: desk.facts,
    onMeters: (listener) => meters.listen(listener),
    log,
    execute: (input, principal) => {
      const command = commandSchema.safeParse(input);
      if (!command.success)
        return refusedFor({ code: 'BAD_REQUEST', params: { detail: z.prettifyError(command.error) } });
      try {
        return executor.execute(command.data, principal);
      } catch (error) {
        // A full or failing disk: nothing was committed, so nothing was promised.
        if (isStorageError(error)) return refusedFor(guard.failed(error));
        if (error instanceof KaiboError) return refusedFor(error.body);
        throw error;
      }
    },
    importShowFile: (text, principal) => {
      if (!permittingImport(principal.roles))
        throw new KaiboError('ROLE_FORBIDDEN', { roles: principal.roles.join(', '), command: 'show.import' });
      // Reading a large file holds everything up, which a live show must not see.
      if (runOn(executor.state)?.mode === 'live') throw new KaiboError('SHOW_IN_RUN');
      const parsed = parseShowFile(text);
      if (!parsed.ok) return parsed;
      try {
        return { ok: true, ...executor.importShow(parsed.plan, principal) };
      } catch (error) {
        if (!isStorageError(error)) throw error;
        const { code, params } = guard.failed(error);
        throw new KaiboError(code, params, { cause: error });
      }
    },
    messages: new MessageEncoder(),
  };

  if (options.demoShowFile !== undefined && shows.list().length === 0) {
    const imported = studio.importShowFile(readFileSync(options.demoShowFile, 'utf8'), STUDIO_PRINCIPAL);
    if (!imported.ok)
      throw new KaiboError('SHOW_FILE_INVALID', {
        count: imported.problems.length,
        first: imported.problems[0]?.path ?? '',
      });
  }
  desk.attach(executor, clock);
  const cueRunner = new CueRunner(executor, clock);
  const drillRunner = new DrillRunner(executor, clock, desk);
  const keeper = setInterval(() => {
    if (runOn(executor.state) !== null) storing(guard, () => clock.keep());
  }, CLOCK_KEPT_EVERY_MS);

  const token = options.token ?? newToken();
  const tokens = new Tokens(db, write, token, viewerToken);
  let server: RunningServer | null = null;
  const stop = async (): Promise<void> => {
    clearInterval(keeper);
    cueRunner.close();
    drillRunner.close();
    health.close();
    meters.close();
    await server?.close();
    await desk.close();
    board.close();
    guard.close();
    await backups.close();
  };
  try {
    const { host, port, rendererDir } = options;
    // Browsers keep what a screen remembers by its address, and OBS keeps the overlay's.
    const lastPort = settings.readOptional('port', z.number());
    const ports = port === 0 && lastPort !== null ? [lastPort, port] : [port];
    server = await startServer(studio, { host, ports, rendererDir, tokens });
    const { port: servedPort } = server;
    if (servedPort !== lastPort) {
      if (lastPort !== null)
        log(`Served on port ${servedPort}, last time on ${lastPort}: OBS needs the new overlay address`);
      storing(guard, () => write(() => settings.write('port', servedPort)));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const name = server.host.includes(':') ? `[${server.host}]` : server.host;
  const url = `http://${name}:${server.port}`;
  board.change({ overlayUrl: `${url}/overlay?token=${viewerToken}` });
  return {
    studio,
    url,
    port: server.port,
    token,
    dataDir,
    recovery,
    onReport: (listener) => {
      let told = '';
      const tell = (): void => {
        const report = deskReport(executor.state, board.status.switcher);
        const text = JSON.stringify(report);
        if (text !== told) listener(report);
        told = text;
      };
      executor.onCommitted(tell);
      board.onChange(tell);
      tell();
    },
    stop: async () => {
      await stop();
      storing(guard, () => clock.keep());
      store.close();
    },
  };
}

/** What is worth storing and stops nothing when it can’t be. */
function storing(guard: StorageGuard, work: () => void): void {
  try {
    work();
  } catch (error) {
    guard.failed(error);
  }
}
