import { z } from '#shared/zod';
import { ERROR_MESSAGES } from '#shared/errors';
import { commandResultSchema } from '#shared/model/commandResult';
import { commandSchema } from '#shared/model/commands';
import { eventBodySchema, eventEnvelopeSchema } from '#shared/model/events';
import { showPlanSchema } from '#shared/model/showPlan';
import { KAIBO_VERSION } from '../version.ts';

const schema = (type: z.ZodType) =>
  z.toJSONSchema(type, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' });
const json = (description: string, body: object) => ({
  description,
  content: { 'application/json': { schema: body } },
});
const query = (name: string, description: string) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'integer', minimum: 0 },
});

/** The control API in OpenAPI 3.1, made from the very schemas that check it. */
export function openApiDocument(): object {
  const error = {
    type: 'object',
    properties: {
      ok: { const: false },
      error: {
        type: 'object',
        properties: {
          code: { enum: Object.keys(ERROR_MESSAGES) },
          params: { type: 'object' },
          message: { type: 'string' },
        },
      },
    },
  };
  const refused = json('Refused, with a stable code', error);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kaibo control API',
      version: KAIBO_VERSION,
      description: 'Drives a studio: one command, one answer; one log of events.',
    },
    security: [{ bearer: [] }],
    paths: {
      '/api/v1/health': {
        get: {
          security: [],
          responses: {
            200: json('Alive', {
              type: 'object',
              properties: { status: { const: 'ok' }, version: { type: 'string' }, seq: { type: 'integer' } },
            }),
          },
        },
      },
      '/api/v1/state': {
        get: {
          responses: { 200: json('One consistent snapshot with its seq', { type: 'object' }), 401: refused },
        },
      },
      '/api/v1/commands': {
        post: {
          description: 'The same id twice gives the same answer.',
          requestBody: json('A command', schema(commandSchema)),
          responses: {
            200: json('Accepted and on disk', schema(commandResultSchema)),
            400: refused,
            401: refused,
            403: refused,
            409: refused,
            429: refused,
          },
        },
      },
      '/api/v1/events': {
        get: {
          parameters: [
            query('after', 'Only events with a higher seq'),
            query('limit', 'At most so many, 1000 by default'),
          ],
          responses: {
            200: json('Events, oldest first', {
              type: 'object',
              properties: {
                events: { type: 'array', items: { $ref: '#/components/schemas/Event' } },
                lastSeq: { type: 'integer' },
              },
            }),
            401: refused,
          },
        },
      },
      '/api/v1/stream': {
        get: {
          description: 'A WebSocket: one event a message, from `after` on, without a gap.',
          parameters: [query('after', 'Only events with a higher seq')],
          responses: {
            101: { description: 'Switching to WebSocket' },
            401: { description: 'No valid token' },
            409: { description: '`after` is beyond the log, which was recovered with a loss' },
          },
        },
      },
      '/api/v1/import': {
        post: {
          requestBody: json('A show file', schema(showPlanSchema)),
          responses: { 200: json('Stored', { type: 'object' }), 400: refused, 409: refused, 413: refused },
        },
      },
      '/api/v1/shows/{id}/export': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: json('The show file', { type: 'object' }), 404: refused },
        },
      },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Event: { allOf: [schema(eventEnvelopeSchema), schema(eventBodySchema)] } },
    },
  };
}
