import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { segmentIdSchema } from '#shared/model/ids';
import { showPlanSchema, type ShowPlan } from '#shared/model/showPlan';
import { complaintsOf, expect, test, type TestStudio } from './studio.ts';

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;
/** Or a place in a sentence that nobody filled. */
const HAS_LATIN_WORD = /[A-Za-z]{2,}|[{}]/gu;
/** Names and figures of the demo show and of OBS that are Latin in Chinese too. */
const LATIN_NAMES = /OBS|CAM\d|Ctrl|Alt|Shift|Esc|Tab|GB|dB|English/gu;

const demoPlan = (): ShowPlan =>
  showPlanSchema.parse(
    JSON.parse(readFileSync(new URL('../../resources/demo/show.json', import.meta.url), 'utf8')),
  );

async function openDesk(page: Page, studio: TestStudio): Promise<void> {
  // Somebody who knows the desk: the tour is over.
  await page.addInitScript(() => localStorage.setItem('kaibo.director.tour', 'done'));
  await page.goto(studio.link('director'));
  await expect(page.getByTestId('panic')).toBeVisible();
}

/** A rehearsal in real time, advanced by hand, so that nothing moves but what the test moves. */
async function openRehearsal(page: Page, studio: TestStudio): Promise<void> {
  await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
  await openDesk(page, studio);
  await expect(now(page)).toHaveAttribute('data-segment', 's01');
}

const now = (page: Page) => page.getByTestId('now');
const row = (page: Page, segmentId: string) => page.locator(`.sheet-row[data-segment="${segmentId}"]`);
const action = (page: Page, name: string) => page.locator(`.bottom-bar [data-action="${name}"]`);
const run = async (studio: TestStudio) => (await studio.state()).state.run;
const overflowPx = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const secondsOf = (clock: string): number =>
  clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

test.describe('director', () => {
  let complaints: readonly string[];
  test.beforeEach(({ page }) => {
    complaints = complaintsOf(page);
  });
  test.afterEach(() => {
    expect(complaints).toEqual([]);
  });

  test.describe('before a run', () => {
    test.use({ studioStart: { speed: 20 } });
    test('PREP-10 two presses from an opened page to a running rehearsal at ten times the speed', async ({
      page,
      studio,
    }) => {
      await openDesk(page, studio);
      await page.getByRole('radio', { name: '10×' }).click();
      await page.getByTestId('start-rehearsal').click();
      await expect(page.locator('.state-badge')).toHaveText(/彩排/u);
      await expect(now(page)).toBeVisible();
      expect(await run(studio)).toMatchObject({ phase: 'on', mode: 'rehearsal', speed: 10, advance: 'auto' });
    });

    test('LIVE-01 going live is closed while the gate has blockers, and says how many', async ({
      page,
      studio,
    }) => {
      await openDesk(page, studio);
      const { goLiveBlockers } = await studio.state();
      expect(goLiveBlockers.length).toBeGreaterThan(0);
      await expect(page.getByTestId('go-live')).toBeDisabled();
      await expect(page.locator('.start-gate')).toContainText(String(goLiveBlockers.length));
      await studio.command('golive.override', { reason: '演练' }, 'm-supervisor');
      await expect(page.getByTestId('go-live')).toBeEnabled();
      // A bounce is no second press; the second press is a person’s. A button that has only just appeared takes
      // none at all, which is why this may have to be tried again.
      await expect(async () => {
        await page.getByTestId('go-live').dblclick();
        await expect(page.getByTestId('go-live')).toHaveText('再按一次开播', { timeout: 500 });
      }).toPass();
      expect((await studio.state()).state.run).toBeNull();
      await page.waitForTimeout(400);
      await page.getByTestId('go-live').click();
      await expect(page.locator('.state-badge')).toHaveAttribute('data-state', 'live');
    });
  });

  test('LIVE-01 take says what it will do, does it, and can be undone', async ({ page, studio }) => {
    await openRehearsal(page, studio);
    const title = (await studio.state()).state.plan?.segments[1]?.title ?? '';
    await expect(page.getByTestId('take')).toContainText(title);
    await page.getByTestId('take').click();
    await expect(now(page)).toHaveAttribute('data-segment', 's02');
    await expect(row(page, 's01')).toHaveClass(/sheet-row-done/u);
    await action(page, 'undo').click();
    await expect(now(page)).toHaveAttribute('data-segment', 's01');
    await expect(action(page, 'undo')).toBeDisabled();
  });

  test('LIVE-03 LIVE-10 the forecast shows what +30 s brings before it is pressed, and then brings it', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    const expected = row(page, 's02').locator('time').nth(1);
    const before = secondsOf(await expected.innerText());
    await action(page, 'extend').hover();
    await expect(expected).toHaveClass(/foreseen/u);
    expect(secondsOf(await expected.innerText()) - before).toBe(30);
    await expect(page.getByTestId('foreseen')).toContainText('+00:30');
    expect((await run(studio))?.segments[0]?.adjustMs).toBe(0);
    await action(page, 'extend').click();
    await expect(page.getByTestId('deviation')).toHaveText('+00:30');
    await page.mouse.move(900, 500);
    await expect(expected).not.toHaveClass(/foreseen/u);
    expect(secondsOf(await expected.innerText()) - before).toBe(30);
    expect((await run(studio))?.segments[0]?.planned.durationMs).toBe(240_000);
  });

  test('LIVE-10 a limit is told in words before and after the press', async ({ page, studio }) => {
    await openRehearsal(page, studio);
    for (let presses = 0; presses < 3; presses += 1) await studio.command('segment.extend', { deltaSec: 30 });
    await expect(page.getByTestId('deviation')).toHaveText('+01:30');
    // What is left is offered; only then there is a limit to tell.
    await expect(action(page, 'extend')).toHaveText('加 6 秒');
    await action(page, 'extend').click();
    await expect(page.getByTestId('deviation')).toHaveText('+01:36');
    await expect(page.getByTestId('foreseen-refusal')).toBeVisible();
    await action(page, 'extend').click();
    await expect(page.getByTestId('refusal')).toBeVisible();
    expect(await page.getByTestId('refusal').innerText()).not.toMatch(/SEGMENT_LIMIT/u);
    expect((await run(studio))?.segments[0]?.adjustMs).toBe(96_000);
  });

  test('LIVE-11 a later segment is skipped with a reason and restored; the current one goes on', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    await row(page, 's05').click();
    await page.getByRole('button', { name: '跳过这一段' }).click();
    await expect(row(page, 's05')).toHaveAttribute('data-foreseen-skip', 'true');
    await page.getByRole('button', { name: '时间不够' }).click();
    await expect(row(page, 's05')).toContainText('已跳过');
    await expect(page.getByTestId('deviation')).toHaveText('−06:00');
    expect((await run(studio))?.segments[4]).toMatchObject({ status: 'skipped', reason: '时间不够' });
    await expect(now(page)).toHaveAttribute('data-segment', 's01');
    await page.getByRole('button', { name: '恢复这一段' }).click();
    await expect(page.getByTestId('deviation')).toHaveText('±00:00');
  });

  test('LIVE-10 clock times that the forecast broke are flagged with the words of the script', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    await expect(page.getByTestId('stale-time')).toHaveCount(0);
    await studio.command('segment.skip', { segmentId: segmentIdSchema.parse('s04'), reason: '时间不够' });
    const flag = page.getByTestId('stale-time').first();
    await expect(flag).toBeVisible();
    await expect(flag).toHaveAttribute('title', /稿里说「.+」/u);
  });

  test('LIVE-01 one press previews a scene, two put it on program, both with a word beside the colour', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    const scene = (id: string) => page.locator(`.scene-button[data-scene="${id}"]`);
    await scene('sc-duo').click();
    await expect(scene('sc-duo')).toHaveAttribute('data-tally', 'preview');
    await expect(scene('sc-duo')).toContainText('预览');
    await expect(page.getByTestId('preview')).toHaveAttribute('data-scene', 'sc-duo');
    await scene('sc-top').dblclick();
    await expect(scene('sc-top')).toHaveAttribute('data-tally', 'program');
    await expect(scene('sc-top')).toContainText('节目');
    await expect(page.getByTestId('program')).toHaveAttribute('data-scene', 'sc-top');
    expect((await studio.state()).state.output.program?.sceneId).toBe('sc-top');
  });

  test('LIVE-01 the whole desk by keyboard, and none of it while typing', async ({ page, studio }) => {
    await openRehearsal(page, studio);
    await page.keyboard.press('Space');
    await expect(now(page)).toHaveAttribute('data-segment', 's02');
    await page.keyboard.press('u');
    await expect(now(page)).toHaveAttribute('data-segment', 's01');
    await page.keyboard.press(']');
    await expect(page.getByTestId('deviation')).toHaveText('+00:30');
    await page.keyboard.press('[');
    await expect(page.getByTestId('deviation')).toHaveText('±00:00');
    await page.keyboard.press('Shift+Space');
    await expect(now(page)).toContainText('已暂停');
    await page.keyboard.press('Shift+Space');
    await expect(now(page)).not.toContainText('已暂停');
    await page.keyboard.press('2');
    await expect(page.getByTestId('preview')).toHaveAttribute('data-scene', 'sc-wide');
    await page.keyboard.press('Control+3');
    await expect(page.getByTestId('program')).toHaveAttribute('data-scene', 'sc-close');
    await page.keyboard.press('?');
    await expect(page.getByTestId('keys')).toBeVisible();
    await page.keyboard.press('?');
    await page.keyboard.press('/');
    await page.keyboard.type('护手霜 u]');
    await page.keyboard.press('Enter');
    expect((await run(studio))?.currentIndex).toBe(0);
    expect((await run(studio))?.segments[0]?.adjustMs).toBe(0);
    // Enter left the field: the keys are the desk's again, wherever the focus was before.
    await page.keyboard.press('m');
    await expect.poll(async () => (await run(studio))?.clips.length).toBe(1);
    await page.keyboard.press('Space');
    await expect(now(page)).toHaveAttribute('data-segment', 's02');
    // Two takes within 300 ms are one press that bounced; this one is meant.
    await expect
      .poll(async () => (await studio.command('segment.back', {})).ok && (await run(studio))?.currentIndex)
      .toBe(0);
  });

  test('LIVE-01 space takes once even when a button has the focus', async ({ page, studio }) => {
    await openRehearsal(page, studio);
    await action(page, 'extend').click();
    await expect(page.getByTestId('deviation')).toHaveText('+00:30');
    await page.keyboard.press('Space');
    await expect(now(page)).toHaveAttribute('data-segment', 's02');
    expect((await run(studio))?.segments[0]?.adjustMs).toBe(30_000);
    expect((await run(studio))?.segments[1]?.adjustMs).toBe(0);
  });

  test('LIVE-01 a fader keeps the keys that move it, and whoever was just chosen keeps none', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    await page.getByRole('button', { name: '调音' }).click();
    const fader = page.getByRole('slider').first();
    await fader.focus();
    const before = await fader.inputValue();
    await page.keyboard.press('ArrowLeft');
    await expect(fader).not.toHaveValue(before);
    await page.keyboard.press('m');
    await expect.poll(async () => (await run(studio))?.clips.length).toBe(1);
    await page.keyboard.press('Escape');
    const who = page.locator('.member-menu select');
    await who.dispatchEvent('pointerdown');
    await who.selectOption('m-director');
    await expect(who).not.toBeFocused();
    await page.keyboard.press('m');
    await expect.poll(async () => (await run(studio))?.clips.length).toBe(2);
  });

  test('LIVE-19 Esc twice mutes and shows the safe scene; once does nothing; one press takes it back', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    await expect(page.getByTestId('program')).not.toHaveAttribute('data-scene', '');
    const before = (await studio.state()).state.output.program?.sceneId;
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('panic')).toHaveAttribute('data-armed', 'true');
    await expect(page.getByTestId('panic')).toHaveText('切到「应急垫片」');
    await expect(page.getByTestId('panic')).toHaveAttribute('data-armed', 'false');
    expect((await studio.state()).state.output.panic).toBeNull();
    await page.keyboard.press('Escape');
    const pressedAt = Date.now();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('panic-strip')).toContainText('应急垫片');
    await expect(page.getByTestId('program')).toHaveAttribute('data-scene', 'sc-safe');
    console.log(`LIVE-19 panic: key to picture on the desk in ${Date.now() - pressedAt} ms`);
    expect((await studio.state()).live.switcher.muted).toBe(true);
    await page.getByTestId('panic-strip').getByRole('button').click();
    await expect(page.getByTestId('panic-strip')).toHaveCount(0);
    await expect(page.getByTestId('program')).toHaveAttribute('data-scene', before ?? '');
  });

  test('LIVE-19 an Esc that leaves a field or closes a panel cuts nothing, however many in a row', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    for (const opener of ['i', 'Shift+Slash', 'c']) {
      await page.keyboard.press(opener);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: '工位', exact: true }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('panic')).toHaveAttribute('data-armed', 'false');
    await page.keyboard.press('/');
    await page.keyboard.type('护手霜');
    const find = page.getByRole('textbox', { name: '查找环节' });
    await expect(find).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(find).not.toBeFocused();
    await expect(find).toHaveValue('护手霜');
    await expect(page.getByTestId('panic')).toHaveAttribute('data-armed', 'false');
    expect((await studio.state()).state.output.panic).toBeNull();
  });

  test('LIVE-19 Esc closes the segment that is looked at, gives the focus back to its row, and cuts nothing', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    const detail = page.locator('.segment-detail');
    const panic = page.getByTestId('panic');
    await row(page, 's04').click();
    await detail.getByRole('button', { name: '加 30 秒' }).focus();
    await page.keyboard.press('Escape');
    await expect(detail).toHaveCount(0);
    await expect(row(page, 's04')).toBeFocused();
    await expect(panic).toHaveAttribute('data-armed', 'false');
    await page.keyboard.press('/');
    await page.keyboard.type('护手霜');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: '查找环节' })).toHaveValue('');
    await expect(detail).toContainText('护手霜');
    // What lies on top goes first.
    await page.keyboard.press('c');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('contingency')).toHaveCount(0);
    await expect(detail).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(detail).toHaveCount(0);
    await expect(panic).toHaveAttribute('data-armed', 'false');
    await page.keyboard.press('Escape');
    await expect(panic).toHaveAttribute('data-armed', 'true');
    expect((await studio.state()).state.output.panic).toBeNull();
  });

  test('LIVE-11 Esc leaves the question for a reason, and nothing was skipped', async ({ page, studio }) => {
    await openRehearsal(page, studio);
    await action(page, 'skip').click();
    await expect(page.getByTestId('skip-form').getByRole('textbox')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('skip-form')).toHaveCount(0);
    expect((await run(studio))?.segments[0]?.status).toBe('current');
    expect((await studio.state()).state.output.panic).toBeNull();
  });

  test('LIVE-01 on the last segment a bounce in the place of TAKE does not end the run; two presses do', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    for (const { segmentId } of (await run(studio))?.segments.slice(2) ?? [])
      await studio.command('segment.skip', { segmentId, reason: '时间不够' });
    await expect(row(page, 's05')).toContainText('已跳过');
    await expect(page.locator('.hint-line')).toContainText('空格 下一段');
    const take = await page.getByTestId('take').boundingBox();
    await page.mouse.click((take?.x ?? 0) + 40, (take?.y ?? 0) + 20, { clickCount: 3, delay: 20 });
    await expect(now(page)).toHaveAttribute('data-segment', 's02');
    await expect(page.locator('.hint-line')).not.toContainText('下一段');
    const end = page.locator('.end-run.take-button');
    await page.waitForTimeout(400);
    await end.dblclick();
    await expect(end).toHaveAttribute('data-armed', 'true');
    expect((await run(studio))?.phase).toBe('on');
    await page.waitForTimeout(400);
    await end.click();
    await expect(page.getByTestId('run-summary')).toBeVisible();
  });

  test('XC-10 the station menu opens the product card without giving up the director’s own pass', async ({
    page,
    studio,
    context,
  }) => {
    await openDesk(page, studio);
    const before = await context.cookies();
    await page.getByRole('button', { name: '工位', exact: true }).click();
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: '商品卡' }).click();
    const overlay = await opened;
    await overlay.waitForLoadState();
    expect(new URL(overlay.url()).pathname + new URL(overlay.url()).search).toBe('/overlay');
    expect(await context.cookies()).toEqual(before);
    await page.getByTestId('start-rehearsal').click();
    await expect(now(page)).toBeVisible();
  });

  test('LIVE-17 one key opens the cards, one opens a card: instructions, safe scene, and it closes with a note', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    const plan = (await studio.state()).state.plan;
    const first = plan?.contingencies.find((card) => card.id === plan.segments[0]?.contingencyIds[0]);
    await page.keyboard.press('c');
    await page.keyboard.press('1');
    const panel = page.getByTestId('contingency');
    await expect(panel).toContainText(first?.name ?? '?');
    for (const step of first?.actions ?? []) await expect(panel).toContainText(step.text);
    await expect(panel).toContainText(first?.resumeCondition ?? '?');
    await expect(page.getByTestId('program')).toHaveAttribute('data-scene', first?.sceneId ?? '?');
    // Closed, it stays in sight for as long as it is not over.
    await page.keyboard.press('Escape');
    await expect(action(page, 'contingency')).toHaveAttribute('data-alert', 'true');
    await expect(action(page, 'contingency')).toHaveText(/▲ \d\d:\d\d应急卡/u);
    await action(page, 'contingency').click();
    await panel.getByRole('textbox').fill('换了备用网络');
    await panel.getByRole('button', { name: '处理完了' }).click();
    await expect(panel).toHaveCount(0);
    await expect(action(page, 'contingency')).toHaveText('应急卡');
    expect((await run(studio))?.incident).toBeNull();
  });

  test('PREP-10 a crew practises a lost OBS: one press, a strip that says so, mended by a press', async ({
    page,
    studio,
  }) => {
    const complaints = complaintsOf(page);
    await openRehearsal(page, studio);
    await page.keyboard.press('c');
    await page.getByTestId('drills').getByRole('button', { name: 'OBS 断线' }).click();
    const strip = page.getByTestId('drill-strip');
    await expect(strip).toContainText('演练中:OBS 断线');
    await expect(strip).toContainText(/[01]:\d\d 后自动结束/);
    await expect(page.locator('[data-lamp="obs"]')).toHaveAttribute('data-level', 'attention');
    await expect(page.getByTestId('drills')).toHaveCount(0);
    // What the crew does is what it would do live: the card's instructions, and a press that follows later.
    await page.locator('[data-card="ct-obs"]').click();
    await expect(page.getByTestId('contingency').locator('li').first()).toBeVisible();
    await expect(page.getByTestId('owed')).toBeVisible();
    await strip.getByRole('button', { name: '结束演练' }).click();
    await expect(strip).toHaveCount(0);
    await expect(page.locator('[data-lamp="obs"]')).toHaveAttribute('data-level', 'quiet');
    await expect(page.getByTestId('owed')).toHaveCount(0);
    expect((await run(studio))?.drill).toBeNull();
    expect(complaints).toEqual([]);
  });

  test('LIVE-08 a scene pressed while OBS is gone is said to follow', async ({ page, studio }) => {
    await studio.command('switcher.choose', { kind: 'obs' });
    await openDesk(page, studio);
    await page.locator('[data-scene="sc-top"]').dblclick();
    await expect(page.getByTestId('owed')).toHaveText('OBS 恢复后切到「产品俯拍」');
  });

  test('LIVE-17 instructions are there with OBS gone', async ({ page, studio }) => {
    await studio.command('switcher.choose', { kind: 'obs' });
    await openRehearsal(page, studio);
    await expect(page.locator('[data-lamp="obs"]')).toHaveAttribute('data-level', 'attention');
    await page.keyboard.press('c');
    await page.locator('[data-card="ct-obs"]').click();
    await expect(page.getByTestId('contingency').locator('li').first()).toBeVisible();
    await expect(page.locator('.monitor-failure')).toBeVisible();
    // In whole, however small the picture is.
    for (const size of [...SIZES, { width: 960, height: 540 }]) {
      await page.setViewportSize(size);
      for (const button of await page.locator('.monitor-failure').getByRole('button').all()) {
        await button.evaluate((each) => each.closest('.monitor')?.scrollIntoView());
        await expect(button).toBeInViewport({ ratio: 0.95 });
      }
    }
    // A cue that found no OBS offers its remedies in its own place.
    await expect(
      page.locator('.cue-row[data-status="failed"]').first().getByRole('button', { name: '重试' }),
    ).toBeVisible();
  });

  test('LIVE-26 an issue in one line, with area and segment', async ({ page, studio }) => {
    await openRehearsal(page, studio);
    await page.keyboard.press('i');
    await page.getByRole('radio', { name: '声音' }).click();
    await page.getByTestId('issue-form').getByRole('textbox').fill('主麦有电流声');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('issue-form')).toHaveCount(0);
    expect((await run(studio))?.issues).toMatchObject([
      { area: 'sound', text: '主麦有电流声', segmentId: 's01' },
    ]);
  });

  test('LIVE-23 a highlight is one press and is counted', async ({ page, studio }) => {
    await openRehearsal(page, studio);
    await action(page, 'mark').click();
    await expect(action(page, 'mark')).toContainText('1');
    expect((await run(studio))?.clips).toHaveLength(1);
  });

  test('LIVE-04 a question that was passed on is seen here, and one press brings it to the host', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    const questions = page.getByRole('region', { name: '观众提问' });
    await expect(questions).toHaveCount(0);
    for (const text of ['洗脸巾能冲马桶吗?', '孕妇能用吗?', '面霜什么味道?', '长'.repeat(201)])
      await studio.command('question.pass', { text }, 'm-assistant');
    await expect(questions.getByRole('listitem')).toHaveCount(3);
    const [long, newest] = await questions.getByRole('listitem').all();
    await expect(long?.getByRole('button') ?? questions).toBeDisabled();
    await newest?.getByRole('button', { name: '发给主播' }).click();
    await expect(page.locator('.host-message')).toContainText('面霜什么味道?');
    await expect(newest?.getByRole('button') ?? questions).toHaveText('再发一次');
    await page.locator('.member-menu select').selectOption('m-assistant');
    await expect(newest?.getByRole('button') ?? questions).toHaveAttribute('title', /场控、导播/u);
  });

  test('ORG-05 a message shows whether the host saw it, and turns amber after 10 s without', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    await page.locator('.host-messages-quick').getByText('收尾').click();
    await page.locator('.host-messages-quick').getByText('加速').click();
    const messages = page.locator('.host-message');
    await expect(messages).toHaveCount(2);
    await expect(messages.first()).toHaveAttribute('data-state', 'waiting');
    const sent = (await run(studio))?.messages ?? [];
    if (sent[0] !== undefined) await studio.command('message.acknowledge', { messageId: sent[0].messageId });
    await expect(messages.last()).toHaveAttribute('data-state', 'seen');
    await expect(messages.first()).toHaveAttribute('data-state', 'unanswered', { timeout: 12_000 });
  });

  test('PREP-10 after a rehearsal its times are offered back, segment by segment', async ({
    page,
    studio,
  }) => {
    await studio.command('run.start', { mode: 'rehearsal', speed: 400, advance: 'auto' });
    await openDesk(page, studio);
    await expect.poll(async () => (await run(studio))?.currentIndex, { timeout: 20_000 }).toBeGreaterThan(2);
    await studio.command('segment.extend', { deltaSec: 60 });
    const cut = (await run(studio))?.segments[(await run(studio))?.currentIndex ?? 0]?.segmentId ?? '';
    await expect
      .poll(async () => (await run(studio))?.segments.find((each) => each.segmentId === cut)?.status, {
        timeout: 20_000,
      })
      .toBe('done');
    await studio.command('run.end', {});
    await expect(page.getByTestId('run-summary')).toContainText('彩排结束');
    const offer = page.locator(`.timing-offers li[data-segment="${cut}"]`);
    await expect(offer.getByRole('checkbox')).toBeChecked();
    const before =
      (await studio.state()).state.plan?.segments.find((segment) => segment.id === cut)?.durationSec ?? 0;
    const others = page.locator(`.timing-offers li:not([data-segment="${cut}"]) input:checked`);
    while ((await others.count()) > 0) await others.first().uncheck();
    await page.getByTestId('adopt').click();
    await expect(offer).toHaveCount(0);
    const after =
      (await studio.state()).state.plan?.segments.find((segment) => segment.id === cut)?.durationSec ?? 0;
    expect(after - before).toBeGreaterThanOrEqual(55);
  });

  test('LIVE-01 what a person may not do is closed and says who may', async ({ page, studio }) => {
    await openRehearsal(page, studio);
    await page.locator('.member-menu select').selectOption('m-host');
    await expect(page.getByTestId('take')).toBeDisabled();
    await expect(page.getByTestId('take')).toHaveAttribute('title', /场控、导播/u);
    await expect(action(page, 'issue')).toBeEnabled();
    await page.locator('.member-menu select').selectOption('m-director');
    await expect(page.getByTestId('take')).toBeEnabled();
  });

  for (const size of SIZES) {
    test(`LIVE-01 50-character names and a long sheet leave the layout whole at ${size.width}×${size.height}`, async ({
      page,
      studio,
    }) => {
      const demo = demoPlan();
      const long = (name: string): string => `${name}${'很长的名字'.repeat(12)}`.slice(0, 50);
      demo.show.title = long(demo.show.title);
      for (const scene of demo.scenes) scene.label = long(scene.label);
      for (const each of [...demo.products, ...demo.contingencies]) each.name = long(each.name);
      for (const each of demo.segments) each.title = long(each.title);
      await studio.importShow(demo);
      await page.setViewportSize(size);
      await openDesk(page, studio);
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
      await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
      await expect(now(page)).toBeVisible();
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
      await page.keyboard.press('c');
      await expect(page.getByTestId('contingency')).toBeVisible();
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
      await page.keyboard.press('i');
      await expect(page.getByTestId('issue-form')).toBeVisible();
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
      for (const control of ['take', 'panic']) {
        const box = await page.getByTestId(control).boundingBox();
        expect(
          (box?.x ?? -1) >= 0 &&
            (box?.x ?? 0) + (box?.width ?? 0) <= size.width &&
            (box?.y ?? 0) + (box?.height ?? 0) <= size.height,
        ).toBe(true);
      }
      await page.getByTestId('panic').click();
      const panic = page.getByTestId('panic');
      await expect(panic).toHaveAttribute('data-armed', 'true');
      expect(await panic.evaluate((button) => button.scrollWidth - button.clientWidth)).toBeLessThanOrEqual(
        0,
      );
    });
  }

  for (const width of [960, 1024, 1180, 1280])
    test(`LIVE-01 nothing of the top bar is off the screen at ${width} px in any language`, async ({
      page,
      studio,
    }) => {
      await page.setViewportSize({ width, height: 768 });
      await studio.command('switcher.choose', { kind: 'obs' });
      await openRehearsal(page, studio);
      await page.locator('.member-menu select').selectOption('m-director');
      for (const language of ['zh-CN', 'zh-TW', 'en']) {
        await page.locator('.station-menu-button').click();
        await page.locator(`.station-menu [lang="${language}"]`).click();
        await page.keyboard.press('Escape');
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        const rightPx = await page
          .locator('.top-bar > *, .top-bar-end > *, .top-bar .lamp')
          .evaluateAll((all) => Math.max(...all.map((each) => each.getBoundingClientRect().right)));
        expect(rightPx).toBeLessThanOrEqual(width);
      }
    });

  test('LIVE-01 each head of the run sheet stands over its column, and the way back to the current segment covers nothing', async ({
    page,
    studio,
  }) => {
    await openRehearsal(page, studio);
    const rightPx = (place: ReturnType<Page['locator']>): Promise<number> =>
      place.evaluate((each) => each.getBoundingClientRect().right);
    const columns = ['.sheet-row-planned', '.sheet-row-expected', '.sheet-row-deviation'];
    for (const size of [SIZES[0], SIZES[1]]) {
      await page.setViewportSize(size);
      for (const [index, column] of columns.entries()) {
        const head = page.locator('.run-sheet-columns span').nth(index + 1);
        expect(await rightPx(head)).toBeCloseTo(await rightPx(row(page, 's03').locator(column)), 0);
      }
    }
    await page.keyboard.press('/');
    await page.keyboard.type('福袋');
    const follow = await page.getByRole('button', { name: '回到当前' }).boundingBox();
    const list = await page.locator('.run-sheet-scroll').boundingBox();
    expect(follow?.y ?? 0).toBeGreaterThanOrEqual((list?.y ?? 0) + (list?.height ?? 0));
  });

  test('LIVE-01 a thousand segments: only those in sight are drawn, and a take brings the next one into sight', async ({
    page,
    studio,
  }) => {
    const demo = demoPlan();
    const [pattern] = demo.segments;
    if (pattern === undefined) throw new Error('the demo show is empty');
    demo.segments = Array.from({ length: 1000 }, (_each, index) => ({
      ...pattern,
      id: segmentIdSchema.parse(`seg-${index + 1}`),
      order: index + 1,
      title: `第${index + 1}段`,
      startSec: index * 60,
      durationSec: 60,
      minDurationSec: 30,
      maxDurationSec: 120,
      sceneCues: [],
      script: [],
      productIds: [],
      comboIds: [],
      promotionIds: [],
      interactionIds: [],
      propIds: [],
      contingencyIds: [],
    }));
    demo.show.plannedDurationSec = 60_000;
    demo.interactions = [];
    demo.promotions = [];
    demo.lintWaivers = [];
    for (const prop of demo.props) prop.segmentIds = [];
    await studio.importShow(demo);
    await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
    await openDesk(page, studio);
    await expect(now(page)).toBeVisible();
    expect(await page.locator('.sheet-row').count()).toBeLessThan(60);
    await page.keyboard.press('/');
    await page.keyboard.type('第900段');
    await page.keyboard.press('Enter');
    await expect(row(page, 'seg-900')).toBeInViewport();
    await page.getByRole('button', { name: '回到当前' }).click();
    await page.keyboard.press('Space');
    await expect(now(page)).toHaveAttribute('data-segment', 'seg-2');
    await expect(now(page)).toBeInViewport();
  });

  test('LIVE-01 no English in Chinese, no key in place of a word', async ({ page, studio }) => {
    await openDesk(page, studio);
    const leaks = async (): Promise<readonly string[]> => {
      const text = await page.evaluate(() => {
        const titles = [...document.querySelectorAll('[title], [aria-label], [placeholder]')].map(
          (each) =>
            `${each.getAttribute('title') ?? ''} ${each.getAttribute('aria-label') ?? ''} ${each.getAttribute('placeholder') ?? ''}`,
        );
        return `${document.body.innerText}\n${titles.join('\n')}`;
      });
      return text.replaceAll(LATIN_NAMES, '').match(HAS_LATIN_WORD) ?? [];
    };
    expect(await leaks()).toEqual([]);
    await page.getByTestId('start-rehearsal').click();
    await expect(now(page)).toBeVisible();
    expect(await leaks()).toEqual([]);
    for (const key of ['c', 'i']) {
      await page.keyboard.press(key);
      expect(await leaks()).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await leaks()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('panic')).toHaveAttribute('data-armed', 'true');
    expect(await leaks()).toEqual([]);
    await page.getByRole('button', { name: '工位', exact: true }).click();
    expect(await leaks()).toEqual([]);
  });
});

test('XC-01 the desk goes on with the core gone, says so, and catches up by itself', async ({
  page,
  studio,
}) => {
  await openRehearsal(page, studio);
  const clock = page.getByTestId('segment-clock');
  studio.crashCore();
  await expect(page.locator('.stale-strip')).toBeVisible();
  const before = await clock.innerText();
  await expect(clock).not.toHaveText(before);
  await expect(page.locator('.stale-strip')).toHaveCount(0, { timeout: 15_000 });
  await page.getByTestId('take').click();
  await expect(now(page)).toHaveAttribute('data-segment', 's02');
});

test('XC-10 a desk without a pass says so and where to get one', async ({ page, studio, context }) => {
  await openDesk(page, studio);
  await context.clearCookies();
  studio.crashCore();
  await expect(page.locator('.stale-strip')).toContainText('这台设备没有凭证', { timeout: 15_000 });
  // Let in again, in another tab: this one comes back by itself.
  const other = await context.newPage();
  await other.goto(studio.link('checklist'));
  await expect(page.locator('.stale-strip')).toHaveCount(0, { timeout: 15_000 });
});
