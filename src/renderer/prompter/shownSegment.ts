import type { Segment, ShowPlan } from '#shared/model/showPlan';
import { displayedScript } from '#shared/run/prompterPosition';
import { segmentContent } from '#shared/run/segmentContent';
import { currentSegment, durationMs, nextIndex, runOn, type StudioState } from '#shared/run/state';
import type { ParagraphId } from '#shared/model/ids';
import type { PrompterParagraph, PrompterSegment } from './surface.ts';

const HEAD_PARAGRAPHS = 2;

/** What the surface shows: the current segment; before a run the first one, to set the screen up with. */
export function shownSegment(state: StudioState): PrompterSegment | null {
  const { plan } = state;
  const run = runOn(state);
  if (plan === null) return null;
  if (run === null) {
    const [first, second] = plan.segments;
    return state.run !== null || first === undefined ? null : asShown(plan, first, first.durationSec, second);
  }
  const current = currentSegment(run);
  const segment = segmentContent(plan, current);
  const index = nextIndex(run);
  const next = index === null ? undefined : run.segments[index];
  if (segment === null) return null;
  const shown = asShown(
    plan,
    segment,
    durationMs(current) / 1000,
    next === undefined ? undefined : (segmentContent(plan, next) ?? undefined),
  );
  // A repeat reads the plan's text, but it is a segment of its own.
  return { ...shown, segmentId: current.segmentId };
}

function asShown(
  plan: ShowPlan,
  segment: Segment,
  durationSec: number,
  next: Segment | undefined,
): PrompterSegment {
  return {
    segmentId: segment.id,
    durationSec,
    charsPerMinute: plan.show.prompter.charsPerMinute,
    paragraphs: paragraphsOf(plan, segment),
    next:
      next === undefined
        ? null
        : { title: next.title, paragraphs: paragraphsOf(plan, next).slice(0, HEAD_PARAGRAPHS) },
  };
}

const paragraphsOf = (plan: ShowPlan, segment: Segment): PrompterParagraph[] =>
  displayedScript(plan, segment.script)
    .toSorted((a, b) => a.atSec - b.atSec)
    .map(({ id, speaker, atSec, text }) => ({ id, speaker, atSec, text }));

export type SegmentChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'texts'; readonly edits: readonly { readonly id: ParagraphId; readonly text: string }[] }
  | { readonly kind: 'whole' };

/** What has to be done to a surface that shows `before` so that it shows `after`. */
export function segmentChange(before: PrompterSegment | null, after: PrompterSegment): SegmentChange {
  if (before === after) return { kind: 'none' };
  if (before === null || frameOf(before) !== frameOf(after)) return { kind: 'whole' };
  const was = new Map(textsOf(before));
  const edits = textsOf(after).flatMap(([id, text]) => (was.get(id) === text ? [] : [{ id, text }]));
  return edits.length === 0 ? { kind: 'none' } : { kind: 'texts', edits };
}

const textsOf = ({ paragraphs, next }: PrompterSegment) =>
  [...paragraphs, ...(next?.paragraphs ?? [])].map(({ id, text }): readonly [ParagraphId, string] => [
    id,
    text,
  ]);

/** All but the texts. */
const frameOf = (segment: PrompterSegment): string =>
  JSON.stringify(segment, (key, value: unknown) => (key === 'text' ? undefined : value));
