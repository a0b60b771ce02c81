import { networkInterfaces } from 'node:os';
import { currentSegment } from '#shared/run/state';
import { startStudioProcess, until } from './studioProcess.ts';

/**
 * Plays the whole sample show at a multiple of real time and prints what came of it as one line of JSON.
 * A program of its own, so that it can be put where there is no network.
 */
const SPEED = 60;

const studio = await startStudioProcess({ args: ['--speed', String(SPEED)] });
try {
  const started = await studio.command('run.start', { mode: 'rehearsal', advance: 'auto' });
  if (!started.ok) throw new Error(started.error.message);
  const total = (await studio.state()).state.run?.segments.length ?? 0;
  await until(
    'the last segment has had its time',
    async () => {
      const { state, studioMs } = await studio.state();
      if (state.run === null || state.run.currentIndex < total - 1) return false;
      const { positionMs, velocity, at } = state.run.segmentClock;
      return positionMs + velocity * (studioMs - at) >= currentSegment(state.run).planned.durationMs;
    },
    180_000,
    250,
  );
  await studio.command('run.end');
  const events = [];
  for (;;) {
    const page = await studio.events(events.at(-1)?.seq ?? 0);
    if (page.length === 0) break;
    events.push(...page);
  }
  const automatic =
    (await studio.state()).state.run?.segments.flatMap((segment) =>
      segment.planned.cues.filter((cue) => cue.mode === 'auto').map((cue) => cue.cueId),
    ) ?? [];
  const confirmed = new Set(
    events.flatMap((event) => (event.type === 'cue.confirmed' ? [event.payload.cueId] : [])),
  );
  const ended = events.find((event) => event.type === 'run.ended');
  process.stdout.write(
    `${JSON.stringify({
      interfaces: Object.keys(networkInterfaces()),
      segmentsEntered: events.filter((event) => event.type === 'segment.entered').length,
      segments: total,
      automaticCues: automatic.length,
      notConfirmed: automatic.filter((cueId) => !confirmed.has(cueId)),
      overrunMs: ended?.type === 'run.ended' ? ended.payload.overrunMs : null,
      gapless: events.every((event, index) => event.seq === index + 1),
      problems: studio.stderr(),
    })}\n`,
  );
} finally {
  await studio.stop();
}
