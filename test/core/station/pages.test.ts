import { request } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesId } from '#core/station/pages';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discard, inMemoryStudio, type InMemoryStudio } from '../../support/inMemoryStudio.ts';

let room: InMemoryStudio;
beforeEach(async () => {
  room = await inMemoryStudio();
  const assets = join(room.dataDir, 'pages/assets');
  mkdirSync(assets);
  writeFileSync(join(assets, 'console-a1b2.js'), 'export {};\n');
});
afterEach(() => discard(room));

const get = (path: string, init?: RequestInit): Promise<Response> => fetch(`${room.url}${path}`, init);

/** As it stands: `fetch` takes a `..` out of a path and asks for nothing that may be cached. */
const statusOfRaw = (path: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request({ port: room.port, host: '127.0.0.1', path, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    })
      .once('error', reject)
      .end();
  });

describe('XC-10 the pages of the stations', () => {
  it.each(['/', '/director', '/gate', '/settings', '/prompter', '/checklist', '/assistant', '/overlay'])(
    'XC-10 %s is a page that may load what is ours alone',
    async (path) => {
      const page = await get(path);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<title>Kaibo</title>');
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('cache-control')).toBeNull();
    },
  );

  it('what a page loads is kept by the browser for good, a page is asked for anew', async () => {
    const asset = await get('/assets/console-a1b2.js');
    expect(asset.status).toBe(200);
    expect(asset.headers.get('content-type')).toBe('application/javascript; charset=utf-8');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await asset.text()).toBe('export {};\n');
    const etag = (await get('/director')).headers.get('etag') ?? '';
    expect(await statusOfRaw('/director', { 'if-none-match': etag })).toBe(304);
    expect(await statusOfRaw('/director', { 'if-none-match': 'W/"other"' })).toBe(200);
  });

  it.each([
    '/assets/none.js',
    '/assets/',
    '/assets/../prompter/index.html',
    '/assets/..%2fprompter%2findex.html',
    '/assets/..%2f..%2fkaibo.db',
    '/assets/%2e%2e/%2e%2e/kaibo.db',
    '/assets/%00',
    '/assets/..%5c..%5ckaibo.db',
    '/kaibo.db',
    '/console/index.html',
  ])('XC-10 nothing but a page and what it loads is served: %s', async (path) => {
    expect(await statusOfRaw(path)).toBe(404);
  });

  it('their id is the same for the same pages, another after an update, and there without any', () => {
    const folder = join(room.dataDir, 'pages');
    const before = pagesId(folder);
    expect(pagesId(folder)).toBe(before);
    writeFileSync(join(folder, 'prompter/index.html'), '<!doctype html><title>Kaibo</title><p>');
    expect(pagesId(folder)).not.toBe(before);
    expect(pagesId(join(folder, 'assets'))).not.toBe('');
  });
});
