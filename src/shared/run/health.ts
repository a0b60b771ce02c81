import type { ErrorParams } from '../errors.ts';
import {
  isRunning,
  type AlarmKind,
  type OutputFigures,
  type OutputMode,
  type OutputName,
} from '../model/outputs.ts';
import type { LiveStatus } from '../model/station.ts';

/** What is wrong with the technical run, found from what is observed of the switcher. Pure: `HealthWatch` feeds it. */

/** A link that is away for less than this mends itself before anybody could do something. */
export const LINK_LOST_MS = 1_000;
/** Nothing above this level is silence to a viewer. */
export const SILENCE_DB = -50;
export const SILENCE_MS = 10_000;
const FRAMES_WINDOW_MS = 6_000;
const DROPPING_SHARE = 0.05;
const CALM_SHARE = 0.01;
const DISK_LOW_MB = 4_000;
const DISK_ENOUGH_MB = 5_000;

export type HealthReading = {
  readonly atMs: number;
  readonly link: LiveStatus['switcher']['link'];
  readonly modes: Readonly<Record<'stream' | 'record', OutputMode>>;
  /** A request from here is under way: an output that still runs may be about to end by it. */
  readonly asked: Readonly<Record<'stream' | 'record', boolean>>;
  readonly figures: Readonly<Partial<Record<OutputName, OutputFigures>>>;
  readonly frames: { readonly total: number; readonly skipped: number } | null;
  readonly freeDiskMb: number | null;
  /** null without any audio input. */
  readonly muted: boolean | null;
  /** The loudest since the reading before, or null when nothing was measured. */
  readonly loudestDb: number | null;
};

type Count = { readonly atMs: number; readonly dropped: number; readonly total: number };

export type HealthMemory = {
  readonly linkLostAtMs: number | null;
  /** An output that ran and was not stopped from here is missed when it ends. */
  readonly ran: Readonly<Record<'stream' | 'record', boolean>>;
  readonly streamCounts: readonly Count[];
  readonly renderCounts: readonly Count[];
  readonly soundAtMs: number | null;
};

export const NO_HEALTH_MEMORY: HealthMemory = {
  linkLostAtMs: null,
  ran: { stream: false, record: false },
  streamCounts: [],
  renderCounts: [],
  soundAtMs: null,
};

/** null: that trouble is over. An alarm that is not named stays as it is: nothing is known of it now. */
export type Findings = { readonly [Kind in AlarmKind]?: Found | null };
type Found = { readonly finding: string; readonly params: ErrorParams };

export function assess(
  memory: HealthMemory,
  reading: HealthReading,
): { readonly memory: HealthMemory; readonly findings: Findings } {
  const { atMs, link, modes, asked, figures, frames, freeDiskMb } = reading;
  const findings: { -readonly [Kind in AlarmKind]?: Found | null } = {};
  const isThere = link === 'ready' || link === 'suspect' || link === 'uiBlocked' || link === 'renderStalled';
  const linkLostAtMs = isThere ? null : (memory.linkLostAtMs ?? atMs);
  if (link === 'ready') findings.link = null;
  else if (link === 'renderStalled') findings.link = found('stalled');
  else if (link === 'uiBlocked') findings.link = found('blocked');
  else if (linkLostAtMs !== null && atMs - linkLostAtMs >= LINK_LOST_MS) findings.link = found('lost');

  const ran = { ...memory.ran };
  for (const output of ['stream', 'record'] as const) {
    const mode = modes[output];
    if (isRunning(mode)) {
      if (!asked[output]) ran[output] = true;
      findings[output] = mode === 'reconnecting' ? found('reconnecting') : null;
    } else if (mode === 'stopped') {
      findings[output] = ran[output] ? found('ended') : null;
    }
  }

  const streamCounts = counted(memory.streamCounts, countOf(atMs, figures.stream));
  const renderCounts = counted(
    memory.renderCounts,
    frames === null ? null : { atMs, dropped: frames.skipped, total: frames.total },
  );
  const dropping = [shareOf(streamCounts), shareOf(renderCounts)];
  const worst = Math.max(...dropping.map((share) => share ?? 0));
  if (worst > DROPPING_SHARE) findings.frames = found('dropping', { percent: Math.round(worst * 100) });
  else if (worst < CALM_SHARE && dropping.some((share) => share !== null)) findings.frames = null;

  if (freeDiskMb !== null && modes.record === 'active' && freeDiskMb < DISK_LOW_MB)
    findings.disk = found('low', { gb: Math.round(freeDiskMb / 100) / 10 });
  else if (freeDiskMb !== null && (freeDiskMb > DISK_ENOUGH_MB || modes.record === 'stopped'))
    findings.disk = null;

  const sound = listened(memory.soundAtMs, reading, isThere);
  if (sound.finding !== undefined) findings.silence = sound.finding;
  return {
    memory: { linkLostAtMs, ran, streamCounts, renderCounts, soundAtMs: sound.soundAtMs },
    findings,
  };
}

/** Muted on purpose is no silence that anybody has to be told of. */
function listened(
  soundAtMs: number | null,
  { atMs, muted, loudestDb }: HealthReading,
  isThere: boolean,
): { readonly soundAtMs: number | null; readonly finding?: Found | null } {
  if (muted === true) return { soundAtMs: null, finding: null };
  if (!isThere || muted === null) return { soundAtMs: null };
  if (loudestDb !== null && loudestDb > SILENCE_DB) return { soundAtMs: atMs, finding: null };
  const since = soundAtMs ?? atMs;
  return atMs - since >= SILENCE_MS
    ? { soundAtMs: since, finding: found('silent', { seconds: SILENCE_MS / 1000 }) }
    : { soundAtMs: since };
}

const found = (finding: string, params: ErrorParams = {}): Found => ({ finding, params });

function countOf(atMs: number, figures: OutputFigures | undefined): Count | null {
  const { droppedFrames, totalFrames } = figures ?? { droppedFrames: null, totalFrames: null };
  return droppedFrames === null || totalFrames === null
    ? null
    : { atMs, dropped: droppedFrames, total: totalFrames };
}

/** The counts of the last seconds. One that runs backwards belongs to a new session. */
function counted(counts: readonly Count[], now: Count | null): readonly Count[] {
  if (now === null) return [];
  const last = counts.at(-1);
  if (last !== undefined && (now.total < last.total || now.dropped < last.dropped)) return [now];
  if (last !== undefined && last.total === now.total) return counts;
  return [...counts.filter(({ atMs }) => now.atMs - atMs <= FRAMES_WINDOW_MS), now];
}

/** The dropped share of the window, or null while it is too short to mean anything. */
function shareOf(counts: readonly Count[]): number | null {
  const [first] = counts;
  const last = counts.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < FRAMES_WINDOW_MS / 2) return null;
  const total = last.total - first.total;
  return total <= 0 ? null : (last.dropped - first.dropped) / total;
}
