import { fileURLToPath } from 'node:url';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const ORIGIN = 'http://settings.test';
let built: Promise<{ readonly script: string; readonly style: string }> | null = null;

/** The page, built once, in memory. */
async function buildPage(): Promise<{ readonly script: string; readonly style: string }> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    plugins: [react()],
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: fileURLToPath(new URL('desktopSettingsPage.tsx', import.meta.url)) },
    },
  });
  const files = (Array.isArray(result) ? result : [result]).flatMap((each) =>
    'output' in each ? each.output : [],
  );
  const script = files.find((file) => file.type === 'chunk' && file.isEntry);
  const style = files.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (script?.type !== 'chunk' || style?.type !== 'asset') throw new Error('the build gave no page');
  return { script: script.code, style: String(style.source) };
}

async function openSettings(context: BrowserContext, query = ''): Promise<Page> {
  built ??= buildPage();
  const { script, style } = await built;
  await context.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.endsWith('.js')) return route.fulfill({ contentType: 'text/javascript', body: script });
    if (pathname.endsWith('.css')) return route.fulfill({ contentType: 'text/css', body: style });
    return route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: '<!doctype html><link rel="stylesheet" href="/page.css"><div id="root"></div><script type="module" src="/page.js"></script>',
    });
  });
  const page = await context.newPage();
  await page.goto(`${ORIGIN}/${query}`);
  return page;
}

test('XC-11 every setting of the desktop has a name and is reached and changed by keyboard', async ({
  context,
}) => {
  const page = await openSettings(context);
  const language = page.getByLabel('菜单与通知的语言');
  await expect(language).toHaveValue('system');
  await page.keyboard.press('Tab');
  await expect(language).toBeFocused();
  await language.selectOption('繁體中文');
  await expect(language).toHaveValue('zh-TW');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('启动时打开提词器')).toBeFocused();
  await page.keyboard.press('Tab');
  const take = page.getByLabel('全局快捷键:下一段');
  await expect(take).toBeFocused();
  await expect(take).toHaveValue('');
  await take.selectOption('F13');
  await expect(take).toHaveValue('F13');
  await page.getByRole('button', { name: '打开日志与崩溃记录' }).press('Enter');
  expect(await page.evaluate(() => Reflect.get(window, 'asked') as unknown)).toEqual(['logs']);
});

test('a key that something else has is said at once, in amber and in words', async ({ context }) => {
  const page = await openSettings(context);
  await page.getByLabel('全局快捷键:静音并切到垫片').selectOption('F16');
  const said = page.getByText('这个键已被占用,现在不起作用。请换一个。');
  await expect(said).toHaveCSS('color', 'rgb(242, 167, 27)');
});

test('a change that the desktop could not make is said, and the setting shows what is true', async ({
  context,
}) => {
  const page = await openSettings(context);
  await page.getByLabel('启动时打开提词器').click();
  await expect(page.getByRole('status')).toHaveText('没能改好,设置还是原来的样子。请再试一次。');
  await expect(page.getByLabel('启动时打开提词器')).not.toBeChecked();
});

test('XC-10 it says where the OBS password is', async ({ context }) => {
  const page = await openSettings(context);
  await expect(page.getByText('保存在系统钥匙串里,已加密')).toBeVisible();
});

for (const [name, width] of [
  ['a desk', 1_280],
  ['a phone', 390],
] as const)
  test(`nothing is cut off on the width of ${name}`, async ({ context }) => {
    const page = await openSettings(context);
    await page.setViewportSize({ width, height: 844 });
    await expect(page.getByRole('heading')).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.screenshot({ path: test.info().outputPath(`desktop-settings-${width}.png`), fullPage: true });
  });

test('in a browser it says that these settings belong to the desktop', async ({ context }) => {
  const page = await openSettings(context, '?browser');
  await expect(page.getByText('这个页面开在浏览器里。')).toBeVisible();
  await expect(page.getByRole('combobox')).toHaveCount(0);
});
