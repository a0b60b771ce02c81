import type { LiveStatus } from '../model/station.ts';
import type { ChecklistItem, ShowPlan } from '../model/showPlan.ts';
import type { SceneId } from '../model/ids.ts';
import { isDone, missingScenes, numberLimits } from './checklistRules.ts';
import type { StudioState } from './state.ts';
import { suggestScenes } from './suggestScene.ts';
import { switcherFacts } from './switcherFacts.ts';

export type PreflightVerdict = 'ok' | 'attention' | 'unknown';

/** A scene of the plan that the switcher does not have under its name, and the one it may have become. */
export type MissingScene = {
  readonly sceneId: SceneId;
  readonly label: string;
  readonly obsSceneName: string;
  readonly suggestion: string | null;
};

/** One line of the signal check. The page puts it into words (`gate.preflight.<check>.<finding>`). */
export type PreflightRow = { readonly verdict: PreflightVerdict } & (
  | {
      readonly check: 'link';
      readonly finding: 'ready' | 'simulated' | 'notReady';
      readonly params: Readonly<Record<never, never>>;
    }
  | {
      readonly check: 'scenes';
      readonly finding: 'matched' | 'missing' | 'unknown';
      readonly params: { readonly count: number };
      readonly missing: readonly MissingScene[];
    }
  | {
      readonly check: 'fps';
      readonly finding: 'steady' | 'low' | 'unknown';
      readonly params: { readonly fps: number; readonly atLeast: number };
    }
  | {
      readonly check: 'skippedFrames';
      readonly finding: 'few' | 'many' | 'unknown';
      readonly params: { readonly frames: number; readonly atMost: number };
    }
  | {
      readonly check: 'audio';
      readonly finding: 'open' | 'muted' | 'noInput' | 'unknown';
      readonly params: Readonly<Record<never, never>>;
    }
  | {
      readonly check: 'disk';
      readonly finding: 'enough' | 'low' | 'unknown';
      readonly params: { readonly freeGb: number; readonly atLeastGb: number };
    }
  | {
      readonly check: 'backupNetwork';
      readonly finding: 'ticked' | 'open' | 'noItem';
      readonly params: { readonly item: string };
    }
);

/** Below this OBS drops pictures a viewer sees: 24 per second is the slowest setting it offers. */
const FPS_AT_LEAST = 24;
/** OBS counts since it was started and loses a few frames then; more than a second's worth is a fault. */
const SKIPPED_AT_MOST = 30;
/** Where no item of the show says how much the disk must hold. */
const FREE_GB_AT_LEAST = 20;
const MB_PER_GB = 1024;

/**
 * The signal check before going live: link, scene names, frame rate, dropped frames, sound, disk and the
 * backup network. What a switcher does not tell is `unknown`, never `ok`.
 */
export function preflight(
  state: StudioState,
  switcher: LiveStatus['switcher'] | null,
): readonly PreflightRow[] {
  const ready = switcher?.link === 'ready' || switcher?.link === 'suspect';
  const stats = ready ? switcher.stats : null;
  const muted = switcher?.muted ?? null;
  const atLeastGb = recordingDiskGb(state.plan);
  const freeDiskMb = stats?.freeDiskMb ?? null;
  const freeGb = Math.floor((freeDiskMb ?? 0) / MB_PER_GB);
  const fps = stats?.fps ?? null;
  const frames = stats?.skippedFrames ?? 0;
  return [
    linkRow(switcher),
    scenesRow(state, switcher),
    {
      check: 'fps',
      params: { fps: fps ?? 0, atLeast: FPS_AT_LEAST },
      ...(fps === null
        ? unknown
        : fps >= FPS_AT_LEAST
          ? { verdict: 'ok', finding: 'steady' }
          : { verdict: 'attention', finding: 'low' }),
    },
    {
      check: 'skippedFrames',
      params: { frames, atMost: SKIPPED_AT_MOST },
      ...(stats === null
        ? unknown
        : frames <= SKIPPED_AT_MOST
          ? { verdict: 'ok', finding: 'few' }
          : { verdict: 'attention', finding: 'many' }),
    },
    {
      check: 'audio',
      params: {},
      ...(!ready
        ? unknown
        : muted === null
          ? { verdict: 'attention', finding: 'noInput' }
          : muted
            ? { verdict: 'attention', finding: 'muted' }
            : { verdict: 'ok', finding: 'open' }),
    },
    {
      check: 'disk',
      params: { freeGb, atLeastGb },
      ...(freeDiskMb === null
        ? unknown
        : freeGb >= atLeastGb
          ? { verdict: 'ok', finding: 'enough' }
          : { verdict: 'attention', finding: 'low' }),
    },
    backupNetworkRow(state),
  ];
}

const unknown = { verdict: 'unknown', finding: 'unknown' } as const;

function linkRow(switcher: LiveStatus['switcher'] | null): PreflightRow {
  const row = { check: 'link', params: {} } as const;
  if (switcher?.link !== 'ready') return { ...row, verdict: 'attention', finding: 'notReady' };
  // The rehearsal switcher is always there, but nobody outside would see it.
  return switcher.kind === 'rehearsal'
    ? { ...row, verdict: 'attention', finding: 'simulated' }
    : { ...row, verdict: 'ok', finding: 'ready' };
}

function scenesRow(state: StudioState, switcher: LiveStatus['switcher'] | null): PreflightRow {
  const row = { check: 'scenes' } as const;
  if (switcher === null || switcherFacts(switcher).sceneNames === null || state.plan === null)
    return { ...row, ...unknown, params: { count: 0 }, missing: [] };
  const missing = missingWithSuggestions(state, switcher);
  return missing.length === 0
    ? { ...row, verdict: 'ok', finding: 'matched', params: { count: state.plan.scenes.length }, missing }
    : { ...row, verdict: 'attention', finding: 'missing', params: { count: missing.length }, missing };
}

/** Missing scenes by name, each with the likeliest of the switcher's scenes that no other scene of the plan uses. */
export function missingWithSuggestions(
  state: StudioState,
  switcher: LiveStatus['switcher'],
): readonly MissingScene[] {
  const nameOf = (scene: ShowPlan['scenes'][number]): string =>
    state.prep.sceneMap[scene.id] ?? scene.obsSceneName;
  const missing = missingScenes(state, switcherFacts(switcher)).map((scene) => ({
    ...scene,
    obsSceneName: nameOf(scene),
  }));
  const missingIds = new Set(missing.map((scene) => scene.id));
  const used = new Set(state.plan?.scenes.filter((scene) => !missingIds.has(scene.id)).map(nameOf));
  const suggestions = suggestScenes(
    missing,
    switcher.scenes.filter((name) => !used.has(name)),
  );
  return missing.map((scene) => ({
    sceneId: scene.id,
    label: scene.label,
    obsSceneName: scene.obsSceneName,
    suggestion: suggestions.get(scene.id) ?? null,
  }));
}

const items = (plan: ShowPlan | null): readonly ChecklistItem[] =>
  plan?.checklists.flatMap((list) => list.items) ?? [];

/** What the show itself asks of the recording disk, in GB. */
function recordingDiskGb(plan: ShowPlan | null): number {
  const limits = items(plan)
    .filter((item) => /磁盘/u.test(item.text))
    .map(numberLimits)
    .find(({ min, unit }) => min !== null && /^GB$/iu.test(unit));
  return limits?.min ?? FREE_GB_AT_LEAST;
}

/** A person tests the backup network; the check only says whether somebody did. */
function backupNetworkRow(state: StudioState): PreflightRow {
  const item = items(state.plan).find(({ text }) => /备用网络/u.test(text));
  const row = { check: 'backupNetwork', params: { item: item?.text ?? '' } } as const;
  if (item === undefined) return { ...row, verdict: 'unknown', finding: 'noItem' };
  return isDone(state.prep.checklist[item.id])
    ? { ...row, verdict: 'ok', finding: 'ticked' }
    : { ...row, verdict: 'attention', finding: 'open' };
}
