import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { KaiboError } from '#shared/errors';
import { refusedFor } from '#shared/model/commandResult';
import { commandSchema } from '#shared/model/commands';
import type { StudioEvent } from '#shared/model/events';
import { parseShowFile } from '#shared/model/showFile';
import { permittingImport } from '#shared/run/permissions';
import { runOn } from '#shared/run/state';
import { ShowRepository } from './desk/shows/index.ts';
import { CueRunner, Executor, STUDIO_PRINCIPAL, SwitcherDesk } from './run/index.ts';
import {
  EvidenceStore,
  LiveStatusBoard,
  startServer,
  type RunningServer,
  type Studio,
  newToken,
  Tokens,
} from './station/index.ts';
import { asKaiboError, openStore, type Store, deviceId, EventLog, Settings } from './store/index.ts';
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
  readonly log?: (line: string) => void;
  readonly time?: TimeSources;
};

const CLOCK_KEPT_EVERY_MS = 5000;

export type RunningStudio = {
  readonly studio: Studio;
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
};

/**
 * Opens the data folder, takes up a run where it was left, connects the switcher and serves the stations.
 *
 * @throws KaiboError of the store and of the server: see `openStore`, `startServer`
 */
export async function createStudio(options: StudioOptions): Promise<RunningStudio> {
  const store = openStore(options.dataDir);
  try {
    return await wire(store, options);
  } catch (error) {
    store.close();
    throw asKaiboError(error, options.dataDir);
  }
}

async function wire(store: Store, options: StudioOptions): Promise<RunningStudio> {
  const { db, dataDir } = store;
  const log = options.log ?? (() => undefined);
  const rehearsalSpeed = options.rehearsalSpeed ?? 1;
  const settings = new Settings(db);
  const eventLog = new EventLog(db, deviceId(db));
  const clock = new StudioClock(db, options.time ?? MACHINE_TIME);
  const shows = new ShowRepository(db);
  const evidence = new EvidenceStore(dataDir);
  const desk = new SwitcherDesk(settings, log);
  const executor = new Executor({
    db,
    log: eventLog,
    clock,
    shows,
    settings,
    switcherFacts: desk.facts,
    hasEvidence: (id) => evidence.has(id),
    rehearsalSpeed,
    keep: desk.keep,
    onFault: (error) => log(`not stored: ${error.message}`),
  });
  executor.resume();

  const knownViewerToken = settings.read('viewerToken', z.string());
  const viewerToken = knownViewerToken ?? newToken();
  if (knownViewerToken === null) settings.write('viewerToken', viewerToken);
  const board = new LiveStatusBoard({ obsUrl: desk.obsUrl, overlayUrl: '', rehearsalSpeed }, desk.switcher);
  desk.onSwitcher((switcher) => {
    board.watch(switcher);
    board.change({ obsUrl: desk.obsUrl });
  });

  let encodedFor: readonly StudioEvent[] = [];
  let encodedText = '';
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
    log,
    execute: (input, principal) => {
      const command = commandSchema.safeParse(input);
      if (!command.success)
        return refusedFor({ code: 'BAD_REQUEST', params: { detail: z.prettifyError(command.error) } });
      try {
        return executor.execute(command.data, principal);
      } catch (error) {
        // A full or failing disk: nothing was committed, so nothing was promised.
        const known = asKaiboError(error, dataDir);
        if (!(known instanceof KaiboError)) throw error;
        log(known.message);
        return refusedFor(known.body);
      }
    },
    importShowFile: (text, principal) => {
      if (!permittingImport(principal.roles))
        throw new KaiboError('ROLE_FORBIDDEN', { roles: principal.roles.join(', '), command: 'show.import' });
      const parsed = parseShowFile(text);
      return parsed.ok ? { ok: true, ...executor.importShow(parsed.plan, principal) } : parsed;
    },
    encoded: (events) => {
      if (events !== encodedFor) {
        encodedFor = events;
        encodedText = JSON.stringify({ t: 'events', events });
      }
      return encodedText;
    },
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
  const keeper = setInterval(() => {
    if (runOn(executor.state) !== null) clock.keep();
  }, CLOCK_KEPT_EVERY_MS);

  const token = options.token ?? newToken();
  const tokens = new Tokens(db, token, viewerToken);
  let server: RunningServer | null = null;
  const stop = async (): Promise<void> => {
    clearInterval(keeper);
    cueRunner.close();
    await server?.close();
    await desk.close();
    board.close();
  };
  try {
    const { host, port, rendererDir } = options;
    server = await startServer(studio, { host, port, rendererDir, tokens });
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
    stop: async () => {
      await stop();
      clock.keep();
      store.close();
    },
  };
}
