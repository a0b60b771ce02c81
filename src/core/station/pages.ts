import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { StationKind } from '#shared/model/station';

/** Which built page shows which station. */
const PAGES: Readonly<Record<StationKind, string>> = {
  director: 'console',
  gate: 'console',
  settings: 'console',
  prompter: 'prompter',
  checklist: 'checklist',
  assistant: 'assistant',
  overlay: 'overlay',
};

/** Only our own files, only our own core; a page can't be framed. The overlay is shown inside OBS, not in a frame. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function secured(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'content-security-policy': CONTENT_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  });
}

/** Serves the built stations: `/` is the director’s desk. */
export async function servePages(server: FastifyInstance, rendererDir: string): Promise<void> {
  await server.register(fastifyStatic, { root: rendererDir, serve: false });
  if (existsSync(join(rendererDir, 'assets'))) {
    await server.register(fastifyStatic, {
      root: join(rendererDir, 'assets'),
      prefix: '/assets/',
      decorateReply: false,
      immutable: true,
      maxAge: '365d',
    });
  }
  server.get('/', (_request, reply) =>
    secured(reply).sendFile('console/index.html', { cacheControl: false }),
  );
  for (const [kind, page] of Object.entries(PAGES)) {
    server.get(`/${kind}`, (_request, reply) =>
      secured(reply).sendFile(`${page}/index.html`, { cacheControl: false }),
    );
  }
}
