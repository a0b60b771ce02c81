import { connect } from 'node:net';

import { OBSWebSocket, OBSWebSocketError, RequestBatchExecutionType } from 'obs-websocket-js/json';
import type { OBSRequestTypes, RequestBatchRequest } from 'obs-websocket-js/json';
import { WebSocket } from 'ws';
import { z } from '#shared/zod';

import type { ErrorBody } from '#shared/errors';

import { EVENT_TYPES, type ObsEvent, parseObsEvent } from './obsEvents.ts';

/**
 * One identified obs-websocket session in which everything has a deadline. obs-websocket-js has no
 * timeouts of its own: `connect` to a silent peer and a request whose socket closed never settle.
 */
export type ObsConnection = {
  /** One request. Throws `ObsRefused`, `ObsTimeout` (as `ObsGarbled` too) or `ObsGone`. */
  readonly call: <T>(
    type: keyof OBSRequestTypes,
    data: Readonly<Record<string, JsonValue>>,
    reply: z.ZodType<T>,
    withinMs: number,
  ) => Promise<T>;
  /** Requests that OBS runs one after the other, whatever fails; one result for each. Throws as `call`, but for `ObsRefused`. */
  readonly serialBatch: (requests: readonly ObsRequest[], withinMs: number) => Promise<readonly ObsResult[]>;
  /** Resolves with the reason when the session is over, however it ended. */
  readonly ended: Promise<ErrorBody>;
  /** Ends the session at once and waits until the socket is really closed. */
  readonly close: () => Promise<void>;
};

export type JsonValue = string | number | boolean | null | { readonly [key: string]: JsonValue };
export type ObsRequest = {
  readonly type: keyof OBSRequestTypes;
  readonly data?: Readonly<Record<string, JsonValue>>;
};
export type ObsResult =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly code: number; readonly comment: string };

/** OBS answered with an error. Codes: obs-websocket protocol, RequestStatus. */
export class ObsRefused extends Error {
  readonly code: number;
  constructor(code: number, comment: string) {
    super(comment);
    this.code = code;
  }
}
/** No reply in time: whether the request takes effect is unknown. */
export class ObsTimeout extends Error {}
/** A reply without the shape the protocol promises: nobody knows more by it than without any. */
export class ObsGarbled extends ObsTimeout {}
/** The session is over. */
export class ObsGone extends Error {}
/** No session came about. `problem` is one of the stable error codes. */
export class ObsConnectFailed extends Error {
  readonly problem: ErrorBody;
  constructor(problem: ErrorBody) {
    super(problem.code);
    this.problem = problem;
  }
}

/** What stands in a reply. Throws `ObsGarbled`. */
export function readReply<T>(raw: unknown, schema: z.ZodType<T>): T {
  const read = schema.safeParse(raw);
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ObsGarbled(`a reply that does not fit: ${issues.join('; ')}`);
  }
  return read.data;
}

export type ObsConnectOptions = {
  readonly url: string;
  readonly password: string | null;
  /** Bit mask of the protocol's EventSubscription; 0 for a command socket. */
  readonly eventSubscriptions: number;
  readonly identifyWithinMs: number;
  readonly onEvent?: (event: ObsEvent) => void;
  /** An answer or event that does not have the shape the protocol promises. */
  readonly onOddity?: (what: string) => void;
  /** Gives up at once when aborted. */
  readonly signal?: AbortSignal;
};

// obs-websocket protocol, WebSocketCloseCode
const CLOSE_NORMAL = 1000;
const CLOSE_GOING_AWAY = 1001;
const CLOSE_AUTHENTICATION_FAILED = 4009;
const CLOSE_SESSION_INVALIDATED = 4011;
const TCP_PROBE_MS = 500;

/** Opens a session. Throws `ObsConnectFailed` within `identifyWithinMs` and a short probe. */
export async function connectObs(options: ObsConnectOptions): Promise<ObsConnection> {
  const { url } = options;
  if (!URL.canParse(url) || !/^wss?:$/.test(new URL(url).protocol)) {
    throw new ObsConnectFailed({ code: 'OBS_UNREACHABLE', params: { url } });
  }
  const socket = new ClosableObsSocket();
  for (const type of EVENT_TYPES) {
    socket.on(type, (data?: unknown) => {
      const event = parseObsEvent(type, data);
      if (event === null) options.onOddity?.(`event ${type}`);
      else options.onEvent?.(event);
    });
  }
  const identifying = socket.connect(url, options.password ?? undefined, {
    eventSubscriptions: options.eventSubscriptions,
  });
  try {
    await within(identifying, options.identifyWithinMs, options.signal);
  } catch (error) {
    await socket.terminate();
    if (error instanceof ObsGone) throw new ObsConnectFailed({ code: 'OBS_CLOSED', params: {} });
    throw new ObsConnectFailed(await connectProblem(error, url));
  }
  return session(socket, url);
}

class ClosableObsSocket extends OBSWebSocket {
  /** Ends the TCP connection without a close handshake, which a hung peer would never answer. */
  async terminate(): Promise<void> {
    const socket: unknown = this.socket; // typed as the browser's, but under Node it is the one of `ws`
    if (socket === undefined) return;
    if (!(socket instanceof WebSocket)) throw new TypeError('obs-websocket-js does not use the ws we know');
    if (socket.readyState === WebSocket.CLOSED) return;
    // Listens on the raw socket: the library drops its own listeners when the session ends.
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.terminate();
    await closed;
  }
}

function session(socket: ClosableObsSocket, url: string): ObsConnection {
  const { promise: ended, resolve: end } = Promise.withResolvers<ErrorBody>();
  const gone = new AbortController();
  const finish = (problem: ErrorBody) => {
    end(problem);
    gone.abort();
  };
  socket.once('ConnectionClosed', (error) => finish(closeProblem(error, url)));
  if (!socket.identified) finish({ code: 'OBS_CLOSED', params: {} });

  const reply = async <T>(request: () => Promise<T>, withinMs: number): Promise<T> => {
    if (gone.signal.aborted) throw new ObsGone();
    try {
      return await within(request(), withinMs, gone.signal);
    } catch (error) {
      if (error instanceof OBSWebSocketError) throw new ObsRefused(error.code, error.message);
      if (error instanceof ObsTimeout || error instanceof ObsGone) throw error;
      throw new ObsGone('the socket does not take requests any more', { cause: error });
    }
  };
  return {
    ended,
    call: async (type, data, schema, withinMs) => {
      // The types of obs-websocket-js tie each request to its data; here the name is a variable.
      const raw: unknown = await reply(() => socket.call<keyof OBSRequestTypes>(type, data), withinMs);
      return readReply(raw ?? {}, schema);
    },
    serialBatch: async (requests, withinMs) => {
      const batch = batchRequestsSchema.parse(
        requests.map(({ type, data }) => ({ requestType: type, requestData: data })),
      );
      const raw: unknown = await reply(
        () =>
          socket.callBatch(batch, {
            executionType: RequestBatchExecutionType.SerialRealtime,
            haltOnFailure: false,
          }),
        withinMs,
      );
      return readReply(raw, batchSchema.length(requests.length));
    },
    close: async () => {
      await socket.terminate();
      finish({ code: 'OBS_CLOSED', params: {} });
    },
  };
}

/** The library's types tie each request to its data and don't know that null removes an override. */
const batchRequestsSchema = z.custom<RequestBatchRequest[]>(Array.isArray);

const batchSchema = z.array(
  z
    .object({
      requestStatus: z.object({ result: z.boolean(), code: z.number(), comment: z.string().optional() }),
      responseData: z.unknown().optional(),
    })
    .transform(({ requestStatus: { result, code, comment }, responseData }): ObsResult =>
      result ? { ok: true, data: responseData ?? {} } : { ok: false, code, comment: comment ?? '' },
    ),
);

/**
 * Waits at most `withinMs` (Infinity: until the session ends). After the deadline one more turn of the event loop is given, so that an
 * answer that lies in the socket's buffer counts although this process was the one that stalled.
 */
async function within<T>(work: Promise<T>, withinMs: number, gone?: AbortSignal): Promise<T> {
  const { promise: stop, reject } = Promise.withResolvers<never>();
  const late = () => setImmediate(() => setImmediate(() => reject(new ObsTimeout())));
  const timer = withinMs === Infinity ? undefined : setTimeout(late, withinMs);
  const leave = () => reject(new ObsGone());
  gone?.addEventListener('abort', leave);
  if (gone?.aborted === true) leave();
  try {
    return await Promise.race([work, stop]);
  } finally {
    clearTimeout(timer);
    gone?.removeEventListener('abort', leave);
    work.catch(() => undefined); // it lost the race; its outcome has been decided above
    stop.catch(() => undefined);
  }
}

function closeProblem(error: OBSWebSocketError, url: string): ErrorBody {
  if (error.code === CLOSE_AUTHENTICATION_FAILED) return { code: 'OBS_WRONG_PASSWORD', params: {} };
  if (error.code === CLOSE_SESSION_INVALIDATED) return { code: 'OBS_BUSY', params: {} };
  if (error.code >= 4000) return { code: 'NOT_OBS', params: { url } };
  return { code: 'OBS_CLOSED', params: {} };
}

async function connectProblem(error: unknown, url: string): Promise<ErrorBody> {
  if (error instanceof ObsTimeout) {
    return (await tcpAnswers(url))
      ? { code: 'OBS_SILENT', params: { url } }
      : { code: 'OBS_UNREACHABLE', params: { url } };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ETIMEDOUT|EADDRNOTAVAIL/.test(
      message,
    )
  ) {
    return { code: 'OBS_UNREACHABLE', params: { url } };
  }
  if (/Unexpected server response: (429|503)/.test(message)) return { code: 'OBS_BUSY', params: {} };
  if (error instanceof OBSWebSocketError && error.code >= 4000) return closeProblem(error, url);
  if (
    error instanceof OBSWebSocketError &&
    (error.code === CLOSE_GOING_AWAY || error.code === CLOSE_NORMAL)
  ) {
    return { code: 'OBS_CLOSED', params: {} };
  }
  return { code: 'NOT_OBS', params: { url } };
}

/** Tells a peer that accepts and stays silent from one whose packets vanish. */
async function tcpAnswers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const probe = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) });
    const done = (answers: boolean) => {
      clearTimeout(timer);
      probe.destroy();
      resolve(answers);
    };
    const timer = setTimeout(() => done(false), TCP_PROBE_MS);
    probe.once('connect', () => done(true));
    probe.once('error', () => done(false));
  });
}
