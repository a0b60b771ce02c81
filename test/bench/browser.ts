import { chromium, type Browser, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/findBrowser.ts';
import { openSurfacePage } from '../e2e/prompter/openSurfacePage.ts';

/** The installed Chromium with the prompter's surface in a page of its own, as large as a prompter's screen. */
export async function withSurfacePage<T>(work: (page: Page, browser: Browser) => Promise<T>): Promise<T> {
  const found = findBrowser(['chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge']);
  if (found === null) throw new Error('no Chromium, Chrome or Edge is installed');
  const browser = await chromium.launch({
    executablePath: found.path,
    // Chromium refuses its sandbox to root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    return await work(await openSurfacePage(context), browser);
  } finally {
    await browser.close();
  }
}
