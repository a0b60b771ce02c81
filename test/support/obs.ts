import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import { OBSWebSocket } from 'obs-websocket-js/json';

import { noteObsCrash } from '../../scripts/obsCrashes.ts';
import { listWindows, type Rgb, sameColour, X11Pixels } from './x11Pixels.ts';

/**
 * A real OBS for tests: its own X server, its own scratch folder, a free loopback port and a random
 * password. Everything that was started is ended by its pid, also when the test process exits early.
 */
export type TestObs = {
  readonly url: string;
  readonly password: string;
  readonly port: number;
  readonly display: string;
  /** Scratch folder (HOME of this OBS); its log is `obs.log`. */
  readonly dir: string;
  /** The pid of the OBS that runs now. */
  readonly pid: () => number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves once the OBS process is gone. */
  readonly exited: () => Promise<void>;
  /** Starts OBS again in the same folder, port and display, after ending the one that may still run. */
  readonly restart: () => Promise<void>;
  /** An independent, identified connection, as another controller would have one. */
  readonly controller: () => Promise<OBSWebSocket>;
  readonly stop: () => Promise<void>;
};

export type TestObsOptions = {
  readonly fps?: number;
  readonly width?: number;
  readonly height?: number;
  /** Lines of the profile's `[SimpleOutput]`; a recording with an encoder of its own is one that can pause. */
  readonly simpleOutput?: readonly string[];
  /** The test file it is for: what was tested on an OBS that crashed by itself is tested once more. */
  readonly testFile?: string;
};

const READY_WITHIN_MS = 20_000;
const PROFILE = 'Kaibo';

export async function startObs(options: TestObsOptions = {}): Promise<TestObs> {
  const { fps = 30, width = 640, height = 360, simpleOutput = ['RecRB=true'], testFile } = options;
  const dir = await mkdtemp(join(tmpdir(), 'kaibo-obs-'));
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const url = `ws://127.0.0.1:${port}`;
  await writeConfig(dir, { port, password, fps, width, height, simpleOutput });

  const children = new Set<ChildProcess>();
  const endAll = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', endAll);

  const { child: xServer, display } = await startXServer();
  children.add(xServer);

  const env = {
    ...process.env,
    HOME: dir,
    XDG_CONFIG_HOME: join(dir, 'config'),
    XDG_RUNTIME_DIR: join(dir, 'run'),
    DISPLAY: display,
    LANG: 'C.UTF-8',
    LIBGL_ALWAYS_SOFTWARE: '1',
    QT_QPA_PLATFORM: 'xcb',
  };
  const controllers = new Set<OBSWebSocket>();
  let obs: ChildProcess | null = null;
  /** One that we ended, so that its end is no crash. */
  let ended: ChildProcess | null = null;

  const endObs = async () => {
    if (obs === null) return;
    const ending = obs;
    obs = null;
    ended = ending;
    await endProcess(ending);
    children.delete(ending);
  };
  const launch = async () => {
    const log = createWriteStream(join(dir, 'obs.log'), { flags: 'a' });
    const child = spawn(
      'obs',
      ['--multi', '--disable-updater', '--disable-missing-files-check', '--minimize-to-tray'],
      { env, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    children.add(child);
    obs = child;
    child.once('exit', (code, signal) => {
      if (ended !== child && testFile !== undefined)
        noteObsCrash({ testFile, end: signal ?? `exit code ${code}` });
    });
    await untilReady(url, password, child);
  };
  const controller = async () => {
    const connection = new OBSWebSocket();
    await connection.connect(url, password);
    controllers.add(connection);
    return connection;
  };
  const stop = async () => {
    // A peer that is stopped or gone answers no close handshake: end it first.
    await endObs();
    for (const connection of controllers) await connection.disconnect();
    await endProcess(xServer);
    children.delete(xServer);
    process.off('exit', endAll);
    await rm(dir, { recursive: true, force: true });
  };

  try {
    await launch();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    password,
    port,
    display,
    dir,
    pid: () => {
      if (obs?.pid === undefined) throw new Error('OBS is not running');
      return obs.pid;
    },
    kill: (signal) => {
      if (signal === 'SIGKILL' || signal === 'SIGTERM') ended = obs;
      obs?.kill(signal);
    },
    exited: async () => {
      if (obs !== null && obs.exitCode === null && obs.signalCode === null) await once(obs, 'exit');
    },
    restart: async () => {
      await endObs();
      await launch();
    },
    controller,
    stop,
  };
}

/** What the viewers see: a window of OBS that shows the program output. */
export type Projector = {
  readonly windowId: number;
  /** The colour at a place given as a share of the window, 0 to 1. */
  readonly pixel: (x: number, y: number) => Promise<Rgb>;
  readonly close: () => void;
};

/**
 * Opens a projector and sees to it that it shows program: about one window in a hundred of OBS 29 under Xvfb
 * stays blank for good, whatever is on program. Another one takes its place then.
 */
export async function openProgramProjector(obs: TestObs): Promise<Projector> {
  const controller = await obs.controller();
  try {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const projector = await openProjectorWindow(obs, controller);
      if (await showsProgram(projector, controller)) return projector;
      console.log(`projector ${attempt} stayed blank`);
      projector.close();
    }
    throw new Error('no projector shows program');
  } finally {
    await controller.disconnect();
  }
}

async function openProjectorWindow(obs: TestObs, controller: OBSWebSocket): Promise<Projector> {
  const before = new Set((await listWindows(obs.display)).map((window) => window.id));
  await controller.call('OpenVideoMixProjector', {
    videoMixType: 'OBS_WEBSOCKET_VIDEO_MIX_TYPE_PROGRAM',
    monitorIndex: -1,
  });
  const window = await waitFor('the projector window', async () => {
    const fresh = (await listWindows(obs.display)).filter((each) => !before.has(each.id));
    return fresh.find((each) => /projector/i.test(each.title));
  });
  const pixels = await X11Pixels.open(obs.display);
  return {
    windowId: window.id,
    pixel: (x, y) =>
      pixels.pixel(window.id, Math.floor(x * (window.width - 1)), Math.floor(y * (window.height - 1))),
    close: () => pixels.close(),
  };
}

/** Whether the middle of the window comes to the colour OBS itself gives for the middle of program. */
async function showsProgram(projector: Projector, controller: OBSWebSocket): Promise<boolean> {
  const until = performance.now() + 2_000;
  while (performance.now() < until) {
    if (sameColour(await projector.pixel(0.5, 0.5), await middleOfProgram(controller), 6)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

async function middleOfProgram(controller: OBSWebSocket): Promise<Rgb> {
  const { currentProgramSceneName } = await controller.call('GetCurrentProgramScene');
  const { imageData } = await controller.call('GetSourceScreenshot', {
    sourceName: currentProgramSceneName,
    imageFormat: 'bmp',
    imageWidth: 8,
    imageHeight: 8,
  });
  const bitmap = Buffer.from(imageData.slice(imageData.indexOf(',') + 1), 'base64');
  const bytesPerPixel = bitmap.readUInt16LE(28) / 8;
  const at = bitmap.readUInt32LE(10) + (4 * 8 + 4) * bytesPerPixel;
  return { b: bitmap.readUInt8(at), g: bitmap.readUInt8(at + 1), r: bitmap.readUInt8(at + 2) };
}

/** Polls until `look` returns something; fails by name after `withinMs`. */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  withinMs = 5_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > until) throw new Error(`${what} did not come within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A loopback port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function startXServer(): Promise<{ child: ChildProcess; display: string }> {
  // -displayfd: the server picks a free display by itself and tells which, so two test files can't collide
  const child = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '+extension', 'GLX'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const out = child.stdio[3] as Readable;
  let text = '';
  for await (const chunk of out) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  if (!/^\d+\n/.test(text)) throw new Error('Xvfb did not start');
  return { child, display: `:${text.trim()}` };
}

async function untilReady(url: string, password: string, child: ChildProcess): Promise<void> {
  await waitFor(
    'a ready OBS',
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('OBS ended while starting');
      const connection = new OBSWebSocket();
      try {
        await connection.connect(url, password, { eventSubscriptions: 0 });
        const { scenes } = await connection.call('GetSceneList');
        return scenes.length > 0;
      } catch {
        return false; // not listening yet, or not ready for requests yet
      } finally {
        await connection.disconnect();
      }
    },
    READY_WITHIN_MS,
  );
}

type Config = Required<Omit<TestObsOptions, 'testFile'>> & {
  readonly port: number;
  readonly password: string;
};

async function writeConfig(
  dir: string,
  { port, password, fps, width, height, simpleOutput }: Config,
): Promise<void> {
  const root = join(dir, 'config', 'obs-studio');
  await mkdir(join(root, 'basic', 'profiles', PROFILE), { recursive: true });
  await mkdir(join(root, 'basic', 'scenes'), { recursive: true });
  await mkdir(join(root, 'plugin_config', 'obs-websocket'), { recursive: true });
  await mkdir(join(dir, 'run'), { mode: 0o700 });
  await mkdir(join(dir, 'recordings'));
  const global = `[General]
FirstRun=true
LastVersion=486539266
EnableAutoUpdates=false
Pre19Defaults=false
Pre21Defaults=false
Pre23Defaults=false
Pre24.1Defaults=false
[OBSWebSocket]
FirstLoad=false
ServerEnabled=true
ServerPort=${port}
AlertsEnabled=false
AuthRequired=true
ServerPassword=${password}
[Basic]
Profile=${PROFILE}
ProfileDir=${PROFILE}
SceneCollection=${PROFILE}
SceneCollectionFile=${PROFILE}
`;
  await writeFile(join(root, 'global.ini'), global);
  await writeFile(join(root, 'user.ini'), global); // OBS 30 and later read this one
  await writeFile(
    join(root, 'plugin_config', 'obs-websocket', 'config.json'),
    JSON.stringify({
      first_load: false,
      server_enabled: true,
      server_port: port,
      alerts_enabled: false,
      auth_required: true,
      server_password: password,
    }),
  );
  await writeFile(
    join(root, 'basic', 'profiles', PROFILE, 'basic.ini'),
    `[General]
Name=${PROFILE}
[Video]
BaseCX=${width}
BaseCY=${height}
OutputCX=${width}
OutputCY=${height}
FPSType=0
FPSCommon=${fps}
[Output]
Mode=Simple
[SimpleOutput]
FilePath=${join(dir, 'recordings')}
RecFormat=mkv
${simpleOutput.join('\n')}
`,
  );
}
