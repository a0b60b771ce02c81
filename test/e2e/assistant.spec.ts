import { readFileSync } from 'node:fs';
import { complaintsOf, expect, test, type TestStudio } from './studio.ts';

test.use({ viewport: { width: 1280, height: 800 } });

async function toFaceTowels(studio: TestStudio, speed: number): Promise<void> {
  await studio.command('run.start', { mode: 'rehearsal', speed }, 'm-floor');
  for (const title of ['看点与互动规则', '洗脸巾:湿拉演示']) {
    // A double take within 300 ms is one take.
    await expect
      .poll(
        async () => (await studio.command('segment.next', {}, 'm-floor')).ok && (await segmentTitle(studio)),
      )
      .toBe(title);
  }
}

async function segmentTitle(studio: TestStudio): Promise<string | undefined> {
  const { plan, run } = (await studio.state()).state;
  const id = run?.segments[run.currentIndex]?.segmentId;
  return plan?.segments.find((segment) => segment.id === id)?.title;
}

test('PREP-02 the props of the next segment are called for when 3 minutes of it are left, on the checklist too', async ({
  page,
  studio,
  context,
}) => {
  const complaints = complaintsOf(page);
  await page.goto(studio.link('assistant'));
  const checklist = await context.newPage();
  await checklist.goto(studio.link('checklist'));
  await toFaceTowels(studio, 30);
  const next = page.getByRole('region', { name: '下一段道具' });
  await expect(next).toContainText('洁面乳样品与起泡网');
  // 420 s of segment at 30-fold speed: 8 s until the call.
  await expect(page.getByText('备下一段道具')).toBeHidden();
  await expect(checklist.getByRole('region', { name: '下一段道具' })).toBeHidden();
  await expect(page.getByText('备下一段道具')).toBeVisible({ timeout: 15_000 });
  const { state, studioMs } = await studio.state();
  const clock = state.run?.segmentClock;
  if (clock === undefined) throw new Error('no run');
  const leftSec = (420_000 - (clock.positionMs + clock.velocity * (studioMs - clock.at))) / 1000;
  console.log(`PREP-02: seen with ${leftSec.toFixed(1)} s of show time left, at 30-fold speed`);
  expect(leftSec).toBeLessThanOrEqual(180);
  expect(leftSec).toBeGreaterThan(60);
  const panel = checklist.getByRole('region', { name: '下一段道具' });
  for (const words of ['×2', '洁面乳样品与起泡网', '120g样品+起泡网1个', '完好 · 消耗品', '助播'])
    await expect(panel).toContainText(words);
  expect(complaints).toEqual([]);
});

test('LIVE-04 PLAN-14 now and next stand side by side, with price, basis, cautions, and what viewers see', async ({
  page,
  studio,
}) => {
  await page.goto(studio.link('assistant'));
  await toFaceTowels(studio, 1);
  const now = page.getByRole('region', { name: '现在' });
  const next = page.getByRole('region', { name: '接下来' });
  await expect(now).toContainText('加厚棉柔洗脸巾');
  for (const words of [
    '1 号链接',
    '¥29.90',
    '参考价 ¥39.90 · 本店近30天日常成交价',
    '克重80g/㎡',
    '别漏说:不可冲马桶',
    '库存 800',
    '限购 3',
    '卡片在画面上 · 未揭价',
  ]) {
    await expect(now).toContainText(words);
  }
  // PLAN-14: benefit, difference and use stand on the card; one that lacks any says so.
  for (const words of ['一张湿用后还能擦台面', '同尺寸下克重更高', '洗脸、卸妆后擦拭、旅行'])
    await expect(now).toContainText(words);
  await expect(now).not.toContainText('手卡不全');
  await expect(next).toContainText('氨基酸温和洁面乳');
  await expect(page.getByText('演示后擦干台面')).toBeVisible();
  await expect(page.getByText('有两个经常被问到的问题先说明')).toBeVisible();
  await studio.command('product.reveal', { itemId: itemId(await studio.state(), 1) }, 'm-operator');
  await expect(now).toContainText('卡片在画面上 · 已揭价');
  const [left, right] = [await now.boundingBox(), await next.boundingBox()];
  expect(left?.y).toBe(right?.y);
});

const itemId = ({ state }: Awaited<ReturnType<TestStudio['state']>>, linkNo: number) => {
  const product = state.plan?.products.find((each) => each.linkNo === linkNo);
  if (product === undefined) throw new Error(`no link ${linkNo}`);
  return product.id;
};

test('LIVE-04 one button passes a question on; the director’s message is seen here too', async ({
  page,
  studio,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(studio.link('assistant'));
  await expect(page.getByPlaceholder('开播后可以传问题')).toBeDisabled();
  await page.getByRole('combobox').selectOption('m-assistant');
  await studio.command('run.start', { mode: 'rehearsal', speed: 1 }, 'm-floor');
  await page.getByPlaceholder('观众问了什么').fill('洗脸巾能冲马桶吗?');
  await page.getByRole('button', { name: '传问题' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '洗脸巾能冲马桶吗?' })).toBeVisible();
  await expect(page.getByPlaceholder('观众问了什么')).toHaveValue('');
  expect((await studio.state()).state.run?.questions).toMatchObject([
    { text: '洗脸巾能冲马桶吗?', by: { memberId: 'm-assistant', role: 'assistantHost' } },
  ]);
  // On a phone the list may be out of sight; the word is beside the field.
  await expect(page.getByRole('status').filter({ hasText: /已传给导播 · \d\d:\d\d/u })).toBeInViewport();
  await page.getByPlaceholder('观众问了什么').fill('还有');
  await expect(page.getByText('已传给导播')).toHaveCount(0);
  await studio.command('message.send', { kind: 'wrapUp' }, 'm-floor');
  await expect(page.getByRole('alert')).toContainText('收尾');
});

test('LIVE-04 on a monitor stood on end the type is larger and the talk runs across the page', async ({
  page,
  studio,
}) => {
  await page.setViewportSize({ width: 1080, height: 1920 });
  await page.goto(studio.link('assistant'));
  await toFaceTowels(studio, 1);
  const now = page.getByRole('region', { name: '现在' });
  const points = now.locator('.assistant-points li').first();
  await expect(points).toHaveCSS('font-size', '28px');
  const [left, right] = [await now.boundingBox(), await page.locator('.assistant-talk').boundingBox()];
  expect(right?.width).toBe(1080);
  expect(right?.y).toBeGreaterThanOrEqual((left?.y ?? 0) + (left?.height ?? 0));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1080);
});

test('LIVE-04 the remaining time goes on while the core is away', async ({ page, studio }) => {
  await page.goto(studio.link('assistant'));
  await toFaceTowels(studio, 1);
  await expect(page.getByRole('timer')).toContainText('本段还剩');
  await studio.kill();
  await expect(page.locator('.stale-strip')).toBeVisible();
  const shown = await page.getByRole('timer').innerText();
  await expect(page.getByRole('timer')).not.toHaveText(shown, { timeout: 3000 });
  await expect(page.getByRole('region', { name: '现在' })).toContainText('加厚棉柔洗脸巾');
});

test.describe('without a show', () => {
  test.use({ studioStart: { demo: false } });

  test('LIVE-04 an empty studio says what to do first', async ({ page, studio }) => {
    await page.goto(studio.link('assistant'));
    await expect(page.getByRole('heading', { name: '还没有场次' })).toBeVisible();
  });

  test('LIVE-04 on a phone a long title leaves room for what is on: rehearsal or live', async ({
    page,
    studio,
  }) => {
    const demo = JSON.parse(
      readFileSync(new URL('../../resources/demo/show.json', import.meta.url), 'utf8'),
    ) as { show: { title: string } };
    demo.show.title = '换季护肤与家庭清洁,名字要放得下也要读得完整的一场'.repeat(2);
    await studio.importShow(demo);
    await studio.command('run.start', { mode: 'rehearsal', speed: 1 });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(studio.link('assistant'));
    await expect(page.getByText('彩排', { exact: true })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('heading', { level: 1 })).toHaveAttribute('title', demo.show.title);
  });
});
