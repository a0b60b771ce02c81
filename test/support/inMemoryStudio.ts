import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createStudio, type RunningStudio, type StudioOptions } from '#core/studio';
import { commandResultSchema, type CommandResult } from '#shared/model/commandResult';
import type { CommandType } from '#shared/model/commands';
import type { StudioEvent } from '#shared/model/events';

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'kaibo-test-'));

/** Pages are not what these tests are about: one empty page per station. */
function emptyPages(folder: string): string {
  for (const page of ['console', 'prompter', 'checklist', 'assistant', 'overlay']) {
    mkdirSync(join(folder, page), { recursive: true });
    writeFileSync(join(folder, page, 'index.html'), '<!doctype html><title>Kaibo</title>');
  }
  return folder;
}

export type InMemoryStudio = RunningStudio & {
  readonly api: ApiClient;
  readonly logLines: readonly string[];
};

/** A whole studio in this process: a folder of its own, a free port, the rehearsal switcher. The caller stops it. */
export async function inMemoryStudio(
  options: Partial<StudioOptions> & { readonly show?: object } = {},
): Promise<InMemoryStudio> {
  const { show, ...rest } = options;
  const dataDir = rest.dataDir ?? newFolder();
  const logLines: string[] = [];
  const running = await createStudio({
    host: '127.0.0.1',
    port: 0,
    rendererDir: emptyPages(join(dataDir, 'pages')),
    log: (line) => logLines.push(line),
    ...rest,
    dataDir,
  });
  const api = apiClient(running.url, running.token);
  if (show !== undefined) {
    const answer = await api.importShow(JSON.stringify(show));
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  }
  return { ...running, api, logLines };
}

/** Stops a studio and leaves nothing behind. */
export async function discard(studio: RunningStudio): Promise<void> {
  await studio.stop();
  rmSync(studio.dataDir, { recursive: true, force: true });
}

export type Reply = { readonly status: number; readonly body: unknown };
export type ApiClient = ReturnType<typeof apiClient>;

/** The control API as a script uses it. */
export function apiClient(url: string, token: string) {
  const request = async (path: string, init: RequestInit = {}, as?: string): Promise<Reply> => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...(as === undefined ? {} : { 'x-kaibo-member': as }),
        ...Object.fromEntries(new Headers(init.headers)),
      },
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  };
  const post = (path: string, body: unknown, as?: string) =>
    request(
      path,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      as,
    );
  return {
    request,
    post,
    get: (path: string) => request(path),
    importShow: (text: string, as?: string) =>
      request(
        '/api/v1/import',
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: text },
        as,
      ),
    send: async (type: CommandType, payload: object = {}, as?: string): Promise<CommandResult> =>
      commandResultSchema.parse(
        (await post('/api/v1/commands', { id: randomUUID(), type, payload }, as)).body,
      ),
    events: async (after = 0, limit = 10_000): Promise<readonly StudioEvent[]> =>
      z
        .object({ events: z.array(z.custom<StudioEvent>()) })
        .parse((await request(`/api/v1/events?after=${after}&limit=${limit}`)).body).events,
  };
}

/** Waits for a state instead of for a time. */
export async function eventually<T>(
  what: string,
  look: () => T | null | undefined | false,
  withinMs = 5000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resume) => setTimeout(resume, 5));
  }
}
