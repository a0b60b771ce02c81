import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import send, { type SendOptions } from '@fastify/send';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
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

/**
 * Which build of the pages this is: the same as long as they are the same. Whatever a page loads has its content in
 * its name, so a page’s own file stands for all of it.
 */
export function pagesId(rendererDir: string): string {
  const digest = createHash('sha256');
  for (const page of new Set(Object.values(PAGES))) {
    const file = join(rendererDir, page, 'index.html');
    // Not there while it is being developed: another server has the pages then.
    if (existsSync(file)) digest.update(readFileSync(file));
  }
  return digest.digest('base64url');
}

/** Serves the built stations: `/` is the director’s desk. */
export function servePages(server: FastifyInstance, rendererDir: string): void {
  // A page changes with the next version of Kaibo; what it loads carries its content in its name.
  const page: SendOptions = { root: rendererDir, cacheControl: false };
  const asset: SendOptions = { root: join(rendererDir, 'assets'), immutable: true, maxAge: '365d' };
  for (const [path, name] of [['', PAGES.director], ...Object.entries(PAGES)] as const)
    server.get(`/${path}`, (request, reply) => sendFile(request, secured(reply), `${name}/index.html`, page));
  server.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
    sendFile(request, reply, encodeURI(request.params['*']), asset),
  );
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  options: SendOptions,
): Promise<FastifyReply> {
  const found = await send(request.raw, path, { ...options, index: false });
  if (found.type !== 'file') {
    reply.callNotFound();
    return reply;
  }
  return reply.code(found.statusCode).headers(found.headers).send(found.stream);
}
