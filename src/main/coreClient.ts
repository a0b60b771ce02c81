import { randomUUID } from 'node:crypto';
import { z } from '#shared/zod';
import type { CoreReady } from '../core/processMessages.ts';
import { ERROR_MESSAGES, type ErrorBody, type ErrorCode } from '../shared/errors.ts';

/** The control API as the shell uses it, for what is asked for outside of any page. */
export type CoreClient = {
  /** Null: done. */
  readonly command: (type: 'segment.next' | 'panic.cut') => Promise<ErrorBody | null>;
  readonly importShow: (text: string) => Promise<ImportAnswer>;
  /** The open show as a show file; null when none is open. */
  readonly exportOpenShow: () => Promise<{ readonly title: string; readonly text: string } | null>;
};
export type ImportAnswer =
  | { readonly ok: true }
  /** `paths`: where in the file the problems are, such as `segments[3].script[1].atSec`. */
  | { readonly ok: false; readonly error: ErrorBody; readonly paths: readonly string[] };

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_MESSAGES, code);
const errorSchema = z.object({
  code: z.string().refine(isErrorCode).catch('INTERNAL'),
  params: z.record(z.string(), z.union([z.string(), z.number()])).catch({}),
  details: z.array(z.object({ path: z.string() })).catch([]),
});
const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: errorSchema }),
]);
const stateSchema = z.object({
  state: z.object({
    plan: z.object({ show: z.object({ id: z.string(), title: z.string() }) }).nullable(),
  }),
});
const OFFLINE: ErrorBody = { code: 'CORE_OFFLINE', params: {} };

/** @param ready the core as it is now; null while there is none */
export function createCoreClient(ready: () => Pick<CoreReady, 'url' | 'token'> | null): CoreClient {
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const core = ready();
    if (core === null) throw new Error('no core');
    const headers = { authorization: `Bearer ${core.token}`, 'content-type': 'application/json' };
    const response = await fetch(new URL(path, core.url), { ...init, headers });
    return response.json();
  };
  const post = async (path: string, body: string): Promise<ImportAnswer> => {
    let answer: unknown;
    try {
      answer = await ask(path, { method: 'POST', body });
    } catch {
      // Being restarted, or it ended while it was asked: the same to whoever pressed the key.
      return { ok: false, error: OFFLINE, paths: [] };
    }
    const { error } = z.object({ error: errorSchema.optional() }).parse(answer);
    if (answerSchema.safeParse(answer).data?.ok === true) return { ok: true };
    const { code, params, details } = error ?? errorSchema.parse({});
    return { ok: false, error: { code, params }, paths: details.map(({ path: where }) => where) };
  };
  return {
    command: async (type) => {
      const answer = await post('/api/v1/commands', JSON.stringify({ id: randomUUID(), type, payload: {} }));
      return answer.ok ? null : answer.error;
    },
    importShow: (text) => post('/api/v1/import', text),
    exportOpenShow: async () => {
      const { state } = stateSchema.parse(await ask('/api/v1/state'));
      if (state.plan === null) return null;
      const { id, title } = state.plan.show;
      const file = await ask(`/api/v1/shows/${encodeURIComponent(id)}/export`);
      return { title, text: `${JSON.stringify(file, null, 2)}\n` };
    },
  };
}
