import { z } from '#shared/zod';
import type { MemberId, SceneId } from '#shared/model/ids';
import { CORE_AWAY, coreRefusal, parseJson, type CoreRefusal } from './coreReply.ts';

/** Enough to read a label on the picture; a phone's full size would only fill the disk. */
const LONGEST_SIDE_PX = 2000;
const JPEG_QUALITY = 0.85;

export type PhotoSent =
  | { readonly ok: true; readonly evidenceId: string }
  | { readonly ok: false; readonly error: CoreRefusal };

const acceptedSchema = z.object({ evidenceId: z.string() });

/** Stores a photo at the core; the answer's id is what the item is ticked with. */
export async function sendPhoto(file: File, memberId: MemberId | null): Promise<PhotoSent> {
  return keep('/api/evidence', memberId, () => shrunk(file));
}

/** Has the core keep what the switcher shows of a scene right now. */
export async function keepSwitcherStill(sceneId: SceneId, memberId: MemberId | null): Promise<PhotoSent> {
  return keep(`/api/scenes/${encodeURIComponent(sceneId)}/evidence`, memberId, async () => null);
}

async function keep(
  path: string,
  memberId: MemberId | null,
  bodyOf: () => Promise<Blob | null>,
): Promise<PhotoSent> {
  try {
    const body = await bodyOf();
    const { 'content-type': type, ...member } = headersFor(memberId);
    const headers = body === null ? member : { 'content-type': type, ...member };
    const reply = await fetch(path, { method: 'POST', body, headers });
    const answer = parseJson(await reply.text());
    const accepted = acceptedSchema.safeParse(answer);
    return accepted.success
      ? { ok: true, evidenceId: accepted.data.evidenceId }
      : { ok: false, error: coreRefusal(reply.status, answer) };
  } catch {
    // The request did not get through: the core is away.
    return { ok: false, error: CORE_AWAY };
  }
}

/** Header values are Latin-1; a member with another id is still known by this screen's own token. */
function headersFor(memberId: MemberId | null): {
  readonly 'content-type': string;
  readonly 'x-kaibo-member'?: string;
} {
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
