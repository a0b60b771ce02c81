import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { TcpProxy } from '../support/tcpProxy.ts';
import { distrustDatabase, expect, test, type TestStudio } from './studio.ts';

/** The director's desk over a cable that the test holds in its hand: another loopback address, the same port. */
async function openOverCable(page: Page, studio: TestStudio): Promise<TcpProxy> {
  const port = Number(new URL(studio.url).port);
  const cable = await TcpProxy.to(port, '::1', port);
  await page.goto(`http://[::1]:${port}/director?token=${studio.token}`);
  await expect(page.locator('.director')).toHaveAttribute('data-link', 'live');
  return cable;
}
/** How long the page takes from now until its link is in this state, by its own clock. */
function linkBecomes(page: Page, wanted: string): Promise<number> {
  return page.evaluate(
    (state) =>
      new Promise<number>((done) => {
        const startedAt = performance.now();
        const look = (): void => {
          if (document.querySelector('.director')?.getAttribute('data-link') === state)
            done(performance.now() - startedAt);
          else setTimeout(look, 10);
        };
        look();
      }),
    wanted,
  );
}

test('LIVE-25 a half-open station is STALE within 3 s, counts on by itself, and is aligned within 1 s of the mend', async ({
  page,
  studio,
}) => {
  await studio.command('run.start', { mode: 'rehearsal' });
  const cable = await openOverCable(page, studio);
  const clock = page.getByTestId('segment-clock');
  const stale: number[] = [];
  const healed: number[] = [];
  // Mended at different moments of its tries.
  for (const mendAfterMs of [200, 550, 900]) {
    const becomesStale = linkBecomes(page, 'stale');
    cable.freeze();
    stale.push(await becomesStale);
    await expect(page.locator('.stale-strip')).toContainText('失去联系');
    const before = await clock.innerText();
    await expect(clock).not.toHaveText(before);
    // What happened meanwhile is there with the first word over the mended cable.
    const label = `marked ${mendAfterMs}`;
    await studio.command('clip.mark', { label });
    await page.waitForTimeout(mendAfterMs);
    const becomesLive = linkBecomes(page, 'live');
    cable.thaw();
    healed.push(await becomesLive);
    const { state } = await studio.state();
    expect(state.run?.clips.at(-1)?.label).toBe(label);
    await expect(page.locator('.stale-strip')).toHaveCount(0);
  }
  console.log(
    `stale after ${stale.map(Math.round).join(', ')} ms; aligned ${healed.map(Math.round).join(', ')} ms after the mend`,
  );
  expect(Math.max(...stale)).toBeLessThanOrEqual(3000);
  expect(Math.max(...healed)).toBeLessThanOrEqual(1000);
  await page.getByTestId('take').click();
  await expect(page.locator('.stale-strip')).toHaveCount(0);
  await cable.cut();
});

test('LIVE-25 a command given over a half-open link is run once, when the link is back', async ({
  page,
  studio,
}) => {
  await studio.command('run.start', { mode: 'rehearsal' });
  const cable = await openOverCable(page, studio);
  cable.freeze();
  await page.getByTestId('take').click();
  await expect(page.locator('.director')).toHaveAttribute('data-link', 'stale');
  cable.thaw();
  await expect(
    page
      .locator('[data-segment="s02"][aria-current]')
      .or(page.locator('[data-testid="now"][data-segment="s02"]'))
      .first(),
  ).toBeVisible();
  const { state } = await studio.state();
  expect(state.run?.currentIndex).toBe(1);
  await cable.cut();
});

test('LIVE-25 a reload in a run shows it again as it is', async ({ page, studio }) => {
  await studio.command('run.start', { mode: 'rehearsal' });
  await page.goto(studio.link('director'));
  await studio.command('segment.next', {});
  await page.reload();
  await expect(page.locator('.director')).toHaveAttribute('data-running', 'true');
  await expect(page.locator('.director')).toHaveAttribute('data-link', 'live');
});

test('LIVE-25 a station in a background tab is aligned when it is looked at again', async ({
  page,
  context,
  studio,
}) => {
  await studio.command('run.start', { mode: 'rehearsal' });
  await page.goto(studio.link('director'));
  await expect(page.locator('.director')).toHaveAttribute('data-link', 'live');
  const other = await context.newPage();
  await other.goto('about:blank');
  await other.bringToFront();
  studio.crashCore();
  await expect
    .poll(async () => (await studio.command('segment.next', {}).catch(() => ({ ok: false }))).ok)
    .toBe(true);
  await page.bringToFront();
  await expect(page.locator('.director')).toHaveAttribute('data-link', 'live');
  await expect(page.locator('.stale-strip')).toHaveCount(0);
});

test('LIVE-25 a station that reads no more is let go, and the others don’t wait for it', async ({
  page,
  studio,
}) => {
  await page.goto(studio.link('director'));
  const socket = new WebSocket(`${studio.url.replace('http', 'ws')}/station`, {
    headers: { authorization: `Bearer ${studio.token}` },
  });
  await new Promise((open) => socket.once('open', open));
  socket.send(
    JSON.stringify({ t: 'hello', hello: { stationId: 'deaf-station', kind: 'assistant', memberId: null } }),
  );
  const isHere = async (): Promise<boolean> =>
    (await studio.state()).live.stations.some(({ stationId }) => stationId === 'deaf-station');
  await expect.poll(isHere).toBe(true);
  socket.pause();
  await expect.poll(isHere, { timeout: 15_000 }).toBe(false);
  await expect(page.locator('.director')).toHaveAttribute('data-link', 'live');
  socket.terminate();
});

test('XC-08 a recovery of the database is told until somebody has read it', async ({ page, studio }) => {
  await page.goto(studio.link('director'));
  await expect(page.locator('.director')).toHaveAttribute('data-link', 'live');
  distrustDatabase(studio);
  const notice = page.getByTestId('recovery');
  await expect(notice).toContainText('没有丢失任何操作', { timeout: 20_000 });
  await page.goto(studio.link('checklist'));
  await expect(page.getByTestId('recovery')).toBeVisible();
  await expect(page.getByTestId('recovery').getByRole('button')).toHaveCount(0);
  await page.goto(studio.link('gate'));
  await page.getByTestId('recovery').getByRole('button', { name: '知道了' }).click();
  await expect(page.getByTestId('recovery')).toHaveCount(0);
});
