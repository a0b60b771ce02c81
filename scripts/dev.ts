import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer } from 'vite';
import type { Connect } from 'vite';
import { z } from 'zod';
import { PAGE_OF_STATION, renderer } from '../electron.vite.config.ts';

/**
 * `npm run dev`: the core straight from its sources, started again after each change, beside a Vite server
 * that has the pages and hands everything else to the core. Flags go to `kaibo serve`.
 */
const ROOT = join(import.meta.dirname, '..');
const CORE_PORT = 4_460;
const PAGES_PORT = 5_173;
const core = `http://127.0.0.1:${CORE_PORT}`;
const readySchema = z.object({ url: z.string(), token: z.string() });

const child = spawn(
  process.execPath,
  [
    '--watch',
    '--watch-preserve-output',
    join(ROOT, 'src/cli/kaibo.ts'),
    'serve',
    '--ready-json',
    '--port',
    String(CORE_PORT),
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    child.kill(signal);
    process.exit(0);
  });
}
child.on('exit', (code) => process.exit(code ?? 1));

/** The newest token: a restarted core has a new one. Every page gets it, so that reloading is enough. */
let token: string | null = null;
const signIn: Connect.NextHandleFunction = (request, response, next) => {
  const [path = ''] = (request.url ?? '').split('?');
  const page = Object.entries(PAGE_OF_STATION).find(([station]) => path === `/${station}`)?.[1];
  if (page !== undefined || path === '/') {
    request.url = `/${page ?? 'console'}/index.html`;
    if (token !== null) response.setHeader('set-cookie', `kaibo_token=${token}; HttpOnly; SameSite=Strict; Path=/`);
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
    { name: 'kaibo:stations', configureServer: ({ middlewares }) => void middlewares.use(signIn) },
  ],
  server: { host: '127.0.0.1', port: PAGES_PORT, strictPort: true, proxy: { '/api': toCore, '/station': toCore } },
});
await server.listen();

createInterface({ input: child.stdout }).on('line', (line) => {
  if (!line.startsWith('{')) return console.log(line);
  token = readySchema.parse(JSON.parse(line)).token;
  console.log(`Kaibo (development) is at http://127.0.0.1:${PAGES_PORT}/director`);
});
