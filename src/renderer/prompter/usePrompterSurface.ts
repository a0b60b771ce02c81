import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { StudioMs } from '#shared/timing/vector';
import { segmentChange } from './shownSegment.ts';
import { PrompterSurface, type PrompterLook, type PrompterSegment, type SurfaceKnots } from './surface.ts';

const STANDING: SurfaceKnots = [];

/**
 * Keeps a reading surface in `host` for as long as the page is open, and tells it what changed: once per
 * change of the studio's state, never per frame. `null` shows nothing.
 */
export function usePrompterSurface(
  host: RefObject<HTMLElement | null>,
  {
    segment,
    knots,
    look,
    readingLine,
    now,
  }: {
    readonly segment: PrompterSegment | null;
    readonly knots: SurfaceKnots | null;
    readonly look: PrompterLook;
    readonly readingLine: number;
    readonly now: () => StudioMs;
  },
): RefObject<PrompterSurface | null> {
  const surface = useRef<PrompterSurface | null>(null);
  const shown = useRef<{ segment: PrompterSegment | null; knots: SurfaceKnots; look: PrompterLook | null }>({
    segment: null,
    knots: STANDING,
    look: null,
  });
  const isShown = segment !== null;

  useLayoutEffect(() => {
    if (host.current === null || !isShown) return undefined;
    const made = new PrompterSurface(host.current, { now, readingLine });
    surface.current = made;
    shown.current = { segment: null, knots: STANDING, look: null };
    return () => {
      made.dispose();
      surface.current = null;
    };
  }, [host, isShown, readingLine, now]);

  useLayoutEffect(() => {
    const made = surface.current;
    if (made === null || segment === null) return;
    const before = shown.current;
    const motion = knots ?? STANDING;
    if (before.look !== look) made.setLook(look);
    const change = segmentChange(before.segment, segment);
    if (change.kind === 'whole') made.setSegment(segment);
    if (change.kind === 'texts') for (const { id, text } of change.edits) made.editParagraph(id, text);
    // A new segment begins without a trajectory; the two are shown together.
    if (change.kind !== 'none' || !isSameMotion(before.knots, motion)) made.setTrajectory(motion);
    shown.current = { segment, knots: motion, look };
  });
  return surface;
}

/** A state that changed elsewhere gives the same motion anew; laying out for that would be for nothing. */
function isSameMotion(one: SurfaceKnots, other: SurfaceKnots): boolean {
  return (
    one.length === other.length &&
    one.every(({ at, scriptMs }, index) => at === other[index]?.at && scriptMs === other[index]?.scriptMs)
  );
}
