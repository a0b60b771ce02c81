import type { Page } from '@playwright/test';
import { complaintsOf, expect, test, type TestStudio } from './studio.ts';

const now = (page: Page) => page.getByTestId('now');
const row = (page: Page, segmentId: string) => page.locator(`.sheet-row[data-segment="${segmentId}"]`);
const expected = (page: Page, segmentId: string) => row(page, segmentId).locator('time').nth(1);
const action = (page: Page, name: string) => page.locator(`.bottom-bar [data-action="${name}"]`);
const deviation = (page: Page) => page.getByTestId('deviation');
const runOf = async (studio: TestStudio) => {
  const { run } = (await studio.state()).state;
  if (run === null) throw new Error('no run');
  return run;
};
const order = async (studio: TestStudio) => (await runOf(studio)).segments.map((each) => each.segmentId);

test.describe('rundown', () => {
  let complaints: readonly string[];
  test.beforeEach(async ({ page, studio }) => {
    complaints = complaintsOf(page);
    await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
    await page.goto(studio.link('director'));
    await expect(now(page)).toHaveAttribute('data-segment', 's01');
  });
  test.afterEach(() => {
    expect(complaints).toEqual([]);
  });

  test('LIVE-10 a held key shows the new times, letting it go does it, Esc calls it off', async ({
    page,
    studio,
  }) => {
    await page.keyboard.down(']');
    await expect(expected(page, 's02')).toHaveClass(/foreseen/u);
    await expect(page.getByTestId('foreseen')).toContainText('+00:30');
    expect((await runOf(studio)).segments[0]?.adjustMs).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.up(']');
    await expect(expected(page, 's02')).not.toHaveClass(/foreseen/u);
    await page.keyboard.down(']');
    await expect(expected(page, 's02')).toHaveClass(/foreseen/u);
    await page.keyboard.up(']');
    await expect(deviation(page)).toHaveText('+00:30');
    // A tap is enough, and the one that was called off is not made up for.
    await page.keyboard.press('[');
    await expect(deviation(page)).toHaveText('±00:00');
    expect((await runOf(studio)).segments[0]?.adjustMs).toBe(0);
  });

  test('LIVE-10 another length with a reason: its knock-on first, then the log', async ({ page, studio }) => {
    await page.keyboard.press('t');
    const form = page.getByTestId('adjust-form');
    await form.getByRole('textbox', { name: '±秒数' }).fill('75');
    await expect(page.getByTestId('foreseen')).toContainText('+01:15');
    await form.getByRole('radio', { name: '热度高' }).click();
    await form.getByRole('button', { name: '确认' }).click();
    await expect(form).toHaveCount(0);
    await expect(deviation(page)).toHaveText('+01:15');
    expect((await runOf(studio)).segments[0]).toMatchObject({ adjustMs: 75_000, reason: '热度高' });
  });

  test('LIVE-10 a segment is ended early with a reason of one press', async ({ page, studio }) => {
    await action(page, 'adjust').click();
    await page.getByRole('button', { name: '提前结束本段' }).click();
    await page.getByTestId('end-form').getByRole('button', { name: '讲完了' }).click();
    await expect(now(page)).toHaveAttribute('data-segment', 's02');
    expect((await runOf(studio)).segments[0]).toMatchObject({ status: 'done', reason: '讲完了' });
  });

  test('LIVE-10 the last segment is ended with a reason, and says that the run goes with it', async ({
    page,
    studio,
  }) => {
    for (const { segmentId } of (await runOf(studio)).segments.slice(1))
      await studio.command('segment.skip', { segmentId, reason: '时间不够' });
    await expect(page.locator('.end-run.take-button')).toBeVisible();
    await page.keyboard.press('e');
    await expect(page.getByTestId('end-form')).toContainText('彩排会结束');
    await page.getByTestId('end-form').getByRole('button', { name: '讲完了' }).click();
    await expect(page.getByTestId('run-summary')).toBeVisible();
    const { phase, segments } = await runOf(studio);
    expect([phase, segments[0]?.reason]).toEqual(['ended', '讲完了']);
  });

  test('LIVE-11 a waiting segment is moved by keyboard: seen first, and the focus goes with it', async ({
    page,
    studio,
  }) => {
    const before = await order(studio);
    await row(page, 's03').focus();
    const was = await expected(page, 's03').innerText();
    await page.keyboard.down('Alt');
    await page.keyboard.down('ArrowUp');
    await expect(expected(page, 's03')).toHaveClass(/foreseen/u);
    await expect(expected(page, 's02')).toHaveClass(/foreseen/u);
    expect(await order(studio)).toEqual(before);
    await page.keyboard.up('ArrowUp');
    await page.keyboard.up('Alt');
    await expect.poll(() => order(studio)).toEqual(['s01', 's03', 's02', ...before.slice(3)]);
    await expect(expected(page, 's03')).not.toHaveText(was);
    await expect(row(page, 's03')).toBeFocused();
    await expect(deviation(page)).toHaveText('±00:00');
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => order(studio)).toEqual(before);
  });

  test('LIVE-11 a later segment is made the next one, and TAKE says so', async ({ page, studio }) => {
    await row(page, 's04').click();
    await page.getByRole('button', { name: '提到下一段' }).hover();
    await expect(expected(page, 's04')).toHaveClass(/foreseen/u);
    await page.getByRole('button', { name: '提到下一段' }).click();
    const title = (await studio.state()).state.plan?.segments[3]?.title ?? '';
    await expect(page.getByTestId('take')).toContainText(title);
    await page.keyboard.press('Space');
    await expect(now(page)).toHaveAttribute('data-segment', 's04');
    await expect(now(page)).toContainText(title);
  });

  test('LIVE-11 a bridge is inserted after the current segment', async ({ page, studio }) => {
    await page.keyboard.press('n');
    const form = page.getByTestId('insert-form');
    await expect(page.getByTestId('foreseen')).toContainText('+01:00');
    await form.getByRole('textbox').fill('补妆');
    await form.getByRole('radio', { name: '0:30' }).click();
    await form.getByRole('button', { name: '加插' }).click();
    await expect(deviation(page)).toHaveText('+00:30');
    await expect(page.getByTestId('take')).toContainText('补妆');
    await page.keyboard.press('Space');
    await expect(now(page)).toContainText('补妆');
    expect((await studio.state()).state.plan?.segments).toHaveLength(14);
  });

  test('LIVE-11 return to product: from the run sheet and from the product cards', async ({
    page,
    studio,
  }) => {
    const plan = (await studio.state()).state.plan;
    const withGoods = plan?.segments.find((each) => each.productIds.length > 0);
    const after = plan?.segments[plan.segments.findIndex((each) => each === withGoods) + 1];
    if (withGoods === undefined || after === undefined) throw new Error('the demo lacks it');
    while ((await runOf(studio)).segments[(await runOf(studio)).currentIndex]?.segmentId !== after.id) {
      const { segments, currentIndex } = await runOf(studio);
      const from = segments[currentIndex]?.segmentId;
      if (from === undefined) throw new Error('no segment');
      await studio.command('segment.end', { from, reason: '讲完了' });
    }
    await expect(now(page)).toHaveAttribute('data-segment', after.id);
    await page.getByTestId('earlier-products').locator('summary').click();
    await page.getByTestId('earlier-products').getByRole('button').first().click();
    await expect(deviation(page)).toContainText(/\d/u);
    const product = plan?.products.find((each) => withGoods.productIds.includes(each.id));
    await expect(page.getByTestId('take')).toContainText(product?.name ?? '–');
    await row(page, withGoods.id).click();
    await page.getByTestId('again').getByRole('button', { name: '整段返场' }).click();
    await expect(page.getByTestId('take')).toContainText(withGoods.title);
    await page.keyboard.press('Space');
    await expect(now(page)).toContainText(withGoods.title);
    const { segments, currentIndex } = await runOf(studio);
    expect(segments[currentIndex]?.inserted).toEqual({ kind: 'repeat', segmentId: withGoods.id });
    expect((await studio.state()).state.plan).toEqual(plan);
  });
});
