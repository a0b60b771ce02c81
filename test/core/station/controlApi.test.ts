import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { COMMAND_TYPES } from '#shared/model/commands';
import { ERROR_MESSAGES } from '#shared/errors';
import { studioEventSchema, type StudioEvent } from '#shared/model/events';
import { STUDIO_PRINCIPAL } from '#core/run/index';
import { KAIBO_VERSION } from '#core/version';
import {
  apiClient,
  discard,
  eventually,
  inMemoryStudio,
  type InMemoryStudio,
  type Reply,
} from '../../support/inMemoryStudio.ts';
import { demoShowText, smallShowFile } from '../../support/showFixture.ts';

let room: InMemoryStudio;
beforeAll(async () => {
  room = await inMemoryStudio({ show: smallShowFile() });
});
afterAll(() => discard(room));

const refused = (status: number, code: string) => ({
  status,
  body: { ok: false, error: { code, message: expect.any(String) } },
});
const issueLog = () => ({ id: randomUUID(), type: 'issue.log', payload: { area: 'other', text: '一行' } });
async function tokenFor(grants: object): Promise<string> {
  const reply = await room.api.post('/api/tokens', { label: 'test', grants });
  return z.object({ token: z.string() }).parse(reply.body).token;
}

/** fetch refuses to send another Host; a browser under DNS rebinding does send it. */
function raw(path: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<Reply> {
  return new Promise((done, fail) => {
    const sent = httpRequest(
      `${room.url}${path}`,
      { method, headers: { authorization: `Bearer ${room.token}`, ...headers } },
      (response) => {
        let text = '';
        response.on('data', (data: Buffer) => (text += data.toString()));
        response.on('end', () =>
          done({
            status: response.statusCode ?? 0,
            body: text === '' ? null : (JSON.parse(text) as unknown),
          }),
        );
      },
    );
    sent.on('error', fail);
    sent.end(body);
  });
}

describe('XC-07 the control API', () => {
  it('XC-07 health needs no token', async () => {
    const response = await fetch(`${room.url}/api/v1/health`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ok', version: KAIBO_VERSION, seq: room.studio.executor.seq },
    ]);
  });

  it.each([
    ['GET', '/api/v1/state'],
    ['GET', '/api/v1/events'],
    ['POST', '/api/v1/commands'],
    ['POST', '/api/v1/import'],
    ['GET', '/api/v1/shows/kitchen/export'],
    ['GET', '/api/shows'],
    ['POST', '/api/tokens'],
    ['POST', '/api/evidence'],
    ['GET', `/api/evidence/${'0'.repeat(64)}`],
    ['GET', '/api/scenes/sc-wide/still'],
  ])('XC-07 %s %s without a token, or with a wrong one, is 401', async (method, path) => {
    for (const token of ['', 'wrong', 'x'.repeat(5000)]) {
      const reply = await apiClient(room.url, token).request(path, {
        method,
        ...(method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}),
      });
      expect(reply).toMatchObject(refused(401, 'UNAUTHORIZED'));
    }
  });

  it.each([
    ['another name that resolves to this machine', { host: 'evil.example:80' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['a page of another program on this machine', { origin: 'http://127.0.0.1:1' }],
  ])('XC-07 %s is 403, with the right token too', async (_name, headers) => {
    expect(await raw('/api/v1/state', headers)).toMatchObject(refused(403, 'ORIGIN_FORBIDDEN'));
    expect(await raw('/api/v1/health', headers)).toMatchObject(refused(403, 'ORIGIN_FORBIDDEN'));
    const opened = await new Promise<number | undefined>((done) => {
      const socket = new WebSocket(`${room.url.replace('http', 'ws')}/api/v1/stream`, {
        headers: { authorization: `Bearer ${room.token}`, ...headers },
      });
      socket.on('unexpected-response', (_request, response) => done(response.statusCode));
      socket.on('open', () => done(101));
      socket.on('error', () => undefined);
    });
    expect(opened).toBe(403);
  });

  it('XC-07 this machine’s own names and own pages are let in', async () => {
    const port = String(room.port);
    for (const headers of [
      { host: `localhost:${port}` },
      { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` },
    ]) {
      expect(await raw('/api/v1/state', headers)).toMatchObject({ status: 200 });
    }
  });

  it('XC-07 what is not there is 404 with a code', async () => {
    expect(await room.api.get('/api/v1/nothing?x=1')).toMatchObject(refused(404, 'NOT_FOUND'));
    expect(await room.api.get('/api/v1/shows/none/export')).toMatchObject(refused(404, 'SHOW_NOT_FOUND'));
    expect(await room.api.get(`/api/v1/shows/${'x'.repeat(90)}/export`)).toMatchObject(
      refused(404, 'SHOW_NOT_FOUND'),
    );
  });

  it.each([
    ['/api/v1/events?after=-1', 'GET'],
    ['/api/v1/events?after=x', 'GET'],
    ['/api/v1/events?limit=0', 'GET'],
    ['/api/v1/events?limit=10001', 'GET'],
    ['/api/scenes/sc-wide/still?width=9000', 'GET'],
    [`/api/evidence/${'x'.repeat(90)}`, 'GET'],
    ['/api/tokens', 'POST'],
  ])('XC-07 %s is 400, never 500', async (path, method) => {
    expect(
      await room.api.request(
        path,
        method === 'GET'
          ? {}
          : { method, body: '{"label":""}', headers: { 'content-type': 'application/json' } },
      ),
    ).toMatchObject(refused(400, 'BAD_REQUEST'));
  });

  it.each([
    '{',
    '',
    '[]',
    '"x"',
    'null',
    '{"id":"1"}',
    '{"id":"1","type":"no.such","payload":{}}',
    '{"id":"","type":"segment.next","payload":{}}',
    '{"id":"1","type":"segment.extend","payload":{"deltaSec":-1}}',
  ])('XC-07 a malformed command %j is 400 and runs nothing', async (body) => {
    const { seq } = room.studio.executor;
    expect(
      await room.api.request('/api/v1/commands', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      }),
    ).toMatchObject(refused(400, 'BAD_REQUEST'));
    expect(room.studio.executor.seq).toBe(seq);
  });

  it('XC-07 a command of more than half a megabyte is 413', async () => {
    const command = { ...issueLog(), payload: { area: 'other', text: 'x'.repeat(600_000) } };
    expect(await room.api.post('/api/v1/commands', command)).toMatchObject({
      status: 413,
      body: { error: { code: 'PAYLOAD_TOO_LARGE', params: { limitBytes: 524_288 } } },
    });
  });

  it('XC-07 who is named must be in the show; a name that can’t be one is no admin', async () => {
    expect(await room.api.post('/api/v1/commands', issueLog(), 'm-nobody')).toMatchObject(
      refused(400, 'UNKNOWN_MEMBER'),
    );
    expect(await room.api.post('/api/v1/commands', issueLog(), 'x'.repeat(65))).toMatchObject(
      refused(400, 'BAD_REQUEST'),
    );
  });

  it('LIVE-25 the same command twice gives the same answer, and a refusal is 409 with code and parameters', async () => {
    const start = { id: randomUUID(), type: 'run.start', payload: { mode: 'rehearsal' } };
    const first = await room.api.post('/api/v1/commands', start);
    expect(first).toMatchObject({
      status: 200,
      body: {
        ok: true,
        seq: expect.any(Number),
        events: [{ type: 'run.started' }, { type: 'segment.entered' }],
      },
    });
    expect(await room.api.post('/api/v1/commands', start)).toEqual(first);
    const back = { id: randomUUID(), type: 'segment.extend', payload: { segmentId: 'a2', deltaSec: 60 } };
    const refusedFirst = await room.api.post('/api/v1/commands', back);
    expect(refusedFirst).toEqual({
      status: 409,
      body: {
        ok: false,
        error: {
          code: 'SEGMENT_LIMIT',
          params: { segmentId: 'a2', minSec: 90, maxSec: 90 },
          message: 'Segment a2 may last from 90 to 90 s',
        },
      },
    });
    expect(await room.api.post('/api/v1/commands', back)).toEqual(refusedFirst);
  });
});

describe('ORG-01 tokens', () => {
  it('ORG-01 host’s scene.switch is refused over HTTP with a role token, and logged', async () => {
    const host = apiClient(room.url, await tokenFor({ kind: 'roles', roles: ['host'] }));
    const { seq } = room.studio.executor;
    expect(
      await host.post('/api/v1/commands', {
        id: randomUUID(),
        type: 'scene.switch',
        payload: { sceneId: 'sc-wide' },
      }),
    ).toMatchObject(refused(403, 'ROLE_FORBIDDEN'));
    expect(await room.api.events(seq)).toContainEqual(
      expect.objectContaining({
        type: 'command.refused',
        actor: { memberId: null, role: 'host', stationId: null },
        payload: expect.objectContaining({ command: 'scene.switch', code: 'ROLE_FORBIDDEN' }),
      }),
    );
  });

  it('ORG-02 a member with two roles has both, for this show only', async () => {
    const two = apiClient(room.url, await tokenFor({ kind: 'member', memberId: 'm-two' }));
    expect(await two.send('prize.count', { prizeId: 'z-mug', qtyOnHand: 3 })).toMatchObject({ ok: true });
    expect(await two.send('segment.hold')).not.toMatchObject({
      ok: false,
      error: { code: 'ROLE_FORBIDDEN' },
    });
    expect(await two.send('golive.override', { reason: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'ROLE_FORBIDDEN' },
    });
    const events = await room.api.events();
    expect(events.find((event) => event.type === 'prize.counted')?.actor).toMatchObject({
      memberId: 'm-two',
      role: 'operator',
    });
    await room.api.send('run.end');
    expect(await room.api.importShow(demoShowText())).toMatchObject({ status: 200 });
    expect(await room.api.send('show.open', { showId: 'show-20260418' })).toMatchObject({ ok: true });
    expect(await two.post('/api/v1/commands', issueLog())).toMatchObject(refused(400, 'UNKNOWN_MEMBER'));
    expect(await room.api.send('show.open', { showId: 'kitchen' })).toMatchObject({ ok: true });
  });

  it('ORG-01 a member’s token speaks for no other; a viewer’s looks and does nothing; neither makes tokens', async () => {
    const member = apiClient(room.url, await tokenFor({ kind: 'member', memberId: 'm-host' }));
    expect(await member.post('/api/v1/commands', issueLog(), 'm-admin')).toMatchObject(
      refused(401, 'UNAUTHORIZED'),
    );
    const viewer = apiClient(room.url, await tokenFor({ kind: 'viewer' }));
    expect(await viewer.get('/api/v1/state')).toMatchObject({ status: 200 });
    expect(await viewer.post('/api/v1/commands', issueLog())).toMatchObject(refused(403, 'ROLE_FORBIDDEN'));
    expect(await viewer.importShow('{}')).toMatchObject(refused(403, 'ROLE_FORBIDDEN'));
    for (const each of [member, viewer])
      expect(
        await each.post('/api/tokens', { label: 'x', grants: { kind: 'roles', roles: ['admin'] } }),
      ).toMatchObject(refused(401, 'UNAUTHORIZED'));
    expect(await room.api.post('/api/tokens', { label: 'x', grants: { kind: 'studio' } })).toMatchObject(
      refused(400, 'BAD_REQUEST'),
    );
  });

  it('XC-07 a link with a token lets a browser in once, by a cookie that scripts can’t read', async () => {
    const response = await fetch(`${room.url}/prompter?token=${room.token}&x=1`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/prompter?x=1']);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/u);
    expect(cookie).toMatch(/SameSite=Strict/u);
    const state = await fetch(`${room.url}/api/v1/state`, {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    });
    expect(state.status).toBe(200);
    expect((await fetch(`${room.url}/prompter?token=wrong`, { redirect: 'manual' })).status).toBe(401);
  });
});

describe('XC-07 the description', () => {
  it('XC-07 openapi.json names every call, every command and every error code', async () => {
    const { body } = await room.api.get('/api/v1/openapi.json');
    const document = z
      .object({
        openapi: z.literal('3.1.0'),
        info: z.object({ version: z.literal(KAIBO_VERSION) }),
        paths: z.record(
          z.string(),
          z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) })),
        ),
      })
      .parse(body);
    expect(Object.keys(document.paths)).toEqual([
      '/api/v1/health',
      '/api/v1/state',
      '/api/v1/commands',
      '/api/v1/events',
      '/api/v1/stream',
      '/api/v1/import',
      '/api/v1/shows/{id}/export',
    ]);
    const text = JSON.stringify(body);
    for (const type of COMMAND_TYPES) expect(text).toContain(`"const":"${type}"`);
    for (const code of Object.keys(ERROR_MESSAGES)) expect(text).toContain(`"${code}"`);
  });

  it('XC-07 every reference in it leads somewhere', async () => {
    const { body } = await room.api.get('/api/v1/openapi.json');
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/gu)].map(
      (match) => match[1] ?? '',
    );
    const lost = [...new Set(references)].filter((reference) => {
      let at: unknown = body;
      for (const part of reference.replace(/^#\//u, '').split('/'))
        at = z.record(z.string(), z.unknown()).safeParse(at).data?.[part];
      return at === undefined;
    });
    expect(lost).toEqual([]);
  });
});

describe('LIVE-25 the log over HTTP', () => {
  it('LIVE-25 pages through all events without a gap', async () => {
    for (let i = 0; i < 25; i += 1) await room.api.send('audio.mute', { muted: i % 2 === 0 });
    const whole = await room.api.events();
    const paged: StudioEvent[] = [];
    for (;;) {
      const page = await room.api.events(paged.at(-1)?.seq ?? 0, 7);
      if (page.length === 0) break;
      paged.push(...page);
    }
    expect(paged.slice(0, whole.length)).toEqual(whole);
    expect(paged.map((event) => event.seq)).toEqual(paged.map((_, index) => index + 1));
    for (const event of paged) studioEventSchema.parse(event);
  });

  it('LIVE-25 a snapshot and its seq belong together: folding what comes after gives the next snapshot', async () => {
    const look = async () =>
      z
        .object({ seq: z.number(), state: z.object({ output: z.object({ mutedDesired: z.boolean() }) }) })
        .parse((await room.api.get('/api/v1/state')).body);
    const loads = Array.from({ length: 20 }, (_, index) =>
      room.api.send('audio.mute', { muted: index % 3 === 0 }),
    );
    for (const snapshot of await Promise.all(Array.from({ length: 10 }, look))) {
      const upTo = (await room.api.events()).filter((event) => event.seq <= snapshot.seq);
      const last = upTo.findLast((event) => event.type === 'audio.requested');
      expect(snapshot.state.output.mutedDesired).toBe(last?.payload.muted ?? false);
    }
    await Promise.all(loads);
  });

  it('XC-09 a long answer of events is whole: no gap, no repeat, no more than was asked for', async () => {
    for (let i = 0; i < 1100; i += 1)
      room.studio.execute(
        { id: randomUUID(), type: 'audio.mute', payload: { muted: i % 2 === 0 } },
        STUDIO_PRINCIPAL,
      );
    await eventually('all mutes are settled', () => room.studio.executor.state.output.muteRequest === null);
    const { seq } = room.studio.executor;
    const seqs = async (after: number, limit: number) =>
      (await room.api.events(after, limit)).map((event) => event.seq);
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
    expect(await seqs(3, 1000)).toEqual(range(4, 1003));
    expect(await seqs(3, 1001)).toEqual(range(4, 1004));
    const all = await seqs(0, 10_000);
    expect(all).toEqual(range(1, seq));
    expect(await seqs(seq + 100, 10)).toEqual([]);
  });

  it('LIVE-25 the stream begins where it is asked to and has no gap and no repeat under load', async () => {
    const from = Math.floor(room.studio.executor.seq / 2);
    const got = new Map<string, StudioEvent[]>();
    const sockets = Array.from({ length: 4 }, (_, index) => {
      const list: StudioEvent[] = [];
      got.set(`${index}`, list);
      const socket = new WebSocket(`${room.url.replace('http', 'ws')}/api/v1/stream?after=${from}`, {
        headers: { authorization: `Bearer ${room.token}` },
      });
      socket.on('message', (data: Buffer) => list.push(studioEventSchema.parse(JSON.parse(data.toString()))));
      return socket;
    });
    const load = Array.from({ length: 60 }, (_, index) =>
      room.api.send('audio.mute', { muted: index % 2 === 1 }),
    );
    await Promise.all(load);
    await eventually('all mutes are settled', () => room.studio.executor.state.output.muteRequest === null);
    const { seq } = room.studio.executor;
    await eventually('all sockets have all', () =>
      [...got.values()].every((list) => list.at(-1)?.seq === seq),
    );
    for (const list of got.values())
      expect(list.map((event) => event.seq)).toEqual(
        Array.from({ length: seq - from }, (_, index) => from + 1 + index),
      );
    for (const socket of sockets) socket.terminate();
  });

  it('LIVE-25 a stream without a token is 401, another path 404, one from beyond the log 409', async () => {
    const statusOf = (path: string, token: string) =>
      new Promise<number | undefined>((done) => {
        const socket = new WebSocket(`${room.url.replace('http', 'ws')}${path}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        socket.on('unexpected-response', (_request, response) => done(response.statusCode));
        socket.on('error', () => undefined);
      });
    expect(await statusOf('/api/v1/stream', 'wrong')).toBe(401);
    expect(await statusOf('/elsewhere', room.token)).toBe(404);
    expect(await statusOf(`/api/v1/stream?after=${room.studio.executor.seq + 1}`, room.token)).toBe(409);
  });
});

describe('LIVE-25 a script gone wild', () => {
  it('LIVE-25 is answered with 429 over HTTP and by its code over a socket, while others and a panic cut are heard', async () => {
    const token = await tokenFor({ kind: 'roles', roles: ['director'] });
    const wild = apiClient(room.url, token);
    // Nothing that could be carried out: it is the asking that counts.
    const nonsense = () => wild.post('/api/v1/commands', {});
    let last = await nonsense();
    for (let asked = 1; asked < 20_000 && last.status !== 429; asked += 50)
      last = (await Promise.all(Array.from({ length: 50 }, nonsense))).at(-1) ?? last;
    expect(last).toMatchObject(refused(429, 'RATE_LIMITED'));

    const socket = new WebSocket(`${room.url.replace('http', 'ws')}/station`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const answers: unknown[] = [];
    socket.on('message', (data: Buffer) => answers.push(JSON.parse(data.toString())));
    await new Promise((opened) => socket.once('open', opened));
    socket.send(
      JSON.stringify({ t: 'hello', hello: { stationId: 'wild', kind: 'director', memberId: null } }),
    );
    for (let asked = 0; asked < 300; asked += 1)
      socket.send(JSON.stringify({ t: 'command', command: { id: `wild-${asked}` } }));
    socket.send(JSON.stringify({ t: 'command', command: { ...issueLog(), id: 'last-of-all' } }));
    const answerOf = (commandId: string) => () =>
      answers.find((each) => z.object({ commandId: z.literal(commandId) }).safeParse(each).success);
    expect(await eventually('the last is answered', answerOf('last-of-all'))).toMatchObject({
      result: { ok: false, error: { code: 'RATE_LIMITED' } },
    });
    const panic = { id: randomUUID(), type: 'panic.cut', payload: {} };
    socket.send(JSON.stringify({ t: 'command', command: panic }));
    expect(await eventually('panic is answered', answerOf(panic.id))).not.toMatchObject({
      result: { error: { code: 'RATE_LIMITED' } },
    });
    socket.close();
    const { status } = await room.api.post('/api/v1/commands', issueLog());
    expect(status).not.toBe(429);
  });
});
