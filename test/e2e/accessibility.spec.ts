import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { memberIdSchema, segmentIdSchema } from '#shared/model/ids';
import { STATION_KINDS, type StationKind } from '#shared/model/station';
import { expect, startStudio, test, type StudioStart, type TestStudio } from './studio.ts';

/**
 * What axe finds, on every station in every state it can be in, contrast included. All of its rules are on, the
 * best practices too.
 */

/** Each finding in a line: the rule, what it is about, and where. */
async function findings(page: Page, where: string): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  // Without a card the overlay is an empty, transparent picture inside OBS: there is nothing to head.
  if (where.startsWith('overlay')) axe.disableRules('page-has-heading-one');
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${where}: ${id} (${help}) ${target.join(' ')} ${any[0]?.message ?? ''}`),
  );
}

const ready = async (page: Page, station: StationKind): Promise<void> => {
  await expect(page.locator('#root > *').first()).toBeAttached();
  if (station !== 'overlay' && station !== 'prompter')
    await expect(page.locator('.stale-strip')).toHaveCount(0);
};

async function open(page: Page, studio: TestStudio, station: StationKind): Promise<void> {
  await page.goto(studio.link(station));
  if (station !== 'overlay') await ready(page, station);
  else await page.waitForFunction(() => document.readyState === 'complete');
}

async function withStudio(start: StudioStart, work: (studio: TestStudio) => Promise<void>): Promise<void> {
  const studio = await startStudio(start);
  try {
    await work(studio);
  } finally {
    await studio.stop();
  }
}

/** A rehearsal in which everything that can be on a screen is on it. */
async function fullRehearsal(studio: TestStudio): Promise<void> {
  await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
  await studio.command('segment.skip', {
    segmentId: segmentIdSchema.parse('s06'),
    reason: '时间不够',
  });
  for (const segment of [1, 2]) {
    await studio.command('segment.next', {});
    await expect.poll(async () => (await studio.state()).state.run?.currentIndex).toBe(segment);
    // Two takes within 300 ms are one press that bounced.
    await new Promise((resume) => setTimeout(resume, 350));
  }
  const [item] = (await studio.state()).state.plan?.products ?? [];
  if (item === undefined) throw new Error('the demo show has no products');
  await studio.command('product.push', { itemId: item.id });
  await studio.command('product.reveal', { itemId: item.id });
  await studio.command('message.send', { kind: 'wrapUp' });
  await studio.command('question.pass', { text: '洗脸巾能冲马桶吗?' });
  await studio.command('clip.mark', {});
  await studio.command('issue.log', { area: 'sound', text: '主麦有电流声' });
  await studio.command('segment.extend', { deltaSec: 60 });
}

for (const locale of ['zh-CN', 'en'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });
    test.setTimeout(120_000);

    test(`XC-11 axe finds nothing on any station of an empty studio (${locale})`, async ({ page }) => {
      await withStudio({ demo: false }, async (studio) => {
        const found: string[] = [];
        for (const station of STATION_KINDS) {
          await open(page, studio, station);
          found.push(...(await findings(page, station)));
        }
        expect(found).toEqual([]);
      });
    });

    test(`XC-11 axe finds nothing on any station before a run (${locale})`, async ({ page }) => {
      await withStudio({}, async (studio) => {
        await studio.command('roster.signIn', { memberId: memberIdSchema.parse('m-host') });
        await studio.command('checklist.tick', { itemId: 'd1' }, 'm-planner');
        const found: string[] = [];
        for (const station of STATION_KINDS) {
          await open(page, studio, station);
          found.push(...(await findings(page, station)));
        }
        expect(found).toEqual([]);
      });
    });

    test(`XC-11 axe finds nothing on any station in a rehearsal, nor once the core is gone (${locale})`, async ({
      context,
    }) => {
      const studio = await startStudio();
      const found: string[] = [];
      const pages = new Map<StationKind, Page>();
      try {
        await fullRehearsal(studio);
        for (const station of STATION_KINDS) {
          const page = await context.newPage();
          pages.set(station, page);
          await open(page, studio, station);
          found.push(...(await findings(page, `${station} in a rehearsal`)));
        }
      } finally {
        await studio.kill();
      }
      for (const [station, page] of pages) {
        if (station === 'prompter') await expect(page.getByTestId('link-mark')).toBeVisible();
        else if (station !== 'overlay') await expect(page.locator('.stale-strip')).toBeVisible();
        found.push(...(await findings(page, `${station}, STALE`)));
      }
      expect(found).toEqual([]);
    });

    test(`XC-11 axe finds nothing on the director’s panels (${locale})`, async ({ page }) => {
      await withStudio({}, async (studio) => {
        const found: string[] = [];
        const look = async (where: string): Promise<void> => {
          found.push(...(await findings(page, where)));
        };
        await open(page, studio, 'director');
        await page.keyboard.press('?');
        await expect(page.getByTestId('keys')).toBeVisible();
        await look('keys before a run');
        await page.getByTestId('keys').getByRole('button').first().click();
        await page.locator('.station-menu-button').click();
        await expect(page.locator('.station-menu')).toBeVisible();
        await look('station menu');
        await page.keyboard.press('Escape');
        await page.locator('.popover-button').first().click();
        await expect(page.locator('.who-is-here')).toBeVisible();
        await look('who is here');
        await page.keyboard.press('Escape');
        await fullRehearsal(studio);
        await expect(page.getByTestId('now')).toBeVisible();
        await page.keyboard.press('i');
        await expect(page.getByTestId('issue-form')).toBeVisible();
        await look('issue form');
        await page.keyboard.press('Escape');
        await page.keyboard.press('k');
        await expect(page.getByTestId('skip-form')).toBeVisible();
        await look('skip form');
        await page.keyboard.press('Escape');
        for (const [key, form] of [
          ['t', 'adjust-form'],
          ['e', 'end-form'],
          ['n', 'insert-form'],
        ] as const) {
          await page.keyboard.press(key);
          await expect(page.getByTestId(form)).toBeVisible();
          await look(form);
          await page.keyboard.press('Escape');
          await expect(page.getByTestId(form)).toHaveCount(0);
        }
        await page.locator('.sheet-row').last().click();
        await expect(page.locator('.segment-detail')).toBeVisible();
        await look('segment detail');
        await page.locator('.bottom-bar [data-action="extend"]').focus();
        await expect(page.getByTestId('foreseen')).toBeVisible();
        await look('foreseen');
        await page.keyboard.press('c');
        await expect(page.getByTestId('contingency')).toBeVisible();
        await look('contingency cards');
        await page.keyboard.press('1');
        await expect(page.locator('.contingency-open')).toBeVisible();
        await look('an open contingency card');
        await page.keyboard.press('Escape');
        await expect(page.locator('.contingency-open')).toHaveCount(0);
        await page.keyboard.press('Escape');
        await expect(page.locator('.segment-detail')).toHaveCount(0);
        await page.keyboard.press('Escape');
        await expect(page.getByTestId('panic')).toHaveAttribute('data-armed', 'true');
        await look('panic armed');
        await studio.command('panic.cut', {});
        await expect(page.getByTestId('panic-strip')).toBeVisible();
        await look('panic');
        await studio.command('panic.release', {});
        await studio.command('run.end', {});
        await expect(page.getByTestId('run-summary')).toBeVisible();
        await look('after a rehearsal');
        expect(found).toEqual([]);
      });
    });

    test(`XC-11 axe finds nothing on the sheets of the checklist, the gate, the prompter and the settings (${locale})`, async ({
      page,
    }) => {
      await withStudio({}, async (studio) => {
        const found: string[] = [];
        const look = async (where: string): Promise<void> => {
          found.push(...(await findings(page, where)));
        };
        await page.addInitScript(() => {
          localStorage.setItem('kaibo.member.checklist', 'm-tech');
          localStorage.setItem('kaibo.member.gate', 'm-supervisor');
        });
        await open(page, studio, 'checklist');
        for (const tab of await page.getByRole('tab').all()) {
          await tab.click();
          await look('checklist of the technician');
        }
        await page.getByRole('tab').nth(1).click();
        await page.locator('.checklist-row .lucide-hash').first().click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await page.keyboard.press('9');
        await look('number sheet');
        await open(page, studio, 'gate');
        await page.locator('.gate-override summary').click();
        await look('gate with the override open');
        await open(page, studio, 'prompter');
        await page.mouse.move(400, 300);
        await page.mouse.move(420, 320);
        await expect(page.getByTestId('settings')).toBeVisible();
        await look('prompter settings');
        await open(page, studio, 'settings');
        await page.locator('tr[data-action="take"] button').click();
        await page.keyboard.press('u');
        await expect(page.getByTestId('key-verdict')).toBeVisible();
        await look('settings with a conflict');
        expect(found).toEqual([]);
      });
    });
  });
}
