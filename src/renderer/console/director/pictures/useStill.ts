import { useEffect, useState } from 'react';
import type { SceneId } from '#shared/model/ids';

/** Where there is no picture now there may be one later; no need to ask often. */
const WITHOUT_PICTURE_MS = 4000;
const SHARED_SHARE = 0.8;

/**
 * The latest still of a scene as an object URL, asked for every `everyMs`; null while there is none. One
 * request at a time, and none while the page is hidden.
 */
export function useStill(
  sceneId: SceneId | null,
  widthPx: number,
  everyMs: number,
  isWanted: boolean,
): string | null {
  const [still, setStill] = useState<{ readonly sceneId: SceneId; readonly url: string } | null>(null);
  useEffect(() => {
    if (sceneId === null || !isWanted) return undefined;
    const stop = new AbortController();
    let timer = 0;
    let shown: string | null = null;
    const show = (next: string | null): void => {
      if (shown !== null) URL.revokeObjectURL(shown);
      shown = next;
      setStill(next === null ? null : { sceneId, url: next });
    };
    const ask = async (): Promise<void> => {
      let picture: string | null = null;
      if (document.visibilityState === 'visible') {
        try {
          picture = await fetchStill(sceneId, widthPx, everyMs, stop.signal);
        } catch {
          // Aborted, or the core is away: the strip at the top says so, and we ask again.
        }
      }
      if (stop.signal.aborted) return;
      if (picture !== null || document.visibilityState === 'visible') show(picture);
      timer = window.setTimeout(() => void ask(), picture === null ? WITHOUT_PICTURE_MS : everyMs);
    };
    void ask();
    return () => {
      stop.abort();
      window.clearTimeout(timer);
      if (shown !== null) URL.revokeObjectURL(shown);
    };
  }, [sceneId, widthPx, everyMs, isWanted]);
  // Not the picture of the scene before, nor an old one when pictures stopped.
  return isWanted && still?.sceneId === sceneId ? still.url : null;
}

async function fetchStill(
  sceneId: SceneId,
  widthPx: number,
  everyMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  // Another page may have asked just before: its picture will do.
  const query = `width=${widthPx}&fresh=${Math.round(everyMs * SHARED_SHARE)}`;
  const reply = await fetch(`/api/scenes/${encodeURIComponent(sceneId)}/still?${query}`, { signal });
  if (reply.status !== 200) return null;
  return URL.createObjectURL(await reply.blob());
}
