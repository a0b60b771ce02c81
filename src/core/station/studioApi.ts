import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { z } from '#shared/zod';
import { KaiboError } from '#shared/errors';
import { sceneIdSchema } from '#shared/model/ids';
import { switcherSceneName } from '#shared/run/state';
import type { Studio } from './servedStudio.ts';
import { EVIDENCE_LIMIT_BYTES } from './evidence.ts';
import { StillShare } from './stillShare.ts';
import { checked, grantsOf, principalOfRequest } from './requestCaller.ts';
import { grantsSchema, type Tokens } from './tokens.ts';

const evidenceParamsSchema = z.object({ id: z.string().max(64) });
const stillParamsSchema = z.object({ sceneId: sceneIdSchema });
const stillQuerySchema = z.object({
  width: z.coerce.number().int().min(64).max(1280).default(320),
  /** How old the picture may be, in milliseconds. */
  fresh: z.coerce.number().int().min(0).max(10_000).default(200),
});
const KEPT_STILL_WIDTH_PX = 1280;
const tokenRequestSchema = z.object({
  label: z.string().trim().min(1).max(100),
  grants: grantsSchema.options[1].or(grantsSchema.options[2]).or(grantsSchema.options[3]),
});

/** What the stations need beside their socket: pictures, the list of shows, tokens for further devices. */
export function serveStudioApi(server: FastifyInstance, studio: Studio, tokens: Tokens): void {
  const stills = new StillShare((sceneName, widthPx) => studio.switcher.still(sceneName, widthPx));

  server.get('/api/shows', (request) => {
    grantsOf(request, tokens);
    return { shows: studio.shows.list() };
  });

  server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: EVIDENCE_LIMIT_BYTES },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.post('/api/evidence', { bodyLimit: EVIDENCE_LIMIT_BYTES }, (request) => {
      const { roles } = principalOfRequest(request, tokens, studio);
      if (roles.length === 0) throw new KaiboError('UNAUTHORIZED');
      return {
        evidenceId: studio.evidence.save(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)),
      };
    });
    done();
  });

  server.get('/api/evidence/:id', (request, reply) => {
    grantsOf(request, tokens);
    const { id } = checked(evidenceParamsSchema, request.params);
    const found = studio.evidence.find(id);
    if (found === null) throw new KaiboError('EVIDENCE_UNKNOWN', { evidenceId: id });
    return reply
      .type(found.mime)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, max-age=31536000, immutable')
      .send(createReadStream(found.file));
  });

  server.get('/api/scenes/:sceneId/still', async (request, reply) => {
    grantsOf(request, tokens);
    const { sceneId } = checked(stillParamsSchema, request.params);
    const { width, fresh } = checked(stillQuerySchema, request.query);
    const name = switcherSceneName(studio.executor.state, sceneId);
    const picture = name === null ? null : await stills.get(name, width, fresh);
    if (picture === null) return reply.status(204).send();
    return reply
      .type(picture[0] === 0x89 ? 'image/png' : 'image/jpeg')
      .header('cache-control', 'no-store')
      .send(Buffer.from(picture));
  });

  /** What the switcher shows of a scene right now, kept as evidence; ticking or keeping it is a command of its own. */
  server.post('/api/scenes/:sceneId/evidence', async (request) => {
    const { roles } = principalOfRequest(request, tokens, studio);
    if (roles.length === 0) throw new KaiboError('UNAUTHORIZED');
    const { sceneId } = checked(stillParamsSchema, request.params);
    const name = switcherSceneName(studio.executor.state, sceneId);
    if (name === null) throw new KaiboError('UNKNOWN_SCENE', { sceneId });
    const picture = await studio.switcher.still(name, KEPT_STILL_WIDTH_PX);
    if (picture === null) throw new KaiboError('NO_PICTURE', { sceneName: name });
    return { evidenceId: studio.evidence.save(Buffer.from(picture)) };
  });

  server.post('/api/tokens', (request) => {
    if (grantsOf(request, tokens).kind !== 'studio') throw new KaiboError('UNAUTHORIZED');
    const { label, grants } = checked(tokenRequestSchema, request.body);
    return { token: tokens.issue(label, grants) };
  });
}
