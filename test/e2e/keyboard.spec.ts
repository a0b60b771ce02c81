import type { Locator, Page } from '@playwright/test';
import { complaintsOf, expect, test, type TestStudio } from './studio.ts';

/** A whole rehearsal and everything beside it by keys alone: nothing in this file touches a mouse. */

const run = async (studio: TestStudio) => (await studio.state()).state.run;
const now = (page: Page) => page.getByTestId('now');
const action = (page: Page, name: string) => page.locator(`.bottom-bar [data-action="${name}"]`);
const FARTHEST_TAB = 120;

/** Walks with Tab to a control, as whoever has no mouse does, and looks at the focus on the way: it is always seen. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let steps = 0; steps < FARTHEST_TAB; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    expect(await focusIsSeen(page), await describeFocus(page)).toBe(true);
  }
  throw new Error(`${FARTHEST_TAB} × ${key} did not lead to ${String(target)}`);
}

/** An outline on what has the focus, or on what surrounds it (a label around a file field); true on the page itself. */
const focusIsSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return true;
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const { width, height } = focused.getBoundingClientRect();
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && width > 1 && height > 1;
  });

const describeFocus = (page: Page): Promise<string> =>
  page.evaluate(() => `the focus is seen on ${document.activeElement?.outerHTML.slice(0, 160) ?? 'nothing'}`);

const focusIsIn = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element.contains(document.activeElement));

test.describe('by keyboard', () => {
  let complaints: readonly string[];
  test.setTimeout(120_000);
  test.beforeEach(({ page }) => {
    complaints = complaintsOf(page);
  });
  test.afterEach(() => {
    expect(complaints).toEqual([]);
  });

  test('XC-11 a whole rehearsal by keyboard alone, from the opened page to its summary', async ({
    page,
    studio,
  }) => {
    await page.goto(studio.link('director'));
    const start = page.getByTestId('start-rehearsal');
    await expect(start).toBeVisible();

    await tabTo(page, page.getByRole('radio', { name: '1×' }));
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: '10×' })).toBeChecked();
    await page.keyboard.press('ArrowLeft');
    await tabTo(page, page.getByRole('radio', { name: '手动推进' }));
    await tabTo(page, start);
    await page.keyboard.press('Space');
    await expect(now(page)).toHaveAttribute('data-segment', 's01');

    // The knock-on is shown while the focus is on the button, before anything happens.
    await tabTo(page, action(page, 'extend'));
    await expect(page.getByTestId('foreseen')).toContainText('+00:30');
    expect((await run(studio))?.segments[0]?.adjustMs).toBe(0);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('deviation')).toHaveText('+00:30');
    await page.keyboard.press('[');
    await expect(page.getByTestId('deviation')).toHaveText('±00:00');

    await page.keyboard.press('Space');
    await expect(now(page)).toHaveAttribute('data-segment', 's02');
    await page.keyboard.press('u');
    await expect(now(page)).toHaveAttribute('data-segment', 's01');
    await page.keyboard.press('Space');
    await expect(now(page)).toHaveAttribute('data-segment', 's02');
    await expect
      .poll(async () => {
        await page.keyboard.press('Backspace');
        return (await run(studio))?.currentIndex;
      })
      .toBe(0);
    await page.keyboard.press('Shift+Space');
    await expect(now(page)).toContainText('已暂停');
    await page.keyboard.press('Shift+Space');
    await expect(now(page)).not.toContainText('已暂停');

    await page.keyboard.press('3');
    await expect(page.getByTestId('preview')).toHaveAttribute('data-scene', 'sc-close');
    await page.keyboard.press('Alt+4');
    await expect(page.getByTestId('program')).toHaveAttribute('data-scene', 'sc-top');
    await tabTo(page, page.locator('.scene-button[data-scene="sc-duo"]'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('preview')).toHaveAttribute('data-scene', 'sc-duo');
    await tabTo(page, page.getByRole('button', { name: '切到节目' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('program')).toHaveAttribute('data-scene', 'sc-duo');

    // The first manual cue of the segment.
    const cue = (await run(studio))?.segments[0]?.planned.cues.find((each) => each.mode === 'manual');
    await page.keyboard.press('g');
    await expect(page.locator(`.cue-row[data-cue="${cue?.cueId ?? '?'}"]`)).toHaveAttribute(
      'data-status',
      'confirmed',
    );

    await page.keyboard.press('h');
    await page.keyboard.type('语速放慢一点');
    await page.keyboard.press('Enter');
    await expect(page.locator('.host-message')).toContainText('语速放慢一点');
    await page.keyboard.press('Escape');
    await tabTo(page, page.locator('.host-messages-quick button').first(), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.locator('.host-message')).toHaveCount(2);

    await page.keyboard.press('m');
    await expect.poll(async () => (await run(studio))?.clips.length).toBe(1);

    await tabTo(page, action(page, 'issue'));
    await page.keyboard.press('Enter');
    const form = page.getByTestId('issue-form');
    await expect(form.getByRole('textbox')).toBeFocused();
    await tabTo(page, form.getByRole('radio', { name: '画面' }), 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await expect(form.getByRole('radio', { name: '声音' })).toBeFocused();
    await tabTo(page, form.getByRole('textbox'));
    await page.keyboard.type('主麦有电流声');
    await page.keyboard.press('Enter');
    await expect(form).toHaveCount(0);
    await expect(action(page, 'issue')).toBeFocused();
    expect((await run(studio))?.issues).toMatchObject([{ area: 'sound', text: '主麦有电流声' }]);

    const card = page.getByTestId('contingency');
    await page.keyboard.press('c');
    await expect(card).toBeFocused();
    await tabTo(page, card.locator('.contingency-card').first());
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await run(studio))?.incident).not.toBeNull();
    await tabTo(page, card.getByRole('textbox'));
    await page.keyboard.type('换了备用网络');
    await page.keyboard.press('Enter');
    await expect(card).toHaveCount(0);
    expect((await run(studio))?.incident).toBeNull();
    await expect(action(page, 'issue')).toBeFocused();

    await page.keyboard.press('k');
    await expect(page.getByTestId('skip-form').getByRole('textbox')).toBeFocused();
    await page.keyboard.type('时间不够');
    await page.keyboard.press('Enter');
    await expect(now(page)).toHaveAttribute('data-segment', 's02');

    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    const strip = page.getByTestId('panic-strip');
    await expect(strip).toBeVisible();
    await tabTo(page, strip.getByRole('button'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(strip).toHaveCount(0);

    await page.keyboard.press('/');
    await page.keyboard.type('护手霜');
    await page.keyboard.press('Enter');
    await expect(page.locator('.segment-detail')).toBeVisible();

    const end = page.getByRole('button', { name: '结束彩排' });
    await tabTo(page, end);
    await page.keyboard.press('Enter');
    const again = page.getByRole('button', { name: '再按一次结束' });
    await expect(again).toBeVisible();
    // A second press within 300 ms would be the first one bouncing.
    await page.waitForTimeout(350);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('run-summary')).toBeVisible();
  });

  test('XC-11 what has to be said is ticked with Enter; Space stays the take', async ({ page, studio }) => {
    const { plan } = (await studio.state()).state;
    if (plan === null) throw new Error('the demo show is not open');
    await studio.importShow({
      ...plan,
      segments: plan.segments.map((segment) => ({ ...segment, mustSay: ['加厚,每片 120 克', '七天无理由'] })),
    });
    await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
    await page.goto(studio.link('director'));
    const line = page.locator('.must-say input').first();
    await tabTo(page, line);
    await page.keyboard.press('Enter');
    await expect(line).toBeChecked();
    expect((await run(studio))?.currentIndex).toBe(0);
    await page.keyboard.press('Space');
    await expect.poll(async () => (await run(studio))?.currentIndex).toBe(1);
  });

  test('XC-11 Tab goes through the whole desk in the order in which it is read, and round again: no trap', async ({
    page,
    studio,
  }) => {
    await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
    await page.goto(studio.link('director'));
    await expect(now(page)).toBeVisible();
    const regions: string[] = [];
    for (let steps = 0; steps < FARTHEST_TAB; steps += 1) {
      await page.keyboard.press('Tab');
      const region = await page.evaluate(() => {
        const focused = document.activeElement;
        if (focused === null || focused === document.body) return null;
        return (
          ['.top-bar', '.tour', '.run-sheet', '.director-pictures', '.side-panel', '.bottom-bar'].find(
            (each) => focused.closest(each) !== null,
          ) ?? focused.outerHTML
        );
      });
      if (region === null) break;
      expect(await focusIsSeen(page), await describeFocus(page)).toBe(true);
      if (regions.at(-1) !== region) regions.push(region);
    }
    expect(regions).toEqual([
      '.top-bar',
      '.tour',
      '.run-sheet',
      '.director-pictures',
      '.side-panel',
      '.bottom-bar',
    ]);
  });

  test('XC-11 Esc closes whatever is open and gives the focus back to where it came from', async ({
    page,
    studio,
  }) => {
    await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
    await page.goto(studio.link('director'));
    await expect(now(page)).toBeVisible();
    const menu = page.locator('.station-menu-button');
    await tabTo(page, menu);
    await page.keyboard.press('Enter');
    await expect(page.locator('.station-menu')).toBeVisible();
    await page.keyboard.press('Tab');
    expect(await focusIsIn(page.locator('.station-menu'))).toBe(true);
    await page.keyboard.press('Escape');
    await expect(page.locator('.station-menu')).toHaveCount(0);
    await expect(menu).toBeFocused();
    await expect(page.getByTestId('panic')).toHaveAttribute('data-armed', 'false');

    for (const [key, panel] of [
      ['?', 'keys'],
      ['c', 'contingency'],
      ['i', 'issue-form'],
      ['k', 'skip-form'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByTestId(panel)).toBeVisible();
      expect(await focusIsIn(page.getByTestId(panel)), panel).toBe(true);
      await page.keyboard.press('Escape');
      await expect(page.getByTestId(panel)).toHaveCount(0);
      await expect(menu).toBeFocused();
      // Esc is the first half of a panic; its time has to pass before the next one.
      await expect(page.getByTestId('panic')).toHaveAttribute('data-armed', 'false');
    }
    // Tab out of an open menu closes it, too.
    await page.keyboard.press('Enter');
    await expect(page.locator('.station-menu')).toBeVisible();
    await tabTo(page, page.locator('.top-bar select'));
    await expect(page.locator('.station-menu')).toHaveCount(0);
    expect((await studio.state()).state.output.panic).toBeNull();
  });

  test('XC-11 a checklist row is ticked and a phase chosen by keyboard', async ({ page, studio }) => {
    await page.goto(studio.link('checklist'));
    const me = page.getByRole('button', { name: '文文 策划' });
    await tabTo(page, me);
    await page.keyboard.press('Enter');
    await expect(me).toHaveCount(0);
    await tabTo(page, page.locator('[data-item="d1"]').getByRole('button', { name: '勾选' }));
    await page.keyboard.press('Space');
    await expect(page.getByText('已完成 1 项')).toBeVisible();
    await tabTo(page, page.getByRole('tab', { selected: true }), 'Shift+Tab');
    const before = await page.getByRole('tab', { selected: true }).innerText();
    await page.keyboard.press('ArrowRight');
    const after = page.getByRole('tab', { selected: true });
    await expect(after).not.toHaveText(before);
    await expect(after).toBeFocused();
  });

  test('XC-11 the gate is read, rehearsed and overridden by keyboard', async ({ page, studio }) => {
    await page.goto(studio.link('gate'));
    const section = page.locator('.gate-index a[href="#gate-people"]');
    await expect(section).toBeVisible();
    await tabTo(page, section);
    await page.keyboard.press('Enter');
    await expect(page.locator('#gate-people')).toBeInViewport();
    // The next Tab is in the section that was gone to.
    await page.keyboard.press('Tab');
    expect(await focusIsIn(page.locator('#gate-people'))).toBe(true);
    const person = page.locator('[data-member="m-host"]');
    await tabTo(page, person);
    await page.keyboard.press('Space');
    await expect(person).toHaveAttribute('aria-pressed', 'true');

    const summary = page.locator('.gate-override summary');
    await tabTo(page, summary, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, page.locator('.gate-override textarea'));
    await page.keyboard.type('演练');
    await tabTo(page, page.locator('.gate-override button'));
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('override')).toContainText('演练');
  });

  test('XC-11 under reduced motion nothing moves by itself', async ({ page, studio }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
    await page.goto(studio.link('director'));
    await expect(now(page)).toBeVisible();
    await page.keyboard.press('c');
    await page.keyboard.press('Escape');
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        // The panic button fills: that is the time in which to press again, not decoration.
        .filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 0)
        .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : 'transition'))
        .filter((name) => name !== 'panic-fill'),
    );
    expect(moving).toEqual([]);
  });
});

test('XC-11 alarms are read out, clocks are not', async ({ page, studio }) => {
  await studio.command('run.start', { mode: 'rehearsal', speed: 1, advance: 'manual' });
  await page.goto(studio.link('director'));
  await expect(now(page)).toBeVisible();
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const live = '[aria-live], [role="status"], [role="alert"]';
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes)
        for (const node of [target, ...addedNodes]) {
          const element = node instanceof Element ? node : node.parentElement;
          if (element?.closest(live) !== null && element?.closest('[aria-hidden="true"]') === null)
            said.push(element?.textContent ?? '');
        }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  const said = (): Promise<readonly string[]> =>
    page.evaluate(() => (window as unknown as { said: string[] }).said);
  const clock = page.getByTestId('segment-clock');
  const before = await clock.innerText();
  await studio.command('message.send', { kind: 'wrapUp' });
  await expect(page.locator('.host-message em')).toContainText('等待');
  await expect(clock).not.toHaveText(before);
  await expect(page.locator('.host-message em')).toContainText('等待 3 秒', { timeout: 10_000 });
  // Seconds went by on four displays, and nobody was told.
  expect(await said()).toEqual([]);
  await page.keyboard.press('m');
  await expect.poll(said).toContainEqual(expect.stringContaining('已记下高光'));
  await studio.kill();
  await expect.poll(said, { timeout: 10_000 }).toContainEqual(expect.stringContaining('与中控失去联系'));
  const lost = (await said()).length;
  const seconds = page.locator('.stale-strip');
  const shown = await seconds.innerText();
  await expect(seconds).not.toHaveText(shown, { timeout: 5000 });
  expect((await said()).length).toBe(lost);
});
