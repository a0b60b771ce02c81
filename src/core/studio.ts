import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { KaiboError } from '#shared/errors';
import { commandSchema, type Command } from '#shared/model/commands';
import type { StudioEvent } from '#shared/model/events';
import { parseShowFile } from '#shared/model/showFile';
import { permittingImport } from '#shared/run/permissions';
import { runOn } from '#shared/run/state';
import { switcherFacts } from '#shared/run/switcherFacts';
import { ShowRepository } from './desk/shows/index.ts';
import { CueRunner, Executor, STUDIO_PRINCIPAL, SwitcherBinding } from './run/index.ts';
import {
  EvidenceStore,
  LiveStatusBoard,
  startServer,
  type RunningServer,
  type Studio,
  refusal,
  newToken,
  Tokens,
} from './station/index.ts';
import { asKaiboError, openStore, type Store, deviceId, EventLog, Settings } from './store/index.ts';
import { MACHINE_TIME, StudioClock, type TimeSources } from './studioClock.ts';
import { createSwitcher, type SwitcherChoice } from './switcher/index.ts';

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

const obsSettingsSchema = z.object({ url: z.string(), password: z.string() });
const CLOCK_KEPT_EVERY_MS = 5000;
const DEFAULT_OBS = { url: 'ws://127.0.0.1:4455', password: '' };

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
  const obs = () => settings.read('obs', obsSettingsSchema) ?? DEFAULT_OBS;
  const choice = (): SwitcherChoice =>
    (settings.read('switcher', z.enum(['obs', 'rehearsal'])) ?? 'rehearsal') === 'obs'
      ? { kind: 'obs', ...obs() }
      : { kind: 'rehearsal', scenes: [] };

  const keepSwitcherChoice = (command: Command) => {
    if (command.type === 'obs.settings') {
      const { url, password } = command.payload;
      settings.write('obs', { url, password: password ?? obs().password });
      settings.write('switcher', 'obs');
    }
    if (command.type === 'switcher.choose') settings.write('switcher', command.payload.kind);
  };

  let switcher = createSwitcher(choice());
  const facts = () => switcherFacts(switcher.status);
  const executor = new Executor({
    db,
    log: eventLog,
    clock,
    shows,
    settings,
    switcherFacts: facts,
    hasEvidence: (id) => evidence.has(id),
    rehearsalSpeed,
    keep: keepSwitcherChoice,
  });

  const viewerToken = settings.read('viewerToken', z.string()) ?? newToken();
  settings.write('viewerToken', viewerToken);
  const board = new LiveStatusBoard({ obsUrl: obs().url, overlayUrl: '', rehearsalSpeed }, switcher);
  const cueRunner = new CueRunner(executor, clock);
  let binding = new SwitcherBinding(executor, switcher, clock);
  const giveRehearsalScenes = () => {
    if (switcher.status.kind === 'rehearsal')
      void switcher.createPlaceholderScenes(
        (executor.state.plan?.scenes ?? []).map((scene) => ({
          name: executor.state.prep.sceneMap[scene.id] ?? scene.obsSceneName,
          label: scene.label,
        })),
      );
  };
  const useSwitcher = async (): Promise<void> => {
    binding.close();
    const old = switcher;
    switcher = createSwitcher(choice());
    board.watch(switcher);
    board.change({ obsUrl: obs().url });
    binding = new SwitcherBinding(executor, switcher, clock);
    switcher.start();
    giveRehearsalScenes();
    await old.close();
  };

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
      return switcher;
    },
    switcherFacts: facts,
    log,
    execute: (input, principal) => {
      const command = commandSchema.safeParse(input);
      if (!command.success)
        return refusal({ code: 'BAD_REQUEST', params: { detail: z.prettifyError(command.error) } });
      try {
        return executor.execute(command.data, principal);
      } catch (error) {
        // A full or failing disk: nothing was committed, so nothing was promised.
        const known = asKaiboError(error, dataDir);
        if (!(known instanceof KaiboError)) throw error;
        log(known.message);
        return refusal(known.body);
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
  switcher.start();
  giveRehearsalScenes();
  const stopWatching = executor.onCommitted(({ kind, events }) => {
    if (kind === 'reset') giveRehearsalScenes();
    if (events.some(({ type }) => type === 'switcher.chosen' || type === 'obs.settingsChanged'))
      void useSwitcher();
  });
  const keeper = setInterval(() => {
    if (runOn(executor.state) !== null) clock.keep();
  }, CLOCK_KEPT_EVERY_MS);

  const token = options.token ?? newToken();
  const tokens = new Tokens(db, token, viewerToken);
  const shutDown = async (server: RunningServer | null): Promise<void> => {
    clearInterval(keeper);
    stopWatching();
    cueRunner.close();
    binding.close();
    await server?.close();
    await switcher.close();
    board.close();
    clock.keep();
    store.close();
  };
  let server: RunningServer;
  try {
    server = await startServer(studio, {
      host: options.host,
      port: options.port,
      rendererDir: options.rendererDir,
      tokens,
    });
  } catch (error) {
    clearInterval(keeper);
    cueRunner.close();
    binding.close();
    await switcher.close();
    throw error;
  }
  const url = `http://${server.host.includes(':') ? `[${server.host}]` : server.host}:${server.port}`;
  board.change({ overlayUrl: `${url}/overlay?token=${viewerToken}` });
  return { studio, url, port: server.port, token, dataDir, stop: () => shutDown(server) };
}
