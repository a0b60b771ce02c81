import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from './findBrowser.ts';
import { ensureBuilt } from './freshBuild.ts';
import { startDemo } from './demoStudio.ts';

/**
 * `npm run screenshots`: the pictures of docs/screenshots, taken of the sample show in rehearsal, so that
 * what the README shows is what the program looks like today.
 */
const OUT = resolve(import.meta.dirname, '../docs/screenshots');

type Shot = {
  readonly name: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly language?: 'en';
  /** Brings the page into the state to be shown. */
  readonly prepare?: (page: Page) => Promise<void>;
};

const BEFORE_THE_RUN: readonly Shot[] = [
  { name: 'start', path: '/director', width: 1920, height: 1080 },
  { name: 'gate', path: '/gate', width: 1280, height: 800 },
  { name: 'checklist', path: '/checklist', width: 390, height: 844 },
  { name: 'settings', path: '/settings', width: 1280, height: 800 },
];
const DURING_THE_RUN: readonly Shot[] = [
  { name: 'director', path: '/director', width: 1920, height: 1080 },
  { name: 'director-1280', path: '/director', width: 1280, height: 800 },
  { name: 'director-en', path: '/director', width: 1920, height: 1080, language: 'en' },
  { name: 'prompter', path: '/prompter', width: 1920, height: 1080 },
  { name: 'assistant', path: '/assistant', width: 1280, height: 800 },
  { name: 'overlay', path: '/overlay', width: 540, height: 960 },
];

ensureBuilt();
mkdirSync(OUT, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'kaibo-screenshots-'));
const studio = await startDemo(dataDir);
const installed = findBrowser(['chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge']);
if (installed === null) throw new Error('No Chromium, Chrome or Edge is installed');
const browser = await chromium.launch({
  executablePath: installed.path,
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  for (const memberId of ['m-host', 'm-director', 'm-tech', 'm-assistant', 'm-floor'])
    await studio.command('roster.signIn', { memberId }, memberId);
  for (const itemId of ['d1']) await studio.command('checklist.tick', { itemId }, 'm-planner');
  await studio.command('checklist.tick', { itemId: 'd2' }, 'm-floor');
  for (const shot of BEFORE_THE_RUN) await take(shot);

  await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
  for (let segment = 1; segment < 3; segment += 1) {
    await studio.command('segment.next');
    // A take within 300 ms of another is the same press.
    await new Promise((resume) => setTimeout(resume, 350));
  }
  await studio.command('segment.extend', { deltaSec: 60, reason: '演示加时' });
  await studio.command('product.push', { itemId: 'p-01' });
  await studio.command('product.reveal', { itemId: 'p-01' });
  await studio.command('scene.preview', { sceneId: 'sc-split' });
  await studio.command('message.send', { kind: 'wrapUp' });
  for (const shot of DURING_THE_RUN) await take(shot);
} finally {
  await browser.close();
  await studio.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function take({ name, path, width, height, language, prepare }: Shot): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: 'dark',
  });
  // The tour of a first visit is no part of the desk.
  await context.addInitScript("localStorage.setItem('kaibo.director.tour', 'done')");
  const page = await context.newPage();
  await page.goto(`${studio.url}${path}?token=${studio.token}`);
  await page.locator('#root > *').first().waitFor({ state: 'attached' });
  await page.evaluate('document.fonts.ready');
  await prepare?.(page);
  // Pictures and the first second of motion; nothing to wait for by name.
  await page.waitForTimeout(1500);
  const file = join(OUT, `${name}.png`);
  await page.screenshot({ path: file });
  console.log(file);
  await context.close();
}
