import type { Page } from '@playwright/test';
import { complaintsOf, expect, test, type TestStudio } from './studio.ts';

const now = (page: Page) => page.getByTestId('now');
const keyRow = (page: Page, action: string) => page.locator(`tr[data-action="${action}"]`);
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

async function openRehearsal(page: Page, studio: TestStudio): Promise<void> {
  await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
  await page.goto(studio.link('director'));
  await expect(now(page)).toHaveAttribute('data-segment', 's01');
}

test.describe('settings', () => {
  let complaints: readonly string[];
  test.beforeEach(({ page }) => {
    complaints = complaintsOf(page);
  });
  test.afterEach(() => {
    expect(complaints).toEqual([]);
  });

  test('XC-11 a key of the director is changed, an open desk follows at once, and its tooltips say so', async ({
    page,
    studio,
    context,
  }) => {
    await openRehearsal(page, studio);
    const settings = await context.newPage();
    await settings.goto(studio.link('settings'));
    await keyRow(settings, 'take').getByRole('button').click();
    await settings.keyboard.press('j');
    await expect(keyRow(settings, 'take').locator('kbd')).toHaveText(['J']);
    await page.bringToFront();
    await expect(page.getByTestId('take')).toHaveAttribute('title', /\(J\)/u);
    await expect(page.locator('.hint-line')).toContainText('J 下一段');
    await page.keyboard.press('Space');
    await page.keyboard.press('j');
    await expect(now(page)).toHaveAttribute('data-segment', 's02');
    await page.reload();
    await page.keyboard.press('?');
    await expect(page.getByTestId('keys').getByText('播下一段').locator('..')).toContainText('J');

    await settings.bringToFront();
    await keyRow(settings, 'take').getByRole('button', { name: '恢复默认' }).click();
    await expect(keyRow(settings, 'take').locator('kbd')).toHaveText(['空格']);
    await expect(settings.getByRole('button', { name: '全部恢复默认' })).toBeDisabled();
  });

  test('XC-11 a key that is taken is refused in words, and two actions can exchange theirs', async ({
    page,
    studio,
  }) => {
    await page.goto(studio.link('settings'));
    const verdict = page.getByTestId('key-verdict');
    await keyRow(page, 'take').getByRole('button').click();
    for (const [key, words] of [
      ['u', 'U 已用于「撤销切段」'],
      ['Enter', '不能占用'],
      ['F5', '不能占用'],
      ['4', '留给切画面'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(verdict).toContainText(words);
      await expect(keyRow(page, 'take').locator('kbd')).toHaveText(['空格']);
    }
    // Esc gives up and leaves the keys as they were.
    await page.keyboard.press('Escape');
    await expect(verdict).toHaveCount(0);
    await keyRow(page, 'take').getByRole('button').press('Enter');
    await page.keyboard.press('u');
    await verdict.getByRole('button', { name: '对调' }).click();
    await expect(keyRow(page, 'take').locator('kbd')).toHaveText(['U']);
    await expect(keyRow(page, 'undo').locator('kbd')).toHaveText(['空格']);
    await page.reload();
    await expect(keyRow(page, 'take').locator('kbd')).toHaveText(['U']);
    await page.getByRole('button', { name: '全部恢复默认' }).click();
    await expect(keyRow(page, 'take').locator('kbd')).toHaveText(['空格']);
    await expect(keyRow(page, 'undo').locator('kbd')).toHaveText(['U']);
  });

  test('XC-11 a language chosen here is that of every open station of the device, and stays', async ({
    page,
    studio,
    context,
  }) => {
    const director = await context.newPage();
    await director.goto(studio.link('director'));
    await expect(director.getByTestId('start-rehearsal')).toHaveText('开始彩排');
    await page.goto(studio.link('settings'));
    await page.getByRole('radio', { name: '繁體中文' }).click();
    await expect(page.getByRole('heading', { name: '語言' })).toBeVisible();
    await expect(director.getByTestId('start-rehearsal')).toHaveText('開始彩排');
    expect(await director.evaluate(() => document.documentElement.lang)).toBe('zh-TW');
    await expect(director).toHaveTitle('導播台');
    await director.reload();
    await expect(director.getByRole('button', { name: '工作站', exact: true })).toBeVisible();
    await page.getByRole('radio', { name: '跟隨系統' }).click();
    await expect(page.getByRole('heading', { name: '语言' })).toBeVisible();
    await expect(director.getByTestId('start-rehearsal')).toHaveText('开始彩排');
  });

  for (const [locale, word] of [
    ['zh-TW', '設定'],
    ['zh-HK', '設定'],
    ['zh-CN', '设置'],
    ['en-GB', 'Settings'],
  ] as const)
    test(`XC-11 a system in ${locale} is spoken to in its language`, async ({ browser, studio }) => {
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      await page.goto(studio.link('settings'));
      await expect(page).toHaveTitle(word);
      await context.close();
    });

  test('XC-11 who sits at a station of this device is chosen here; the open station follows', async ({
    page,
    studio,
    context,
  }) => {
    const director = await context.newPage();
    await director.goto(studio.link('director'));
    await page.goto(studio.link('settings'));
    await page.getByRole('combobox', { name: '导播台' }).selectOption('m-director');
    await expect(director.locator('.member-menu select')).toHaveValue('m-director');
    await expect
      .poll(
        async () => (await studio.state()).live.stations.find((each) => each.kind === 'director')?.memberId,
      )
      .toBe('m-director');
  });

  for (const size of SIZES)
    test(`XC-11 the settings fit ${size.width}×${size.height} in every language`, async ({
      page,
      studio,
    }) => {
      await page.setViewportSize(size);
      await page.goto(studio.link('settings'));
      for (const language of ['简体中文', '繁體中文', 'English']) {
        await page.getByRole('radio', { name: language }).click();
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        ).toBeLessThanOrEqual(0);
      }
    });
});

test.describe('the first-run tour', () => {
  for (const size of SIZES)
    test(`XC-11 it shows five places, covers neither TAKE nor PANIC, and is not shown again (${size.width}×${size.height})`, async ({
      page,
      studio,
    }) => {
      await page.setViewportSize(size);
      await page.goto(studio.link('director'));
      const tour = page.getByTestId('tour');
      await expect(tour).toHaveAttribute('data-step', 'start');
      await page.getByTestId('start-rehearsal').click();
      await expect(tour).toHaveAttribute('data-step', 'runSheet');
      const steps: string[] = [];
      for (;;) {
        steps.push((await tour.getAttribute('data-step')) ?? '');
        await expect(page.locator('[data-tour="here"]')).toBeInViewport();
        for (const control of ['take', 'panic']) {
          // What a finger would hit in the middle of it is the button itself.
          const isFree = await page.getByTestId(control).evaluate((button) => {
            const { x, y, width, height } = button.getBoundingClientRect();
            return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
          });
          expect(isFree, `${control} at ${steps.at(-1)}`).toBe(true);
        }
        if (steps.length === 5) break;
        await tour.getByRole('button', { name: '下一处' }).click();
        await expect(tour).not.toHaveAttribute('data-step', steps.at(-1) ?? '');
      }
      expect(steps).toEqual(['runSheet', 'take', 'scenes', 'prompter', 'panic']);
      await tour.getByRole('button', { name: '看完了' }).click();
      await expect(tour).toHaveCount(0);
      await page.reload();
      await expect(now(page)).toBeVisible();
      await expect(tour).toHaveCount(0);
      await page.keyboard.press('?');
      await page.getByRole('button', { name: '再看一遍导览' }).click();
      await expect(tour).toHaveAttribute('data-step', 'runSheet');
    });

  test('XC-11 Esc leaves it for good, and nothing is cut', async ({ page, studio }) => {
    await openRehearsal(page, studio);
    await expect(page.getByTestId('tour')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('tour')).toHaveCount(0);
    await page.reload();
    await expect(now(page)).toBeVisible();
    await expect(page.getByTestId('tour')).toHaveCount(0);
    expect((await studio.state()).state.output.panic).toBeNull();
  });

  test('XC-11 it is never shown in a live show, not even on asking', async ({ page, studio }) => {
    await studio.command('golive.override', { reason: '演练' }, 'm-supervisor');
    await studio.command('run.start', { mode: 'live' });
    await page.goto(studio.link('director'));
    await expect(page.locator('.state-badge')).toHaveAttribute('data-state', 'live');
    await expect(page.getByTestId('tour')).toHaveCount(0);
    await page.keyboard.press('?');
    await expect(page.getByTestId('keys')).toBeVisible();
    await expect(page.getByRole('button', { name: '再看一遍导览' })).toHaveCount(0);
  });

  test.describe('in an empty studio', () => {
    test.use({ studioStart: { demo: false } });
    test('PREP-10 the demo show is offered first, and the tour comes once it is open', async ({
      page,
      studio,
    }) => {
      await page.goto(studio.link('director'));
      await expect(page.getByTestId('open-demo')).toBeVisible();
      await expect(page.getByTestId('tour')).toHaveCount(0);
      await page.getByTestId('open-demo').click();
      await expect(page.getByTestId('start-rehearsal')).toBeVisible();
      await expect(page.getByTestId('tour')).toHaveAttribute('data-step', 'start');
      expect((await studio.state()).state.plan?.segments.length).toBeGreaterThan(10);
    });
  });
});
