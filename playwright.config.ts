import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/findBrowser.ts';

const browser = findBrowser(['chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge']);

/**
 * End-to-end tests drive the browser that is installed, never one downloaded for the purpose.
 * One worker: pages animate against the clock, and two browsers on a small machine would blur the figures.
 */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.{spec,test}.ts',
  outputDir: '.cache/playwright',
  globalSetup: './test/e2e/buildFirst.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 60_000,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1920, height: 1080 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser.path }),
      // Chromium refuses its sandbox to root; the other flags keep it from calling out by itself.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
});
