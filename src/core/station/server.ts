import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import fastifyCookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { errorMessage, KaiboError, type ErrorBody, type ErrorCode } from '#shared/errors';
import { memberIdSchema } from '#shared/model/ids';
import type { Principal } from '../run/executor.ts';
import type { Studio } from '../studio.ts';
import { serveControlApi } from './controlApi.ts';
import { serveEventStream } from './eventStream.ts';
import { isKnownHost, isOwnOrigin } from './hostPolicy.ts';
import { servePages } from './pages.ts';
import { serveStation } from './stationSocket.ts';
import { serveStudioApi } from './studioApi.ts';
import { principalOf, type Grants, type Tokens } from './tokens.ts';

export const TOKEN_COOKIE = 'kaibo_token';
const COMMAND_LIMIT_BYTES = 512 * 1024;

export type ServerOptions = { readonly host: string; readonly port: number; readonly rendererDir: string; readonly tokens: Tokens };
export type RunningServer = { readonly host: string; readonly port: number; readonly close: () => Promise<void> };

/**
 * Serves stations and the control API.
 *
 * @throws KaiboError PORT_TAKEN
 */
export async function startServer(studio: Studio, options: ServerOptions): Promise<RunningServer> {
  const server = Fastify({ bodyLimit: COMMAND_LIMIT_BYTES, forceCloseConnections: true });
  const bound = { host: options.host, port: options.port };
  await server.register(fastifyCookie);
  server.addHook('onRequest', (request, _reply, done) => {
    if (!isKnownHost(request.headers.host, bound) || !isOwnOrigin(request.headers.origin, request.headers.host)) throw new KaiboError('ORIGIN_FORBIDDEN');
    done();
  });
  handleErrors(server, studio);
  letIn(server, options.tokens);
  serveControlApi(server, studio, options.tokens);
  serveStudioApi(server, studio, options.tokens);
  await servePages(server, options.rendererDir);
  const sockets = acceptSockets(server, studio, options.tokens, bound);
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (cause) {
    await server.close();
    if (isPortTaken(cause)) throw new KaiboError('PORT_TAKEN', { host: options.host, port: options.port }, { cause });
    throw cause;
  }
  const address = server.server.address();
  if (address !== null && typeof address === 'object') bound.port = address.port;
  return {
    ...bound,
    close: async () => {
      for (const socket of sockets.clients) socket.close(1001, 'closing');
      await server.close();
    },
  };
}

const systemErrorSchema = z.object({ code: z.enum(['EADDRINUSE', 'EACCES']) });
const isPortTaken = (error: unknown): boolean => systemErrorSchema.safeParse(error).success;

/** A link with `?token=` lets a browser in once: the token moves into a cookie that no script can read. */
function letIn(server: FastifyInstance, tokens: Tokens): void {
  const querySchema = z.object({ token: z.string().max(200) });
  server.addHook('onRequest', (request, reply, done) => {
    const query = querySchema.safeParse(request.query);
    const url = new URL(request.url, 'http://kaibo');
    if (!query.success || request.method !== 'GET' || url.pathname.startsWith('/api/')) return done();
    if (tokens.check(query.data.token) === null) throw new KaiboError('UNAUTHORIZED');
    url.searchParams.delete('token');
    void reply
      .setCookie(TOKEN_COOKIE, query.data.token, { httpOnly: true, sameSite: 'strict', path: '/' })
      .redirect(`${url.pathname}${url.search}`, 302);
  });
}

const bearer = (header: string | undefined): string | undefined => /^Bearer (\S+)$/iu.exec(header ?? '')?.[1];

/** @throws KaiboError UNAUTHORIZED */
export function grantsOf(request: FastifyRequest, tokens: Tokens): Grants {
  const grants = tokens.check(bearer(request.headers.authorization) ?? request.cookies[TOKEN_COOKIE]);
  if (grants === null) throw new KaiboError('UNAUTHORIZED');
  return grants;
}


/** @throws KaiboError BAD_REQUEST, saying what is wrong where */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new KaiboError('BAD_REQUEST', { detail: z.prettifyError(parsed.error) });
  return parsed.data;
}

/** Who sends this request; `x-kaibo-member` names the person at a screen of the studio PC. */
export function principalOfRequest(request: FastifyRequest, tokens: Tokens, studio: Studio): Principal {
  const as = checked(memberIdSchema.nullable(), request.headers['x-kaibo-member'] ?? null);
  return principalOf(grantsOf(request, tokens), as, null, studio.executor.state.plan);
}

function acceptSockets(server: FastifyInstance, studio: Studio, tokens: Tokens, bound: { readonly host: string; readonly port: number }): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: COMMAND_LIMIT_BYTES });
  const afterSchema = z.coerce.number().int().min(0).catch(0);
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = URL.parse(request.url ?? '', 'http://kaibo');
    const token = bearer(request.headers.authorization) ?? cookieOf(server, request) ?? url?.searchParams.get('token') ?? undefined;
    const grants = tokens.check(token);
    const allowed = isKnownHost(request.headers.host, bound) && isOwnOrigin(request.headers.origin, request.headers.host);
    if (!allowed || grants === null || url === null || !['/station', '/api/v1/stream'].includes(url.pathname)) {
      const status = !allowed ? '403 Forbidden' : grants === null ? '401 Unauthorized' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      if (url.pathname === '/station') serveStation(opened, grants, studio);
      else serveEventStream(opened, afterSchema.parse(url.searchParams.get('after') ?? 0), studio);
    });
  });
  return sockets;
}

function cookieOf(server: FastifyInstance, request: IncomingMessage): string | undefined {
  return server.parseCookie(request.headers.cookie ?? '')[TOKEN_COOKIE];
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHORIZED: 401,
  ROLE_FORBIDDEN: 403,
  ORIGIN_FORBIDDEN: 403,
  NOT_FOUND: 404,
  SHOW_NOT_FOUND: 404,
  PAYLOAD_TOO_LARGE: 413,
  SHOW_FILE_TOO_LARGE: 413,
  SHOW_IN_RUN: 409,
  RATE_LIMITED: 429,
  DISK_FULL: 507,
  INTERNAL: 500,
};

export const errorReply = (error: ErrorBody, details?: readonly unknown[]) => ({
  ok: false as const,
  error: { ...error, message: errorMessage(error), ...(details === undefined ? {} : { details }) },
});
export const statusOf = (code: ErrorCode): number => STATUS[code] ?? 400;

const fastifyErrorSchema = z.object({ code: z.string(), statusCode: z.number() });

function handleErrors(server: FastifyInstance, studio: Studio): void {
  server.setErrorHandler((error, request, reply) => {
    const body = toErrorBody(error, request);
    if (body.code === 'INTERNAL') studio.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return reply.status(statusOf(body.code)).send(errorReply(body));
  });
  server.setNotFoundHandler((request, reply) => reply.status(404).send(errorReply({ code: 'NOT_FOUND', params: { path: request.url.split('?')[0] ?? '' } })));
}

function toErrorBody(error: unknown, request: FastifyRequest): ErrorBody {
  if (error instanceof KaiboError) return error.body;
  const known = fastifyErrorSchema.safeParse(error);
  if (known.success && known.data.statusCode === 413) return { code: 'PAYLOAD_TOO_LARGE', params: { limitBytes: request.routeOptions.bodyLimit ?? COMMAND_LIMIT_BYTES } };
  const detail = error instanceof Error ? error.message : String(error);
  if (known.success && known.data.statusCode < 500) return { code: 'BAD_REQUEST', params: { detail } };
  return { code: 'INTERNAL', params: { detail } };
}
