/** What a first director is shown, in this order. Each is outlined on the desk while it is spoken of. */
export const TOUR_STEPS = ['runSheet', 'take', 'scenes', 'prompter', 'panic'] as const;
export type TourStep = (typeof TOUR_STEPS)[number];

/** What the tour shows: `start` asks for a rehearsal, because most of the desk is there only during a run. */
export type TourView = TourStep | 'start' | null;

/** Nothing without a show, where the empty desk says what to do, and never during a live show. */
export function tourView(
  isOn: boolean,
  step: number,
  { hasShow, mode }: { readonly hasShow: boolean; readonly mode: 'rehearsal' | 'live' | null },
): TourView {
  if (!isOn || !hasShow || mode === 'live') return null;
  return mode === null ? 'start' : (TOUR_STEPS[step] ?? null);
}
