import { ok, refuse } from '../../errors.ts';
import type { SegmentId } from '../../model/ids.ts';
import { prompterScriptMs } from '../prompterPosition.ts';
import { duringRun } from './context.ts';

export const pausePrompter = duringRun<object>((run, _payload, { now }, state) =>
  moved(run.prompter.segmentId, prompterScriptMs(state, now), false, run.prompter.charsPerMinute, 'pause'),
);
export const resumePrompter = duringRun<object>((run, _payload, { now }, state) =>
  moved(run.prompter.segmentId, prompterScriptMs(state, now), true, run.prompter.charsPerMinute, 'resume'),
);

/** The reader's own hand: always obeyed, within the current segment. */
export const seekPrompter = duringRun<{ segmentId: SegmentId; scriptMs: number }>(
  (run, { segmentId, scriptMs }) =>
    segmentId === run.prompter.segmentId
      ? moved(segmentId, scriptMs, run.prompter.running, run.prompter.charsPerMinute, 'seek')
      : refuse('SEGMENT_CHANGED', { segmentId: run.prompter.segmentId }),
);

export const setPace = duringRun<{ charsPerMinute: number }>((run, { charsPerMinute }, { now }, state) =>
  moved(run.prompter.segmentId, prompterScriptMs(state, now), run.prompter.running, charsPerMinute, 'pace'),
);

const moved = (
  segmentId: SegmentId,
  scriptMs: number,
  running: boolean,
  charsPerMinute: number,
  cause: 'seek' | 'pause' | 'resume' | 'pace',
) =>
  ok([{ type: 'prompter.moved' as const, payload: { segmentId, scriptMs, running, charsPerMinute, cause } }]);
