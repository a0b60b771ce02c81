import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { z } from '#shared/zod';
import { KaiboError, type ErrorCode } from '#shared/errors';
import type { StudioEvent } from '#shared/model/events';
import { showIdSchema } from '#shared/model/ids';
import { problemText } from '#shared/model/showFile';
import { goLiveBlockers } from '#shared/run/goLiveGate';
import { KAIBO_VERSION } from '../version.ts';
import type { CommandRates } from './commandRate.ts';
import type { Studio } from './servedStudio.ts';
import { openApiDocument } from './openapi.ts';
import { errorReply, statusOf } from './errorReplies.ts';
import { checked, grantsOf, principalOfRequest, tokenOf } from './requestCaller.ts';
import type { Tokens } from './tokens.ts';

export const IMPORT_LIMIT_BYTES = 32 * 1024 * 1024;
const PAGE = 500;
const eventsQuerySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
});
const showParamsSchema = z.object({ id: showIdSchema });

/** The control API for Stream Deck, Companion and scripts. Documented, versioned, kept compatible. */
export function serveControlApi(
  server: FastifyInstance,
  studio: Studio,
  tokens: Tokens,
  rates: CommandRates,
): void {
  server.get('/api/v1/health', () => ({ status: 'ok', version: KAIBO_VERSION, seq: studio.executor.seq }));
  let document: object | null = null;
  server.get('/api/v1/openapi.json', () => (document ??= openApiDocument()));

  server.get('/api/v1/state', (request) => {
    grantsOf(request, tokens);
    const { executor, board, clock } = studio;
    return {
      seq: executor.seq,
      studioMs: clock.now(),
      state: executor.state,
      live: board.status,
      goLiveBlockers: goLiveBlockers(executor.state, studio.switcherFacts()),
    };
  });

  server.post('/api/v1/commands', (request, reply) => {
    const principal = principalOfRequest(request, tokens, studio);
    rates.of(tokenOf(request)).take(request.body, performance.now());
    const result = studio.execute(request.body, principal);
    return reply.status(result.ok ? 200 : refusalStatus(result.error.code)).send(result);
  });

  server.get('/api/v1/events', async (request) => {
    grantsOf(request, tokens);
    const { after, limit } = checked(eventsQuerySchema, request.query);
    const events: StudioEvent[] = [];
    // A page a turn: cues and commands come in between, however much is asked for.
    for (;;) {
      const asked = Math.min(PAGE, limit - events.length);
      const page = studio.eventLog.after(events.at(-1)?.seq ?? after, asked);
      events.push(...page);
      if (page.length < asked || events.length === limit) break;
      await setImmediate();
    }
    return { events, lastSeq: studio.executor.seq };
  });

  // A show file is JSON, but it is read by our own reader, which names every problem by its path.
  server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: IMPORT_LIMIT_BYTES },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.post('/api/v1/import', { bodyLimit: IMPORT_LIMIT_BYTES }, (request, reply) => {
      const principal = principalOfRequest(request, tokens, studio);
      const outcome = studio.importShowFile(typeof request.body === 'string' ? request.body : '', principal);
      if (outcome.ok) return reply.send(outcome);
      const params = {
        count: outcome.problems.length,
        first: outcome.problems[0] === undefined ? '' : problemText(outcome.problems[0]),
      };
      return reply.status(400).send(errorReply({ code: 'SHOW_FILE_INVALID', params }, outcome.problems));
    });
    done();
  });

  server.get('/api/v1/shows/:id/export', (request) => {
    grantsOf(request, tokens);
    const params = showParamsSchema.safeParse(request.params);
    const found = params.success ? studio.shows.find(params.data.id) : null;
    if (found === null)
      throw new KaiboError('SHOW_NOT_FOUND', { showId: params.success ? params.data.id : '' });
    return found.plan;
  });
}

const httpCode = (code: string): code is ErrorCode =>
  code === 'ROLE_FORBIDDEN' || code === 'UNAUTHORIZED' || code === 'BAD_REQUEST';
/** A refused command is an answer, not a broken request: 409, unless the request itself was at fault. */
const refusalStatus = (code: string): number => (httpCode(code) ? statusOf(code) : 409);
