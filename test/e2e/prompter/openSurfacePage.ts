import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'vite';

const ORIGIN = 'http://prompter.test';
let script: Promise<string> | null = null;

/** The page's script, built once per worker, in memory. */
async function buildScript(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      rolldownOptions: { input: fileURLToPath(new URL('surfacePage.ts', import.meta.url)) },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  for (const output of outputs) {
    if (!('output' in output)) continue;
    for (const chunk of output.output) if (chunk.type === 'chunk' && chunk.isEntry) return chunk.code;
  }
  throw new Error('the build gave no script');
}

/** Opens the surface's own page; nothing is served over a socket. */
export async function openSurfacePage(context: BrowserContext): Promise<Page> {
  script ??= buildScript();
  const code = await script;
  await context.route(`${ORIGIN}/**`, (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: code })
      : route.fulfill({
          contentType: 'text/html; charset=utf-8',
          body: '<!doctype html><html lang="zh-CN"><style>body{margin:0;background:#000}</style><script type="module" src="/page.js"></script></html>',
        }),
  );
  const page = await context.newPage();
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction(() => 'bench' in window);
  return page;
}
