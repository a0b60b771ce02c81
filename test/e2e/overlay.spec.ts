import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { itemIdSchema } from '#shared/model/ids';
import { complaintsOf, expect, test, type TestStudio } from './studio.ts';

const TOWELS = itemIdSchema.parse('p-01');
const CREAM = itemIdSchema.parse('p-05');

async function openOverlay(page: Page, studio: TestStudio): Promise<void> {
  // The link for OBS: its token may look, and nothing else.
  await page.goto((await studio.state()).live.overlayUrl);
  await expect
    .poll(async () => (await studio.state()).live.stations.some((station) => station.kind === 'overlay'))
    .toBe(true);
}
const start = (studio: TestStudio) => studio.command('run.start', { mode: 'rehearsal', speed: 1 }, 'm-floor');

/** Pixels of the page that are not fully transparent, and how many of them lie in the lower third. */
async function drawn(page: Page): Promise<{ readonly all: number; readonly lowerThird: number }> {
  const { width, height, data } = PNG.sync.read(await page.screenshot({ omitBackground: true }));
  let all = 0;
  let lowerThird = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[(y * width + x) * 4 + 3] === 0) continue;
      all += 1;
      if (y >= (height * 2) / 3) lowerThird += 1;
    }
  }
  return { all, lowerThird };
}

const settled = (page: Page) =>
  expect
    .poll(() =>
      page.evaluate(() => document.getAnimations().filter((each) => each.playState === 'running').length),
    )
    .toBe(0);

test('LIVE-13 PLAN-19 the card comes without its price, shows it when it is revealed, and goes', async ({
  page,
  studio,
}) => {
  const complaints = complaintsOf(page);
  await openOverlay(page, studio);
  expect(await drawn(page)).toEqual({ all: 0, lowerThird: 0 });
  await start(studio);
  await studio.command('product.push', { itemId: TOWELS }, 'm-operator');
  const card = page.locator('.overlay-card');
  await expect(card).toContainText('加厚棉柔洗脸巾');
  await expect(card).toContainText('价格稍后公布');
  await expect(card).not.toContainText(/29\.9|39\.9|成交价/u);
  await settled(page);
  const before = await card.boundingBox();
  await studio.command('product.reveal', { itemId: TOWELS }, 'm-operator');
  await expect(page.locator('.overlay-price')).toHaveText('¥29.90');
  await expect(card).toContainText('参考价 ¥39.90 · 本店近30天日常成交价');
  // Revealing the price moves nothing.
  const after = await card.boundingBox();
  for (const side of ['x', 'y', 'width', 'height'] as const)
    expect(Math.abs((after?.[side] ?? 0) - (before?.[side] ?? 9e9))).toBeLessThan(0.5);
  await studio.command('product.retract', {}, 'm-operator');
  await expect(card).toHaveCount(0);
  expect(await drawn(page)).toEqual({ all: 0, lowerThird: 0 });
  expect(complaints).toEqual([]);
});

test('PLAN-19 the price cue of the plan reveals it, not the card cue', async ({ page, studio }) => {
  await openOverlay(page, studio);
  await studio.command('run.start', { mode: 'rehearsal', speed: 60 }, 'm-floor');
  await expect
    .poll(
      async () =>
        (await studio.command('segment.next', {}, 'm-floor')).ok &&
        (await studio.state()).state.run?.currentIndex,
    )
    .toBe(2);
  await expect(page.locator('.overlay-pending')).toBeVisible();
  // 260 s into the segment at 60-fold speed.
  await expect(page.locator('.overlay-price')).toHaveText('¥29.90', { timeout: 15_000 });
});

test('LIVE-13 the card has the price of the segment it is shown in', async ({ page, studio }) => {
  await openOverlay(page, studio);
  await start(studio);
  await studio.command('product.push', { itemId: CREAM }, 'm-operator');
  await studio.command('product.reveal', { itemId: CREAM }, 'm-operator');
  await expect(page.locator('.overlay-price')).toHaveText('¥39');
});

for (const viewport of [
  { width: 1080, height: 1920 },
  { width: 1920, height: 1080 },
]) {
  test.describe(`${viewport.width}×${viewport.height}`, () => {
    test.use({ viewport });

    test(`LIVE-13 is readable at arm’s length and leaves the lower third alone at ${viewport.width}×${viewport.height}`, async ({
      page,
      studio,
    }) => {
      const { plan } = (await studio.state()).state;
      if (plan === null) throw new Error('no show');
      const longName =
        '加厚棉柔一次性洗脸巾居家旅行通用珍珠纹干湿两用母婴可用大包装超值组合六包装每包八十抽共四百八十抽实惠装';
      expect(Array.from(longName)).toHaveLength(51);
      await studio.importShow({
        ...plan,
        products: plan.products.map((each) => (each.id === TOWELS ? { ...each, name: longName } : each)),
      });
      await openOverlay(page, studio);
      await start(studio);
      await studio.command('product.push', { itemId: TOWELS }, 'm-operator');
      await studio.command('product.reveal', { itemId: TOWELS }, 'm-operator');
      await expect(page.locator('.overlay-price')).toBeVisible();
      await settled(page);
      const sizes = await page.evaluate(() => {
        const px = (selector: string): number =>
          Number.parseFloat(getComputedStyle(document.querySelector(selector) ?? document.body).fontSize);
        const name = document.querySelector('.overlay-name');
        const text = name?.firstChild;
        const lines = new Map<number, number>();
        if (text !== null && text !== undefined) {
          for (let index = 0; index < (text.textContent ?? '').length; index += 1) {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + 1);
            const top = Math.round(range.getBoundingClientRect().top);
            lines.set(top, (lines.get(top) ?? 0) + 1);
          }
        }
        const box = document.querySelector('.overlay-card')?.getBoundingClientRect();
        return {
          name: px('.overlay-name'),
          price: px('.overlay-price'),
          reference: px('.overlay-reference'),
          lines: [...lines.values()],
          left: box?.left ?? 0,
          right: box?.right ?? 0,
          bottom: box?.bottom ?? 0,
        };
      });
      console.log(
        `LIVE-13 ${viewport.width}×${viewport.height}: name ${sizes.name.toFixed(1)} px, price ${sizes.price.toFixed(1)} px, reference ${sizes.reference.toFixed(1)} px, 字 per line ${sizes.lines.join('/')}, card ends at ${((sizes.bottom / viewport.height) * 100).toFixed(1)} % of the height`,
      );
      expect(sizes.price).toBeGreaterThanOrEqual(64);
      expect(sizes.name).toBeGreaterThanOrEqual(40);
      expect(Math.max(...sizes.lines)).toBeLessThanOrEqual(14);
      expect(sizes.left).toBeGreaterThanOrEqual(40);
      expect(viewport.width - sizes.right).toBeGreaterThanOrEqual(40);
      const pixels = await drawn(page);
      expect(pixels.all).toBeGreaterThan(10_000);
      expect(pixels.lowerThird).toBe(0);
    });
  });
}

test('LIVE-13 after a reload the card is as it was; while the core is away it stays and says nothing', async ({
  page,
  studio,
}) => {
  await openOverlay(page, studio);
  await start(studio);
  await studio.command('product.push', { itemId: TOWELS }, 'm-operator');
  await studio.command('product.reveal', { itemId: TOWELS }, 'm-operator');
  await expect(page.locator('.overlay-price')).toHaveText('¥29.90');
  await page.reload();
  await expect(page.locator('.overlay-price')).toHaveText('¥29.90');
  await settled(page);
  const before = await page.screenshot({ omitBackground: true });
  await studio.kill();
  // Longer than it takes a station to know that it is stale.
  await page.waitForTimeout(3500);
  expect(await page.locator('#root').innerText()).toBe(await page.locator('.overlay-card').innerText());
  expect((await page.screenshot({ omitBackground: true })).equals(before)).toBe(true);
});

test('LIVE-13 the overlay’s token may look and not touch', async ({ studio }) => {
  const token = new URL((await studio.state()).live.overlayUrl).searchParams.get('token') ?? '';
  const reply = await fetch(`${studio.url}/api/v1/commands`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: crypto.randomUUID(), type: 'product.retract', payload: {} }),
  });
  expect(await reply.json()).toMatchObject({ ok: false });
});

test.describe('reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('LIVE-13 nothing moves for those who asked for it', async ({ page, studio }) => {
    await openOverlay(page, studio);
    await start(studio);
    await studio.command('product.push', { itemId: TOWELS }, 'm-operator');
    await expect(page.locator('.overlay-card')).toBeVisible();
    expect(
      await page.locator('.overlay-card').evaluate((card) => getComputedStyle(card).animationDuration),
    ).toMatch(/^0m?s$/u);
  });
});
