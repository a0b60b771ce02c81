import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from '#shared/zod';
import { errorMessage, KaiboError, type ErrorBody, type ErrorCode } from '#shared/errors';

export const COMMAND_LIMIT_BYTES = 512 * 1024;

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
  DATABASE_DAMAGED: 500,
  RECORD_DAMAGED: 500,
  INTERNAL: 500,
};

export const errorReply = (error: ErrorBody, details?: readonly unknown[]) => ({
  ok: false as const,
  error: { ...error, message: errorMessage(error), ...(details === undefined ? {} : { details }) },
});
export const statusOf = (code: ErrorCode): number => STATUS[code] ?? 400;

const fastifyErrorSchema = z.object({ code: z.string(), statusCode: z.number() });

/** Answers whatever goes wrong in a request with a stable code. */
export function handleErrors(server: FastifyInstance, log: (line: string) => void): void {
  server.setErrorHandler((error, request, reply) => replyToError(error, request, reply, log));
  server.setNotFoundHandler((request, reply) =>
    reply
      .status(404)
      .send(errorReply({ code: 'NOT_FOUND', params: { path: request.url.split('?')[0] ?? '' } })),
  );
}

/** What is our own fault is logged whole; the caller gets its code. */
export function replyToError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: (line: string) => void,
): FastifyReply {
  const body = toErrorBody(error, request);
  if (body.code === 'INTERNAL') log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return reply.status(statusOf(body.code)).send(errorReply(body));
}

function toErrorBody(error: unknown, request: FastifyRequest): ErrorBody {
  if (error instanceof KaiboError) return error.body;
  const known = fastifyErrorSchema.safeParse(error);
  if (known.success && known.data.statusCode === 413)
    return {
      code: 'PAYLOAD_TOO_LARGE',
      params: { limitBytes: request.routeOptions.bodyLimit ?? COMMAND_LIMIT_BYTES },
    };
  const detail = error instanceof Error ? error.message : String(error);
  if (known.success && known.data.statusCode < 500) return { code: 'BAD_REQUEST', params: { detail } };
  return { code: 'INTERNAL', params: { detail } };
}
