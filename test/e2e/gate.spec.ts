import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { busyPeer, closedPort, passwordPeer, silentPeer, webServer } from '../support/peersThatAreNoObs.ts';
import { ScriptedObs } from '../support/scriptedObs.ts';
import { complaintsOf, expect, test, type TestStudio } from './studio.ts';

const DEMO_FILE = join(import.meta.dirname, '../../resources/demo/show.json');
type ShowFile = {
  show: { id: string; title: string; status: string; version: number };
  team: { id: string; displayName: string }[];
  scenes: { label: string }[];
  prizes: { name: string }[];
};
const demo = (): ShowFile => JSON.parse(readFileSync(DEMO_FILE, 'utf8')) as ShowFile;

const openGate = async (page: Page, studio: TestStudio): Promise<void> => {
  await page.goto(studio.link('gate'));
  await expect(page.locator('#gate-switcher')).toBeVisible();
};
const actAs = async (page: Page, memberId: string): Promise<void> => {
  await page.locator('.member-menu select').selectOption(memberId);
  await expect(page.locator('.stale-strip')).toHaveCount(0);
};
const part = (page: Page, id: string) => page.locator(`#gate-${id}`);
const blockerCount = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('blocker-count').getAttribute('data-count'));

test('APPR-04 the gate shows as many blockers as the core counts, each in its part and by name', async ({
  page,
  studio,
}) => {
  const complaints = complaintsOf(page);
  await openGate(page, studio);
  const { goLiveBlockers } = await studio.state();
  await expect(page.getByTestId('blocker-count')).toHaveAttribute(
    'data-count',
    String(goLiveBlockers.length),
  );
  const perPart = await page
    .locator('[data-section]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-blockers'))));
  expect(perPart.reduce((sum, each) => sum + each, 0)).toBe(goLiveBlockers.length);
  for (const blocker of goLiveBlockers) {
    if (blocker.kind === 'checklistItem')
      await expect(part(page, 'checklist').getByText(blocker.item.text, { exact: true })).toBeVisible();
    if (blocker.kind === 'notSignedIn')
      await expect(part(page, 'people').getByText(blocker.displayName, { exact: true })).toBeVisible();
  }
  await expect(page.getByTestId('go-live')).toBeDisabled();
  expect(complaints).toEqual([]);
});

test('APPR-04 an unapproved version says which one was approved, by whom and when', async ({
  page,
  studio,
}) => {
  const file = demo();
  await studio.importShow({ ...file, show: { ...file.show, version: file.show.version + 1 } });
  await openGate(page, studio);
  await expect(part(page, 'approval')).toContainText('最近一次审批的是第 3 版,现在是第 4 版');
  await expect(part(page, 'approval').getByText('店长(管理员)批准开播')).toBeVisible();
  await expect(part(page, 'approval').getByText('4月16日 14:00')).toBeVisible();
  await expect(page.locator('[data-section="approval"]')).toHaveAttribute('data-blockers', '1');
});

test('APPR-04 only a supervisor overrides, with a reason, in the log; then two presses go live', async ({
  page,
  studio,
}) => {
  await openGate(page, studio);
  await page.getByText('主管放行').click();
  // The studio PC itself may do what an administrator may, as in the core.
  await expect(page.getByLabel('为什么现在就要开播')).toBeVisible();
  await actAs(page, 'm-director');
  await expect(page.getByText('只有主管能放行')).toBeVisible();

  await actAs(page, 'm-supervisor');
  await page.getByLabel('为什么现在就要开播').fill('备用机位已就位,平台时段不能改');
  const blockers = await blockerCount(page);
  await page.getByRole('button', { name: `带着 ${blockers} 项没过放行` }).click();
  await expect(page.getByTestId('override')).toContainText('方老师(主管)');
  await expect(page.getByTestId('override')).toContainText('备用机位已就位');

  // A supervisor opens the gate; who runs the show goes through it.
  await expect(page.getByTestId('go-live')).toBeDisabled();
  await actAs(page, 'm-director');
  const goLive = page.getByTestId('go-live');
  await expect(goLive).toHaveText('放行开播');
  await goLive.click();
  await expect(goLive).toHaveText('再按一次开播');
  expect((await studio.state()).state.run).toBeNull();
  // The second press is a person’s: one that comes sooner than this counts as the first one bouncing.
  await page.waitForTimeout(400);
  await goLive.click();
  await expect(page.locator('[data-state="live"]')).toBeVisible();
  const { state } = await studio.state();
  expect(state.run?.mode).toBe('live');

  const reply = await fetch(`${studio.url}/api/v1/events?limit=10000`, {
    headers: { authorization: `Bearer ${studio.token}` },
  });
  const { events } = (await reply.json()) as { events: { type: string; payload: unknown; actor: unknown }[] };
  expect(events.find((event) => event.type === 'golive.overridden')).toMatchObject({
    payload: { reason: '备用机位已就位,平台时段不能改', blockers },
    actor: { memberId: 'm-supervisor', role: 'supervisor' },
  });
});

test('APPR-04 one press alone does not go live, and a bounce is no second press', async ({
  page,
  studio,
}) => {
  await studio.command('golive.override', { reason: '测试' }, 'm-supervisor');
  await openGate(page, studio);
  const goLive = page.getByTestId('go-live');
  // In the first moment of its own appearance the button takes no press at all: press again until one counts.
  await expect(async () => {
    await goLive.dblclick();
    await expect(goLive).toHaveText('再按一次开播', { timeout: 1000 });
  }).toPass();
  await expect(goLive).toHaveText('放行开播', { timeout: 5000 });
  expect((await studio.state()).state.run).toBeNull();
});

test('PREP-07 a scene whose name changed is reported by name; the suggested one takes its place in one press', async ({
  page,
  studio,
}) => {
  await openGate(page, studio);
  const name = page.locator('[data-check="scenes"]');
  await expect(name).toHaveAttribute('data-verdict', 'ok');
  // As after a renaming in OBS: the plan looks for a name that the switcher does not have.
  await studio.command('scene.remap', { sceneId: 'sc-close', obsSceneName: '2号机主播近景' });
  await expect(name).toHaveAttribute('data-verdict', 'attention');
  await expect(name).toContainText('主播近景');
  const row = page.locator('[data-scene="sc-close"]');
  await expect(row).toHaveAttribute('data-match', 'missing');
  await expect(row.getByRole('combobox')).toHaveValue('02_主播近景');
  await row.getByRole('button', { name: '就用这个' }).click();
  await expect(row).toHaveAttribute('data-match', 'matched');
  await expect(name).toHaveAttribute('data-verdict', 'ok');
});

test('PREP-07 missing scenes are created in one press', async ({ page, studio }) => {
  await studio.command('scene.remap', { sceneId: 'sc-top', obsSceneName: '俯拍(新)' });
  await openGate(page, studio);
  await expect(page.locator('[data-scene="sc-top"]')).toHaveAttribute('data-match', 'missing');
  await page.getByRole('button', { name: '创建缺少的场景' }).click();
  await expect(page.locator('[data-scene="sc-top"]')).toHaveAttribute('data-match', 'matched');
  expect((await studio.state()).live.switcher.scenes).toContain('俯拍(新)');
});

test('PREP-07 every scene can be tried from here, and the walk is remembered', async ({ page, studio }) => {
  await openGate(page, studio);
  const row = page.locator('[data-scene="sc-duo"]');
  await expect(row).toContainText('没走过');
  // What was on program when the studio started was seen there, too.
  const before = Object.keys((await studio.state()).state.prep.walkedScenes).length;
  await row.getByRole('button', { name: '试走' }).click();
  await expect(row).toContainText('正在画面上');
  await page.locator('[data-scene="sc-safe"]').getByRole('button', { name: '试走' }).click();
  await expect(row).toContainText('走过');
  await expect(part(page, 'scenes')).toContainText(`试走 ${before + 2}/10`);
});

test('PREP-07 an OBS that can’t be reached says why and what to do in OBS', async ({ page, studio }) => {
  await openGate(page, studio);
  await page.getByRole('radio', { name: /^OBS/u }).click();
  await page.getByLabel('地址', { exact: true }).fill('ws://127.0.0.1:9');
  await page.getByRole('button', { name: '保存并连接' }).click();
  const switcher = part(page, 'switcher');
  await expect(switcher).toContainText('OBS:连不上');
  await expect(switcher).toContainText('连不上 OBS(ws://127.0.0.1:9)');
  await expect(switcher).toContainText('工具 → WebSocket 服务器设置');
  await expect(page.locator('[data-check="link"]')).toHaveAttribute('data-verdict', 'attention');
  for (const check of ['scenes', 'fps', 'skippedFrames', 'audio', 'disk'])
    await expect(page.locator(`[data-check="${check}"]`)).toHaveAttribute('data-verdict', 'unknown');
  await expect(page.locator('[data-section="switcher"]')).toContainText('没有连上 OBS');
});

test('PREP-01 the floor manager signs each person in with one press; nobody else signs for others', async ({
  page,
  studio,
}) => {
  await openGate(page, studio);
  await actAs(page, 'm-host');
  await expect(page.locator('[data-member="m-tech"]')).toBeDisabled();
  await expect(page.locator('[data-member="m-host"]')).toBeEnabled();
  await actAs(page, 'm-floor');
  for (const member of ['m-host', 'm-director', 'm-tech']) {
    await page.locator(`[data-member="${member}"]`).click();
    await expect(page.locator(`[data-member="${member}"]`)).toHaveAttribute('aria-pressed', 'true');
  }
  await expect(page.locator('[data-section="people"]')).toHaveAttribute('data-blockers', '0');
  await expect(part(page, 'people')).toContainText('到岗 3/12');
});

test('PREP-01 ticks, sign-ins and counts stand where they were after the core comes back', async ({
  page,
  studio,
}) => {
  await openGate(page, studio);
  await actAs(page, 'm-floor');
  await page.locator('[data-member="m-host"]').click();
  const stock = page.locator('[data-prize="z-bag"]');
  await stock.getByRole('textbox').fill('7');
  await stock.getByRole('button', { name: '清点' }).click();
  await expect(stock).toContainText('还差 3 份');
  await studio.command('checklist.tick', { itemId: 'd1' }, 'm-planner');
  const first = part(page, 'checklist').locator('[data-phase="T-24h"]');
  await expect(first).toContainText('1/9');
  const before = await blockerCount(page);
  studio.crashCore();
  await expect(page.locator('.stale-strip')).toBeVisible();
  await expect(page.locator('.stale-strip')).toHaveCount(0, { timeout: 15_000 });
  await expect(page.locator('[data-member="m-host"]')).toHaveAttribute('aria-pressed', 'true');
  await expect(stock).toContainText('还差 3 份');
  await expect(first).toContainText('1/9');
  await expect.poll(() => blockerCount(page)).toBe(before);
});

test('PREP-01 opening a show says who is not on its crew, and lets them choose anew', async ({
  page,
  studio,
}) => {
  await openGate(page, studio);
  await actAs(page, 'm-floor');
  const file = demo();
  await studio.importShow({
    ...file,
    show: { ...file.show, id: 'show-other', title: '另一场' },
    team: file.team.map((member) => (member.id === 'm-floor' ? { ...member, id: 'm-floor-2' } : member)),
  });
  await page.reload();
  await part(page, 'show')
    .locator('.gate-row', { hasText: '另一场' })
    .getByRole('button', { name: '打开' })
    .click();
  await expect(part(page, 'show').locator('.gate-show-title')).toHaveText('另一场');
  const menu = page.locator('.member-menu select');
  await expect(menu.locator('option:checked')).toHaveText('不在本场名单');
  await expect(page.locator('[data-member="m-host"]')).toBeDisabled();
  await menu.selectOption('m-floor-2');
  await page.locator('[data-member="m-host"]').click();
  await expect(page.locator('[data-member="m-host"]')).toHaveAttribute('aria-pressed', 'true');
});

test('PREP-10 a rehearsal starts from here whatever the gate says, on the rehearsal switcher, and is no live run', async ({
  page,
  studio,
}) => {
  await openGate(page, studio);
  expect(await blockerCount(page)).toBeGreaterThan(0);
  await page.getByRole('button', { name: '先彩排一遍' }).click();
  await expect(page.locator('[data-state="rehearsal"]')).toBeVisible();
  await expect(page.getByRole('button', { name: '去导播台' })).toBeVisible();
  const { state, live } = await studio.state();
  expect(state.run?.mode).toBe('rehearsal');
  expect(live.switcher.kind).toBe('rehearsal');
  // The gate was not passed: going live is as far away as before.
  await studio.command('run.end', {});
  await expect(page.getByTestId('go-live')).toBeDisabled();
  expect(await studio.command('run.start', { mode: 'live' })).toMatchObject({
    ok: false,
    error: { code: 'GATE_BLOCKED' },
  });
});

test('LIVE-08 a spare OBS is entered by the technician; when the main one is lost, one press on the desk changes over', async ({
  page,
  studio,
}) => {
  const main = await ScriptedObs.start();
  const spare = await ScriptedObs.start();
  try {
    await studio.command('obs.settings', { url: main.url, password: '' });
    await openGate(page, studio);
    await actAs(page, 'm-tech');
    const form = page.getByTestId('spare');
    await form.locator('summary').click();
    await form.getByLabel('备机地址').fill(spare.url);
    await form.getByRole('button', { name: '接上备机' }).click();
    await expect(form.locator('summary')).toContainText('备用 OBS:已连接');

    await page.goto(studio.link('director'));
    const strip = page.getByTestId('spare-strip');
    await expect(page.locator('[data-lamp="spare"]')).toHaveAttribute('data-level', 'ok');
    await expect(strip).toHaveCount(0);
    await main.stop();
    await expect(strip).toContainText('备机就绪,画面是「A」');
    await strip.getByRole('button', { name: '改用备机' }).click();
    await expect(strip).toHaveCount(0);
    await expect(page.locator('[data-lamp="obs"]')).toHaveAttribute('data-level', 'ok');
    await expect(page.locator('[data-lamp="spare"]')).toHaveAttribute('data-level', 'attention');
    const { live } = await studio.state();
    expect(live.switcher.pair?.leader).toBe('spare');
  } finally {
    await spare.stop();
  }
});

test('LIVE-08 director or technician lets Kaibo cut to the safe scene by itself; others see who may', async ({
  page,
  studio,
}) => {
  await openGate(page, studio);
  const rule = page.getByTestId('safe-scene-policy');
  await actAs(page, 'm-host');
  await expect(rule.getByRole('checkbox').first()).toBeDisabled();
  await actAs(page, 'm-director');
  await expect(rule).toContainText('垫片');
  const afterLoss = rule.getByRole('checkbox', { name: '断线重连后切一次' });
  await afterLoss.click();
  await expect
    .poll(async () => (await studio.state()).state.prep.safeScenePolicy)
    .toEqual({ afterLoss: 'safeScene', missingScene: 'stay' });
  await page.reload();
  await expect(afterLoss).toBeChecked();
  await afterLoss.click();
  await expect.poll(async () => (await studio.state()).state.prep.safeScenePolicy.afterLoss).toBe('stay');
});

for (const language of ['zh-CN', 'en']) {
  test(`LIVE-08 every way OBS can be missing has words of its own on gate and desk (${language})`, async ({
    page,
    studio,
  }) => {
    await page.addInitScript((chosen) => localStorage.setItem('kaibo.language', chosen), language);
    const said = new Map<string, string>();
    for (const [name, start] of Object.entries({
      closedPort,
      silentPeer,
      webServer,
      busyPeer,
      passwordPeer,
    })) {
      const peer = await start();
      await studio.command('obs.settings', { url: peer.url, password: 'secret' });
      await openGate(page, studio);
      const lead = part(page, 'switcher').getByTestId('switcher-problem');
      await expect(lead).toBeVisible();
      said.set(name, (await lead.innerText()).replace(peer.url, ''));
      await page.goto(studio.link('director'));
      const lamp = page.locator('.lamps li', { has: page.locator('[data-lamp="obs"]') });
      await expect(lamp.locator('[role="tooltip"] em')).toContainText(said.get(name)?.slice(-12) ?? '');
      await peer.stop();
    }
    expect(new Set(said.values()).size, JSON.stringify([...said])).toBe(5);
    for (const words of said.values()) expect(words).not.toMatch(/OBS_|NOT_OBS|[{}]/);
    if (language === 'zh-CN')
      for (const words of said.values())
        expect(words.replaceAll(/OBS|obs-websocket/g, '')).not.toMatch(/[a-z]{3}/i);
  });
}

test.describe('without a show', () => {
  test.use({ studioStart: { demo: false } });

  test('XC-11 an empty studio says what to do first, names every problem of a bad file in Chinese, and opens a good one', async ({
    page,
    studio,
  }) => {
    await openGate(page, studio);
    await expect(page.getByText('没用过?先用演示场次走一遍')).toBeVisible();
    await expect(page.getByTestId('go-live')).toHaveCount(0);

    const bad = demo() as ShowFile & { segments: { title?: string; script: { atSec: unknown }[] }[] };
    delete bad.segments[1]?.title;
    const paragraph = bad.segments[0]?.script[0];
    if (paragraph !== undefined) paragraph.atSec = '十秒';
    await page.locator('input[type="file"]').setInputFiles({
      name: '坏文件.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(bad)),
    });
    const problems = page.locator('.gate-import-problems');
    await expect(problems).toContainText('场次文件有 2 处问题,什么都没有导入');
    await expect(problems.locator('li')).toHaveText([
      'segments[0].script[0].atSec类型不对,应为数字',
      'segments[1].title缺少这一项',
    ]);

    await page.locator('input[type="file"]').setInputFiles(DEMO_FILE);
    await expect(part(page, 'show')).toContainText(demo().show.title);
    await expect(page.getByTestId('blocker-count')).toBeVisible();
  });

  test('XC-11 an empty studio opens the demo show in one press', async ({ page, studio }) => {
    await openGate(page, studio);
    await page.getByRole('button', { name: '打开演示场次' }).click();
    await expect(part(page, 'show')).toContainText(demo().show.title);
    await expect(page.getByTestId('open-demo')).toHaveCount(0);
  });
});

for (const [width, height] of [
  [1920, 1080],
  [1280, 800],
  [390, 844],
] as const) {
  test(`XC-11 ${width}×${height} holds 50-character names without scrolling sideways or cutting a name`, async ({
    page,
    studio,
  }) => {
    const long = '名'.repeat(50);
    const file = demo();
    await studio.importShow({
      ...file,
      show: { ...file.show, title: long },
      team: file.team.map((member) => ({ ...member, displayName: long })),
      scenes: file.scenes.map((scene) => ({ ...scene, label: long })),
      prizes: file.prizes.map((prize) => ({ ...prize, name: long })),
    });
    await page.setViewportSize({ width, height });
    await openGate(page, studio);
    await expect(page.getByTestId('blocker-count')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const cut = await page
      .locator('.gate-sections b, .gate-show-title')
      .evaluateAll(
        (names) =>
          names.filter((name) => name.scrollWidth > name.clientWidth + 1 && name.clientWidth > 0).length,
      );
    expect(cut).toBe(0);
    // On a desk the page itself stands still; only its list scrolls.
    if (width > 900)
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(height);
  });
}

test('XC-11 without the core the page stays as it was and says so', async ({ page, studio }) => {
  await openGate(page, studio);
  const before = await blockerCount(page);
  await studio.kill();
  await expect(page.locator('.stale-strip')).toContainText('与中控失去联系');
  expect(await blockerCount(page)).toBe(before);
  await expect(page.getByRole('button', { name: '先彩排一遍' })).toBeDisabled();
});
