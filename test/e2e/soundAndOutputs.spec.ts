import type { Page } from '@playwright/test';
import { complaintsOf, expect, test, type TestStudio } from './studio.ts';

/** The director's desk on the rehearsal switcher, which simulates sound and outputs. */
async function openDesk(page: Page, studio: TestStudio, mode: 'rehearsal' | 'live'): Promise<void> {
  if (mode === 'live') await studio.command('golive.override', { reason: '演练' }, 'm-supervisor');
  await studio.command('run.start', { mode });
  await page.goto(studio.link('director'));
  await expect(page.getByTestId('panic')).toBeVisible();
}

const lamp = (page: Page, id: string) => page.locator(`[data-lamp="${id}"]`);
const output = (page: Page, name: string) => page.locator(`[data-output="${name}"]`);
const input = (page: Page, name: string) => page.locator('.channel', { hasText: name });
const filledShare = (page: Page, name: string) =>
  input(page, name)
    .locator('.meter-bar')
    .evaluate((bar) => new DOMMatrix(getComputedStyle(bar).transform).a);

test('LIVE-08 a recording is started from its lamp, shown once it is proven, paused, and stopped in one press of a rehearsal', async ({
  page,
  studio,
}) => {
  const complaints = complaintsOf(page);
  await openDesk(page, studio, 'rehearsal');
  await expect(lamp(page, 'record')).toHaveAttribute('data-level', 'quiet');
  await lamp(page, 'record').click();
  await expect(output(page, 'record')).toHaveAttribute('data-mode', 'stopped');
  await output(page, 'record').getByRole('button', { name: '开始录制' }).click();
  await expect(output(page, 'record')).toHaveAttribute('data-mode', 'active');
  await expect(lamp(page, 'record')).toHaveAttribute('data-level', 'ok');
  await expect(output(page, 'record').locator('.output-figures')).toContainText('时长');
  await output(page, 'record').getByRole('button', { name: '暂停' }).click();
  await expect(output(page, 'record')).toHaveAttribute('data-mode', 'paused');
  await expect(lamp(page, 'record')).toHaveAttribute('data-level', 'attention');
  await output(page, 'record').getByRole('button', { name: '停止录制' }).click();
  await expect(output(page, 'record')).toHaveAttribute('data-mode', 'stopped');
  await expect(output(page, 'record')).toContainText('文件');
  expect(complaints).toEqual([]);
});

test('LIVE-08 while live a stop takes a second press in its own place', async ({ page, studio }) => {
  await openDesk(page, studio, 'live');
  await studio.command('output.start', { output: 'stream' });
  await expect(lamp(page, 'stream')).toHaveAttribute('data-level', 'ok');
  await lamp(page, 'stream').click();
  const stop = output(page, 'stream').locator('.output-buttons button').last();
  await expect(stop).toHaveText('停止推流');
  // A button that has only just appeared takes no press: it may have been meant for what was there before.
  await expect(async () => {
    await stop.click();
    await expect(stop).toHaveAttribute('data-armed', 'true', { timeout: 500 });
  }).toPass();
  await expect(stop).toHaveText('再按一次停止');
  expect((await studio.state()).state.output.outputs.stream).toMatchObject({ mode: 'active', pending: null });
  await page.waitForTimeout(400); // a second press, not a bounce of the first
  await stop.click();
  await expect(output(page, 'stream')).toHaveAttribute('data-mode', 'stopped');
  await expect(lamp(page, 'stream')).toHaveAttribute('data-level', 'attention');
});

test('LIVE-08 an alarm is one line that moves nothing above it, and goes once somebody has seen it', async ({
  page,
  studio,
}) => {
  await openDesk(page, studio, 'rehearsal');
  await studio.command('obs.settings', { url: 'ws://127.0.0.1:9', password: '' });
  const scene = page.locator('.scene-button').first();
  const before = await scene.boundingBox();
  const alarm = page.locator('[data-alarm="link"]');
  await expect(alarm).toBeVisible();
  await expect(alarm).toContainText('OBS 断开');
  expect(await scene.boundingBox()).toEqual(before);
  await alarm.getByRole('button', { name: '知道了' }).click();
  await expect(alarm).toHaveCount(0);
  await expect(lamp(page, 'obs')).toHaveAttribute('data-level', 'attention');
  const raised = (await studio.state()).state.run?.alarms.link;
  expect(raised).toMatchObject({ finding: 'lost', isAcknowledged: true });
});

test('LIVE-01 each input shows its level and its mute as the switcher has it', async ({ page, studio }) => {
  const complaints = complaintsOf(page);
  await openDesk(page, studio, 'rehearsal');
  await expect.poll(() => filledShare(page, '主麦')).toBeGreaterThan(0.3);
  await input(page, '主麦').getByRole('button').click();
  await expect(input(page, '主麦')).toHaveAttribute('data-muted', 'true');
  await expect.poll(() => filledShare(page, '主麦')).toBeLessThan(0.02);
  expect(await filledShare(page, '背景音乐')).toBeGreaterThan(0.3);
  expect((await studio.state()).live.switcher.inputs[0]).toMatchObject({ name: '主麦', muted: true });

  // Somebody else opens it again: the desk follows.
  await studio.command('input.mute', { input: '主麦', muted: false });
  await expect(input(page, '主麦')).toHaveAttribute('data-muted', 'false');

  await page.locator('.sound-row .popover-button').click();
  const fader = page.locator('.mixer [data-input="背景音乐"] input[type="range"]');
  await fader.focus();
  const set = async () => (await studio.state()).live.switcher.inputs[1]?.volumeDb;
  expect(await set()).toBe(-12);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(set).toBe(-13);
  await expect(page.locator('.mixer [data-input="背景音乐"] output')).toHaveText('−13.0 dB');
  expect(complaints).toEqual([]);
});

test('LIVE-01 who may not touch the sound sees the levels and is told why the buttons are off', async ({
  page,
  studio,
}) => {
  await openDesk(page, studio, 'rehearsal');
  await page.locator('.member-menu select').selectOption('m-host');
  const mute = input(page, '主麦').getByRole('button');
  await expect(mute).toBeDisabled();
  await expect(mute).toHaveAttribute('title', /导播/u);
  await expect.poll(() => filledShare(page, '主麦')).toBeGreaterThan(0.3);
  await lamp(page, 'record').click();
  await expect(output(page, 'record').getByRole('button')).toBeDisabled();
});

test('PREP-06 a reference picture is chosen for a scene and shown beside what OBS showed, with who and when', async ({
  page,
  studio,
}) => {
  const complaints = complaintsOf(page);
  await page.goto(studio.link('gate'));
  await page.locator('.member-menu select').selectOption('m-tech');
  const stills = page.locator('[data-scene="sc-wide"] [data-testid="scene-stills"]');
  await expect(stills.getByRole('button', { name: /存下画面/u })).toBeDisabled();
  await expect(stills.getByRole('button', { name: /存下画面/u })).toHaveAttribute(
    'title',
    '连上 OBS 后才有画面',
  );
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 180 } });
  await stills
    .locator('input[type="file"]')
    .setInputFiles({ name: 'reference.png', mimeType: 'image/png', buffer: picture });
  const reference = stills.locator('[data-kind="reference"]');
  await expect(reference.locator('img')).toBeVisible();
  await expect
    .poll(() => reference.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBe(320);
  const { state } = await studio.state();
  const name = state.plan?.team.find(({ id }) => id === 'm-tech')?.displayName ?? '';
  await expect(reference).toContainText(name);
  await expect(stills.locator('[data-kind="evidence"]')).toContainText('还没有存');
  expect(complaints).toEqual([]);
});
