import type { Paragraph, ScriptVariable, ShowPlan } from '../model/showPlan.ts';
import { scriptTimeline, type ScriptTimeline } from '../script/scriptTimeline.ts';
import { clampCharsPerMinute } from '../script/speech.ts';
import { resolveTokens, tokenKeyOf, type TokenWords } from '../script/tokens.ts';
import { prompterTrajectory, scriptMsOn, type PrompterTrajectory } from '../timing/prompterLock.ts';
import type { StudioMs } from '../timing/vector.ts';
import { currentSegment, durationMs, plannedSegment, type StudioState } from './state.ts';

/** The script of the current segment as it is displayed, on the segment's timeline; null without a run. */
export function currentScript(state: StudioState): ScriptTimeline | null {
  const segment = plannedSegment(state);
  if (state.plan === null || state.run === null || segment === null) return null;
  return scriptTimeline(
    {
      durationSec: durationMs(currentSegment(state.run)) / 1000,
      script: displayedScript(state.plan, segment.script),
    },
    state.plan.show.prompter.charsPerMinute,
  );
}

/** Paragraphs with their live tokens resolved: no brace ever reaches the host. */
export function displayedScript(plan: ShowPlan, script: readonly Paragraph[]): Paragraph[] {
  const fallbacks = fallbackWords(plan.scriptVariables);
  return script.map((paragraph) => ({
    ...paragraph,
    text: resolveTokens(paragraph.text, NO_VALUES, fallbacks),
  }));
}

const NO_VALUES: TokenWords = new Map();

function fallbackWords(variables: readonly ScriptVariable[]): TokenWords {
  return new Map(
    variables.flatMap(({ token, fallback }) => {
      const key = tokenKeyOf(token);
      return key === null ? [] : [[key, fallback]];
    }),
  );
}

/** The motion of the script from the last mark to the end of the segment: the same on every station. */
export function currentTrajectory(state: StudioState): PrompterTrajectory | null {
  const script = currentScript(state);
  if (script === null || state.run === null || state.plan === null) return null;
  const { prompter, segmentClock } = state.run;
  return prompterTrajectory({
    anchor: { scriptMs: prompter.scriptMs, at: prompter.at, mode: prompter.running ? 'running' : 'paused' },
    clock: segmentClock,
    // Both as the timeline takes them: a plan of 150 字/min is laid out at 200, and read at that.
    pace:
      clampCharsPerMinute(prompter.charsPerMinute) /
      clampCharsPerMinute(state.plan.show.prompter.charsPerMinute),
    script,
  });
}

/** Where the reader is now, in script ms of the current segment; 0 without a run. */
export function prompterScriptMs(state: StudioState, now: StudioMs): number {
  const trajectory = currentTrajectory(state);
  return trajectory === null ? 0 : scriptMsOn(trajectory, now);
}
