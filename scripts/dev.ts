import { tokenCookie } from '#shared/model/station';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';
import type { Connect } from 'vite';
import { PAGE_OF_STATION, renderer } from '../electron.vite.config.ts';
import { forkUnderNode } from '../src/core/forkNode.ts';
import { superviseCore } from '../src/core/supervisor.ts';
import type { CoreProcess } from '../src/core/coreProcess.ts';
import { parseDesktopFlags } from '../src/main/desktopFlags.ts';

/**
 * `npm run dev`: the core straight from its sources beside a Vite server that has the pages and hands
 * everything else to the core. A change in the core’s sources kills the core: its supervisor brings it back
 * on the same address, so that every save also rehearses a crash. Flags: --data, --demo, --speed, --port (of
 * the core). (Not `node --watch`: it floods the channel between core and supervisor with its own messages.)
 */
const ROOT = join(import.meta.dirname, '..');
const PAGES_PORT = 5_173;
const flags = parseDesktopFlags(process.argv.slice(2));

let running: CoreProcess | null = null;
const fork = forkUnderNode(join(ROOT, 'src/core/process.ts'));
const supervisor = superviseCore({
  fork: (options) => (running = fork(options)),
  options: {
    dataDir: flags.data ?? join(ROOT, '.cache/dev-data'),
    host: flags.host,
    port: flags.port,
    rendererDir: join(ROOT, 'out/renderer'),
    ...(flags.demo === true ? { demoShowFile: join(ROOT, 'resources/demo/show.json') } : {}),
    ...(flags.speed === undefined ? {} : { rehearsalSpeed: flags.speed }),
  },
  log: (line) => console.error(line),
  restartDelaysMs: [0, 1_000],
  giveUpAfter: Infinity,
});
const { url: core, token } = await supervisor.whenReady();

const SETTLE_MS = 100;
let changed: NodeJS.Timeout | undefined;
for (const folder of ['src/core', 'src/shared']) {
  watch(join(ROOT, folder), { recursive: true }, () => {
    clearTimeout(changed);
    changed = setTimeout(() => running?.kill(), SETTLE_MS);
  });
}

/** Vite’s paths for the stations’, and the token for the page that is asked for. */
const stations: Connect.NextHandleFunction = (request, response, next) => {
  const [path = ''] = (request.url ?? '').split('?');
  const page = path === '/' ? 'console' : new Map(Object.entries(PAGE_OF_STATION)).get(path.slice(1));
  if (page !== undefined) {
    request.url = `/${page}/index.html`;
    response.setHeader(
      'set-cookie',
      `${tokenCookie(Number(new URL(core).port))}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    );
  }
  next();
};

// The core answers only to its own address and pages; the proxy speaks to it as one of them.
const toCore = { target: core, changeOrigin: true, ws: true, headers: { origin: core } };
const server = await createServer({
  ...renderer,
  configFile: false,
  base: '/',
  plugins: [
    ...renderer.plugins,
    { name: 'kaibo:stations', configureServer: ({ middlewares }) => void middlewares.use(stations) },
  ],
  server: {
    host: '127.0.0.1',
    port: PAGES_PORT,
    strictPort: true,
    proxy: { '/api': toCore, '/station': toCore },
  },
});
await server.listen();
console.log(`Kaibo (development) is at http://127.0.0.1:${PAGES_PORT}/director`);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    void Promise.all([supervisor.stop(), server.close()]).then(() => process.exit(0));
  });
}
