import { z } from 'zod';
import type { MemberId } from '#shared/model/ids';

/** Enough to read a label on the picture; a phone's full size would only fill the disk. */
const LONGEST_SIDE_PX = 2000;
const JPEG_QUALITY = 0.85;

/** A refusal of the core, ready for `errorText`. */
export type PhotoRefusal = {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
};
export type PhotoSent =
  | { readonly ok: true; readonly evidenceId: string }
  | { readonly ok: false; readonly error: PhotoRefusal };

const acceptedSchema = z.object({ evidenceId: z.string() });
const refusedSchema = z.object({
  error: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
});

/** Stores a photo at the core; the answer's id is what the item is ticked with. */
export async function sendPhoto(file: File, memberId: MemberId | null): Promise<PhotoSent> {
  try {
    const body = await shrunk(file);
    const reply = await fetch('/api/evidence', { method: 'POST', body, headers: headersFor(memberId) });
    const answer: unknown = await reply.json();
    if (reply.ok) return { ok: true, evidenceId: acceptedSchema.parse(answer).evidenceId };
    const refused = refusedSchema.safeParse(answer);
    return {
      ok: false,
      error: refused.success ? refused.data.error : { code: 'INTERNAL', params: { detail: reply.status } },
    };
  } catch {
    // The request did not get through: the core is away.
    return { ok: false, error: { code: 'CORE_OFFLINE', params: {} } };
  }
}

/** Header values are Latin-1; a member with another id is still known by this screen's own token. */
function headersFor(memberId: MemberId | null): Record<string, string> {
  const isSendable = memberId !== null && /^[\x21-\x7e]+$/u.test(memberId);
  return {
    'content-type': 'application/octet-stream',
    ...(isSendable ? { 'x-kaibo-member': memberId } : {}),
  };
}

/**
 * The photo as a JPEG of a sensible size. Drawing it anew also turns it upright, makes a JPEG of formats
 * that the core does not keep, and leaves the place where it was taken behind.
 */
async function shrunk(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null);
  // Not a picture this browser can read: the core says so in words.
  if (picture === null) return file;
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const jpeg = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY),
  );
  return jpeg ?? file;
}
