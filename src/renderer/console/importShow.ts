import { z } from '#shared/zod';
import { showIdSchema, type MemberId, type ShowId } from '#shared/model/ids';
import { CORE_AWAY, coreRefusal, parseJson, type CoreRefusal } from '../common/coreReply.ts';
import { fileProblemSchema, type ReportedProblem } from './fileProblemWords.ts';

export type ImportOutcome =
  | { readonly ok: true; readonly showId: ShowId }
  | {
      readonly ok: false;
      readonly error: CoreRefusal;
      readonly problems: readonly ReportedProblem[];
    };

const replySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), showId: showIdSchema }),
  z.object({
    ok: z.literal(false),
    error: z.object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      details: z.array(fileProblemSchema).catch([]).optional(),
    }),
  }),
]);

/**
 * Sends a show file to the core. Only a request of this kind tells how much of the file has gone (fetch does
 * not), so that a large file on a slow network is seen to move.
 *
 * @param onProgress called with 0 to 1
 */
export function importShow(
  file: File,
  memberId: MemberId | null,
  onProgress: (done: number) => void,
): Promise<ImportOutcome> {
  return new Promise((resolve) => {
    const failed = (error: CoreRefusal): void => resolve({ ok: false, error, problems: [] });
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/import');
    request.setRequestHeader('content-type', 'application/json');
    if (memberId !== null) request.setRequestHeader('x-kaibo-member', memberId);
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total === 0 ? 0 : loaded / total),
    );
    request.addEventListener('error', () => failed(CORE_AWAY));
    request.addEventListener('load', () => {
      const body = parseJson(request.responseText);
      const reply = replySchema.safeParse(body);
      if (!reply.success) failed(coreRefusal(request.status, body));
      else if (reply.data.ok) resolve(reply.data);
      else
        resolve({
          ok: false,
          error: { code: reply.data.error.code, params: reply.data.error.params },
          problems: reply.data.error.details ?? [],
        });
    });
    request.send(file);
  });
}
