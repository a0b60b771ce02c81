import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import fastifyCookie from '@fastify/cookie';
import Fastify, { type FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import { tokenCookie } from '#shared/model/station';
import { CommandRates } from './commandRate.ts';
import type { Studio } from './servedStudio.ts';
import { serveControlApi } from './controlApi.ts';
import { COMMAND_LIMIT_BYTES, handleErrors, replyToError } from './errorReplies.ts';
import { serveEventStream } from './eventStream.ts';
import { isKnownHost, isOwnOrigin } from './hostPolicy.ts';
import { pagesId, servePages } from './pages.ts';
import { bearer, cookieToken } from './requestCaller.ts';
import { serveStation } from './stationSocket.ts';
import { serveStudioApi } from './studioApi.ts';
import type { Tokens } from './tokens.ts';

export type ServerOptions = {
  readonly host: string;
  /** The first that no other program has; 0: any. */
  readonly ports: readonly number[];
  readonly rendererDir: string;
  readonly tokens: Tokens;
};
export type RunningServer = {
  readonly host: string;
  readonly port: number;
  readonly close: () => Promise<void>;
};

/**
 * Serves stations and the control API.
 *
 * @throws KaiboError PORT_TAKEN: each of the ports
 */
export async function startServer(studio: Studio, options: ServerOptions): Promise<RunningServer> {
  const [port = 0, ...others] = options.ports;
  try {
    return await serveOn(port, studio, options);
  } catch (error) {
    if (others.length === 0 || !(error instanceof KaiboError) || error.code !== 'PORT_TAKEN') throw error;
    return startServer(studio, { ...options, ports: others });
  }
}

async function serveOn(port: number, studio: Studio, options: ServerOptions): Promise<RunningServer> {
  const server = Fastify({
    bodyLimit: COMMAND_LIMIT_BYTES,
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => void replyToError(error, request, reply, studio.log),
  });
  const bound = { host: options.host, port };
  await server.register(fastifyCookie);
  server.addHook('onRequest', (request, _reply, done) => {
    if (
      !isKnownHost(request.headers.host, bound) ||
      !isOwnOrigin(request.headers.origin, request.headers.host)
    )
      throw new KaiboError('ORIGIN_FORBIDDEN');
    done();
  });
  handleErrors(server, studio.log);
  letIn(server, options.tokens);
  const rates = new CommandRates();
  serveControlApi(server, studio, options.tokens, rates);
  serveStudioApi(server, studio, options.tokens);
  servePages(server, options.rendererDir);
  const sockets = acceptSockets(server, studio, {
    tokens: options.tokens,
    rates,
    bound,
    pages: pagesId(options.rendererDir),
  });
  try {
    await server.listen({ host: options.host, port });
  } catch (cause) {
    await server.close();
    if (isPortTaken(cause)) throw new KaiboError('PORT_TAKEN', { host: options.host, port }, { cause });
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

/**
 * A link with `?token=` lets a browser in once: the token moves into a cookie that no script can read. A
 * viewer's link takes nothing away from a browser that may do more: the director can look at the overlay.
 */
function letIn(server: FastifyInstance, tokens: Tokens): void {
  const querySchema = z.object({ token: z.string().max(200) });
  server.addHook('onRequest', (request, reply, done) => {
    const query = querySchema.safeParse(request.query);
    const url = URL.parse(request.url, 'http://kaibo');
    if (!query.success || url === null || request.method !== 'GET' || url.pathname.startsWith('/api/')) {
      return done();
    }
    const grants = tokens.check(query.data.token);
    if (grants === null) throw new KaiboError('UNAUTHORIZED');
    const mayDoMore = grants.kind === 'viewer' && tokens.check(cookieToken(request)) !== null;
    if (!mayDoMore) {
      const name = tokenCookie(request.socket.localPort ?? 0);
      void reply.setCookie(name, query.data.token, { httpOnly: true, sameSite: 'strict', path: '/' });
    }
    url.searchParams.delete('token');
    void reply.redirect(`${url.pathname}${url.search}`, 302);
  });
}

function acceptSockets(
  server: FastifyInstance,
  studio: Studio,
  {
    tokens,
    rates,
    bound,
    pages,
  }: {
    readonly tokens: Tokens;
    readonly rates: CommandRates;
    readonly bound: { readonly host: string; readonly port: number };
    readonly pages: string;
  },
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: COMMAND_LIMIT_BYTES });
  const afterSchema = z.coerce.number().int().min(0).default(0);
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever goes away before the answer is nobody's loss; without a listener it would end the core.
    socket.on('error', (error) => studio.log(`upgrade: ${error.message}`));
    const url = URL.parse(request.url ?? '', 'http://kaibo');
    const token =
      bearer(request.headers.authorization) ??
      url?.searchParams.get('token') ??
      server.parseCookie(request.headers.cookie ?? '')[tokenCookie(request.socket.localPort ?? 0)];
    const grants = tokens.check(token);
    const allowed =
      isKnownHost(request.headers.host, bound) && isOwnOrigin(request.headers.origin, request.headers.host);
    if (
      !allowed ||
      grants === null ||
      url === null ||
      !['/station', '/api/v1/stream'].includes(url.pathname)
    ) {
      const status = !allowed ? '403 Forbidden' : grants === null ? '401 Unauthorized' : '404 Not Found';
      return turnAway(socket, status);
    }
    const after = afterSchema.safeParse(url.searchParams.get('after') ?? undefined);
    if (!after.success) return turnAway(socket, '400 Bad Request');
    // Of a log that has been recovered since, with a loss: to go on silently would hide it.
    if (after.data > studio.executor.seq) return turnAway(socket, '409 Conflict');
    sockets.handleUpgrade(request, socket, head, (opened) => {
      if (url.pathname === '/station')
        serveStation(opened, studio, { grants, rate: rates.of(token ?? ''), pages });
      else serveEventStream(opened, after.data, studio);
    });
  });
  return sockets;
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
