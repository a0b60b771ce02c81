import { flushCompileCache } from 'node:module';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import { CORE_OPTIONS_ENV } from './coreProcess.ts';
import {
  BEAT_EVERY_MS,
  supervisorMessageSchema,
  type CoreMessage,
  type SupervisorMessage,
} from './processMessages.ts';
import { collectWhenQuiet } from './quietCollection.ts';
import { SecretFile } from './secretFile.ts';
import { keystoreSecrets, type SecretStore } from './secretStore.ts';
import { createStudio, type RunningStudio } from './studio.ts';
import { KAIBO_VERSION } from './version.ts';

/** The core as a process of its own: started by a supervisor, gone with it. */
const optionsSchema = z.object({
  dataDir: z.string().min(1),
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535).default(0),
  rendererDir: z.string().min(1),
  token: z.string().min(1).optional(),
  demoShowFile: z.string().optional(),
  rehearsalSpeed: z.number().positive().optional(),
  /** The supervisor has a keystore; else secrets are kept in a file. */
  secrets: z.literal('keystore').optional(),
});

/** Exit code of a core that asks for another one. */
const UNUSABLE_EXIT = 75;

const portSchema = z.object({
  on: z.custom<(event: 'message', listener: (message: { data: unknown }) => void) => void>(
    (value) => typeof value === 'function',
  ),
  postMessage: z.custom<(message: unknown) => void>((value) => typeof value === 'function'),
});

/** Electron's utility process has a parent port; a forked Node process has `process.send`. */
const parentPort: unknown = Reflect.get(process, 'parentPort');
const port = portSchema.safeParse(parentPort);

function tell(message: CoreMessage): Promise<void> {
  if (port.success) {
    port.data.postMessage.call(parentPort, message);
    return Promise.resolve();
  }
  return new Promise((resolve) =>
    process.send === undefined ? resolve() : process.send(message, undefined, undefined, () => resolve()),
  );
}

function onParentMessage(listener: (message: SupervisorMessage) => void): void {
  const hear = (message: unknown): void => {
    const understood = supervisorMessageSchema.safeParse(message);
    if (understood.success) listener(understood.data);
  };
  if (port.success) port.data.on.call(parentPort, 'message', ({ data }) => hear(data));
  else process.on('message', hear);
}

// Whoever read what is said here may be gone; the studio goes on.
process.stderr.on('error', () => undefined);
const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** Asks the supervisor for what the keystore holds. */
function secretsOf(dataDir: string): Promise<SecretStore> {
  return new Promise((resolve) => {
    onParentMessage((message) => {
      if (message.type !== 'secrets') return;
      const keep = (...[name, value]: Parameters<SecretStore['write']>): void =>
        void tell({ type: 'keepSecret', name, value });
      resolve(keystoreSecrets(message.values, keep, new SecretFile(dataDir, log)));
    });
    void tell({ type: 'secretsWanted' });
  });
}

let running: RunningStudio | null = null;
const stop = (): void =>
  running === null ? process.exit(0) : void running.stop().finally(() => process.exit(0));
// From the very beginning: whoever started this may be gone, or have changed their mind, before it is ready.
onParentMessage(({ type }) => {
  if (type === 'stop') stop();
});
process.on('disconnect', stop);
process.on('SIGTERM', stop);
// Ctrl-C reaches the whole group; the supervisor then asks us to stop.
process.on('SIGINT', () => undefined);

try {
  // Gone already while this was being loaded.
  if (process.connected === false) stop();
  const { token, demoShowFile, rehearsalSpeed, secrets, ...rest } = optionsSchema.parse(
    JSON.parse(process.env[CORE_OPTIONS_ENV] ?? '{}'),
  );
  running = await createStudio({
    ...rest,
    ...(token === undefined ? {} : { token }),
    ...(demoShowFile === undefined ? {} : { demoShowFile }),
    ...(rehearsalSpeed === undefined ? {} : { rehearsalSpeed }),
    ...(secrets === undefined ? {} : { secrets: await secretsOf(rest.dataDir) }),
    log,
    // The stations hear why first. The supervisor starts the next core at once, and that one recovers.
    onUnusable: () => void setTimeout(() => process.exit(UNUSABLE_EXIT), 300),
  });
  await tell({
    type: 'ready',
    url: running.url,
    port: running.port,
    token: running.token,
    dataDir: running.dataDir,
    version: KAIBO_VERSION,
  });
  setInterval(() => void tell({ type: 'beat' }), BEAT_EVERY_MS);
  running.onReport((report) => void tell({ type: 'report', report }));
  // Otherwise written at a regular exit only, and a core is as often killed. Does nothing where nothing is kept.
  flushCompileCache();
  collectWhenQuiet(running.studio.executor);
} catch (error) {
  // What Kaibo can name would fail again in the same way; anything else is a crash, and worth another try.
  if (!(error instanceof KaiboError)) throw error;
  await tell({ type: 'fatal', code: error.code, params: error.params });
  process.exit(1);
}
