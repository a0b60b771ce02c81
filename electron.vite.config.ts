import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin, UserConfig } from 'vite';
import type { StationKind } from './src/shared/model/station.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);
const PAGES = ['console', 'prompter', 'checklist', 'assistant', 'overlay'] as const;

/** Which page shows which station, for the dev server; in a built Kaibo the core knows (station/pages.ts). */
export const PAGE_OF_STATION: Readonly<Record<StationKind, (typeof PAGES)[number]>> = {
  director: 'console',
  gate: 'console',
  settings: 'console',
  prompter: 'prompter',
  checklist: 'checklist',
  assistant: 'assistant',
  overlay: 'overlay',
};

/**
 * electron-vite sets a relative base, for pages opened as files. Ours are served: /director is
 * console/index.html, and its assets are at /assets from whatever path it was reached by.
 */
const servedFromRoot: Plugin = {
  name: 'kaibo:served-from-root',
  enforce: 'post',
  config: () => ({ base: '/' }),
};

const CLI = `${at('src/cli').replaceAll('\\', '/')}/`;
/** What only the command line needs lies apart: it does not ship with the desktop. */
const isOfCli = ({ moduleIds }: { readonly moduleIds: readonly string[] }): boolean =>
  moduleIds.length > 0 && moduleIds.every((id) => id.startsWith(CLI));

/** The notices of everything that is bundled; it ships with it. */
const license = { fileName: 'licenses.md' };

/** The pages, also for the dev server (scripts/dev.ts): one build for desktop windows, tablets and OBS. */
export const renderer = {
  root: at('src/renderer'),
  plugins: [react(), servedFromRoot],
  build: {
    outDir: at('out/renderer'),
    license,
    // Served by this machine, mostly to itself.
    chunkSizeWarningLimit: 800,
    emptyOutDir: true,
    minify: true,
    target: 'es2022',
    // The content policy allows our own files only: nothing inline, no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(PAGES.map((page) => [page, at(`src/renderer/${page}/index.html`)])),
    },
  },
} satisfies UserConfig;

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      license,
      sourcemap: true,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          core: at('src/core/process.ts'),
          backupWorker: at('src/core/store/backupWorker.ts'),
          kaibo: at('src/cli/kaibo.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: (chunk) => (isOfCli(chunk) ? 'cli/[name].js' : '[name].js'),
          chunkFileNames: (chunk) => (isOfCli(chunk) ? 'cli/[name]-[hash].js' : 'chunks/[name]-[hash].js'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      // A sandboxed preload can require nothing but electron, and only as CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer,
});
