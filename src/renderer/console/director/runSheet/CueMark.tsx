import type { CueRun } from '#shared/run/state';

const SHAPES: Readonly<Record<CueRun['status'], string>> = {
  armed: '○',
  requested: '◔',
  confirmed: '●',
  failed: '✕',
  expired: '–',
};

/** A cue's state by its shape; the word stands beside it or in its tooltip. */
export function CueMark({ status }: { readonly status: CueRun['status'] }) {
  return (
    <span className={`cue-mark cue-mark-${status}`} aria-hidden="true">
      {SHAPES[status]}
    </span>
  );
}
