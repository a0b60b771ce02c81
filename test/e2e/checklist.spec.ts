import type { Locator, Page } from '@playwright/test';
import { PNG } from 'pngjs';
import type { StudioState } from '#shared/run/state';
import { complaintsOf, expect, test, type TestStudio } from './studio.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

type Tick = StudioState['prep']['checklist'][keyof StudioState['prep']['checklist']];
const tickOf = async (studio: TestStudio, itemId: string): Promise<Tick | undefined> =>
  Object.entries((await studio.state()).state.prep.checklist).find(([id]) => id === itemId)?.[1];

const row = (page: Page, itemId: string): Locator => page.locator(`[data-item="${itemId}"]`);
const phase = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name }).click();

async function sitDown(page: Page, studio: TestStudio, name: string): Promise<void> {
  await page.goto(studio.link('checklist'));
  await page.getByRole('button', { name }).click();
  await expect(page.getByText('你是谁?')).toBeHidden();
  await expect(page.locator('.stale-strip')).toBeHidden();
}

/** A picture in the format a phone's gallery might give. */
function photo(): Buffer {
  const png = new PNG({ width: 64, height: 48 });
  png.data.fill(0x7f);
  return PNG.sync.write(png);
}

test('PREP-01 a tick records who and when, and survives the core: it is there for every station afterwards', async ({
  page,
  studio,
}) => {
  const complaints = complaintsOf(page);
  await sitDown(page, studio, '文文 策划');
  await row(page, 'd1').getByRole('button', { name: '勾选' }).click();
  await expect(page.getByText('已完成 1 项')).toBeVisible();
  const before = await tickOf(studio, 'd1');
  expect(before).toMatchObject({ status: 'done', first: { by: { memberId: 'm-planner', role: 'planner' } } });
  expect(Math.abs(Date.now() - Date.parse(before?.first.at ?? ''))).toBeLessThan(60_000);

  studio.crashCore();
  // The next core has the tick, and the phone finds that core by itself.
  await expect.poll(() => tickOf(studio, 'd1').catch(() => 'no core'), { timeout: 15_000 }).toEqual(before);
  await expect
    .poll(async () => (await studio.state()).live.stations.map((station) => station.kind))
    .toEqual(['checklist']);
  await page.reload();
  await page.getByText('已完成 1 项').click();
  await expect(row(page, 'd1')).toContainText(/文文 \d\d:\d\d/u);
  expect(complaints).toEqual([]);
});

test('PREP-01 items of others are locked, with the owner’s name; a tick is taken back with one tap', async ({
  page,
  studio,
}) => {
  await sitDown(page, studio, '小悦 助播');
  await expect(row(page, 'd1').getByRole('button')).toHaveCount(0);
  await expect(row(page, 'd1')).toContainText('策划 文文');
  await phase(page, '前15分钟');
  await row(page, 'f6').getByRole('button', { name: '勾选' }).click();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(row(page, 'f6').getByRole('button', { name: '勾选' })).toBeVisible();
  expect(await tickOf(studio, 'f6')).toBeUndefined();
});

test('PREP-01 a tap on the mark or the words of a row answers it, but signs nothing; the chosen tab stays over a reload', async ({
  page,
  studio,
}) => {
  await sitDown(page, studio, '小吴 运营');
  await row(page, 'd4').locator('.checklist-row-text').tap();
  await expect(row(page, 'd4').getByRole('button', { name: '签字' })).toBeFocused();
  expect(await tickOf(studio, 'd4')).toBeUndefined();
  await page.getByRole('combobox').selectOption('m-assistant');
  await phase(page, '前15分钟');
  await expect(row(page, 'f6').getByRole('button', { name: '勾选' })).toBeVisible();
  await row(page, 'f6').locator('.checklist-mark').tap();
  await expect.poll(() => tickOf(studio, 'f6')).toMatchObject({ status: 'done' });
  await page.getByText(/^已完成 \d 项$/u).click();
  await row(page, 'f6').locator('.checklist-row-text').tap();
  await expect(row(page, 'f6').getByRole('button', { name: '勾选' })).toBeVisible();
  expect(await tickOf(studio, 'f6')).toBeUndefined();
  await page.reload();
  await expect(page.getByRole('tab', { name: '前15分钟' })).toHaveAttribute('aria-selected', 'true');

  await page.getByRole('combobox').selectOption({ label: '凯哥 · 技术' });
  await phase(page, '前60分钟');
  await expect(row(page, 'e5').getByRole('button', { name: '填数' })).toBeVisible();
  await row(page, 'e5').locator('.checklist-row-text').tap();
  await expect(page.getByRole('dialog')).toContainText('不少于 50GB');
  await page.getByRole('dialog').getByText('不少于 50GB').tap();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('PREP-01 the list fits a thumb: rows ≥ 56 px, buttons ≥ 44 px, no sideways scrolling', async ({
  page,
  studio,
}) => {
  await sitDown(page, studio, '小吴 运营');
  for (const name of ['前一天', '前60分钟', '前15分钟', '下播后']) {
    await phase(page, name);
    const sizes = await page.evaluate(() => ({
      rows: [...document.querySelectorAll('.checklist-row')].map(
        (each) => each.getBoundingClientRect().height,
      ),
      buttons: [...document.querySelectorAll('button')].map((each) => each.getBoundingClientRect().height),
      sideways: document.documentElement.scrollWidth > window.innerWidth,
    }));
    expect(Math.min(...sizes.rows)).toBeGreaterThanOrEqual(56);
    expect(Math.min(...sizes.buttons)).toBeGreaterThanOrEqual(44);
    expect(sizes.sideways).toBe(false);
  }
});

test('PREP-01 on a monitor stood on end the list is set larger and takes the whole width', async ({
  page,
  studio,
}) => {
  await page.setViewportSize({ width: 1080, height: 1920 });
  await sitDown(page, studio, '小吴 运营');
  await expect(row(page, 'd1').locator('.checklist-row-text')).toHaveCSS('font-size', '28px');
  expect((await row(page, 'd1').boundingBox())?.width).toBeGreaterThan(1000);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1080);
});

test('XC-06 a number outside its limits fails, in words, before and after it is sent', async ({
  page,
  studio,
}) => {
  await sitDown(page, studio, '凯哥 技术');
  await phase(page, '前60分钟');
  await row(page, 'e5').getByRole('button', { name: '填数' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('不少于 50GB');
  for (const digit of ['3', '8']) await sheet.getByRole('button', { name: digit, exact: true }).click();
  await expect(sheet).toContainText('会记为不合格');
  await sheet.getByRole('button', { name: '照实填,记为不合格' }).click();
  await expect(row(page, 'e5')).toContainText('不合格:38GB,要求不少于 50GB');
  expect(await tickOf(studio, 'e5')).toMatchObject({ status: 'failed', value: 38 });
  expect(
    (await studio.state()).goLiveBlockers.some(
      (blocker) => blocker.kind === 'checklistItem' && blocker.item.id === 'e5',
    ),
  ).toBe(true);

  await row(page, 'e5').getByRole('button', { name: '重填' }).click();
  await page.keyboard.type('120');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^已完成/u)).toBeVisible();
  expect(await tickOf(studio, 'e5')).toMatchObject({ status: 'done', value: 120 });
});

test('XC-06 two signatures are two people: the first signer is refused, the second signs on the same phone', async ({
  page,
  studio,
}) => {
  await sitDown(page, studio, '小吴 运营');
  await row(page, 'd4').getByRole('button', { name: '签字' }).click();
  await expect(row(page, 'd4')).toContainText('等第二人签字');
  expect(
    await studio.command('checklist.tick', { itemId: (await d4(studio)).id }, 'm-operator'),
  ).toMatchObject({ ok: false, error: { code: 'SECOND_SIGNER_MUST_DIFFER' } });

  await row(page, 'd4').getByRole('button', { name: '换人签字' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('button', { name: '小吴' })).toHaveCount(0);
  await sheet.getByRole('button', { name: '敏敏 场控' }).click();
  await sheet.getByRole('button', { name: '我是敏敏,签字' }).click();
  await expect(page.getByText('已完成 1 项')).toBeVisible();
  expect(await tickOf(studio, 'd4')).toMatchObject({
    status: 'done',
    first: { by: { memberId: 'm-operator' } },
    second: { by: { memberId: 'm-floor' } },
  });
  // The phone is the first person's again.
  await expect(page.getByRole('combobox')).toHaveValue('m-operator');
});

const d4 = async (studio: TestStudio) => {
  const item = (await studio.state()).state.plan?.checklists
    .flatMap((list) => list.items)
    .find((each) => each.id === 'd4');
  if (item === undefined) throw new Error('the demo show has no item d4');
  return item;
};

test('XC-06 a photo is the evidence: it is stored, ticked with, and shown as a thumbnail', async ({
  page,
  studio,
}) => {
  const complaints = complaintsOf(page);
  await sitDown(page, studio, '小悦 助播');
  await phase(page, '前15分钟');
  const chooser = page.waitForEvent('filechooser');
  await row(page, 'f2').getByRole('button', { name: '拍照' }).click();
  await (await chooser).setFiles({ name: 'props.png', mimeType: 'image/png', buffer: photo() });
  await page.getByText('已完成', { exact: false }).last().click();
  const thumbnail = row(page, 'f2').getByRole('img', { name: /^照片/u });
  await expect(thumbnail).toBeVisible();
  await expect.poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(64);
  const tick = await tickOf(studio, 'f2');
  expect(tick).toMatchObject({ status: 'done', first: { by: { memberId: 'm-assistant' } } });
  expect(complaints).toEqual([]);
});

test('PREP-03 prizes short of the plan name the interactions they stop, and the gate says so', async ({
  page,
  studio,
}) => {
  await sitDown(page, studio, '小吴 运营');
  await page.locator('[data-prize="z-bag"]').getByRole('button', { name: '清点' }).click();
  await page.keyboard.type('7');
  await expect(page.getByRole('dialog')).toContainText('少于计划');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-prize="z-bag"]')).toContainText('还差 3 份 · 「官方福袋抽奖」不能开');
  await page.locator('.gate-row summary').click();
  await expect(page.locator('.gate-row')).toContainText('奖品「真空收纳袋六件套」还差 3 份');
});

test('PREP-01 the gate, last of all, names everybody and everything that still blocks the show', async ({
  page,
  studio,
}) => {
  await page.goto(studio.link('checklist'));
  const { goLiveBlockers } = await studio.state();
  await expect(page.locator('.gate-row')).toContainText(`还有 ${goLiveBlockers.length} 件事挡着开播`);
  await page.locator('.gate-row summary').click();
  await expect(page.locator('.gate-row li')).toHaveCount(goLiveBlockers.length);
  for (const name of ['晓晓(主播)还没到', '彩排切换台', '价格、库存、限购与后台一致,双人复核(运营)'])
    await expect(page.locator('.gate-row')).toContainText(name);
  const last = await page.evaluate(
    () => document.querySelector('.checklist-body')?.lastElementChild?.lastElementChild?.className,
  );
  expect(last).toContain('gate-row');
});

test.describe('without a show', () => {
  test.use({ studioStart: { demo: false } });

  test('PREP-01 an empty studio says what to do first', async ({ page, studio }) => {
    const complaints = complaintsOf(page);
    await page.goto(studio.link('checklist'));
    await expect(page.getByRole('heading', { name: '还没有场次' })).toBeVisible();
    expect(complaints).toEqual([]);
  });
});
