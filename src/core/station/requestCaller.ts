import type { FastifyRequest } from 'fastify';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import { memberIdSchema } from '#shared/model/ids';
import { tokenCookie } from '#shared/model/station';
import type { Principal } from '../run/index.ts';
import type { Studio } from './servedStudio.ts';
import { principalOf, type Grants, type Tokens } from './tokens.ts';

/** The token of an `Authorization: Bearer` header. */
export const bearer = (header: string | undefined): string | undefined =>
  /^Bearer (\S+)$/iu.exec(header ?? '')?.[1];

/** The token this browser was let in with. */
export const cookieToken = (request: FastifyRequest): string | undefined =>
  request.cookies[tokenCookie(request.socket.localPort ?? 0)];

/** The token a request comes with, whichever way; empty without one. */
export const tokenOf = (request: FastifyRequest): string =>
  bearer(request.headers.authorization) ?? cookieToken(request) ?? '';

/** @throws KaiboError UNAUTHORIZED */
export function grantsOf(request: FastifyRequest, tokens: Tokens): Grants {
  const grants = tokens.check(tokenOf(request));
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
