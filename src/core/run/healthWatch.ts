import { ALARM_KINDS, isRunning } from '#shared/model/outputs';
import { assess, NO_HEALTH_MEMORY, type HealthMemory } from '#shared/run/health';
import { runOn } from '#shared/run/state';
import type { Switcher } from '../switcher/index.ts';
import type { Executor } from './executor.ts';

const LOOK_EVERY_MS = 500;

/** Watches the technical run while a run is on, and records each trouble once when it begins and once when it ends. */
export class HealthWatch {
  readonly #executor: Executor;
  readonly #stopListening: () => void;
  #switcher: Switcher | null = null;
  #unwatch: () => void = () => undefined;
  #memory: HealthMemory = NO_HEALTH_MEMORY;
  #loudestDb: number | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(executor: Executor) {
    this.#executor = executor;
    this.#stopListening = executor.onCommitted(({ kind, events }) => {
      for (const event of events) {
        // Stopped from here: that is no trouble.
        if (
          event.type === 'output.requested' &&
          event.payload.action === 'stop' &&
          event.payload.output !== 'replay'
        )
          this.#memory = { ...this.#memory, ran: { ...this.#memory.ran, [event.payload.output]: false } };
      }
      if (kind === 'reset' || events.some(({ type }) => type === 'run.started' || type === 'run.ended'))
        this.#follow();
    });
  }

  /** Follows this switcher from now on. */
  watch(switcher: Switcher): void {
    this.#switcher = switcher;
    this.#follow();
  }

  close(): void {
    this.#stopListening();
    this.#rest();
  }

  #follow(): void {
    this.#rest();
    const switcher = this.#switcher;
    if (switcher === null || runOn(this.#executor.state) === null) return;
    const { stream, record } = this.#executor.state.output.outputs;
    this.#memory = {
      ...NO_HEALTH_MEMORY,
      // What ran when the core went away is missed, too.
      ran: {
        stream: isRunning(stream.mode) && stream.pending?.action !== 'stop',
        record: isRunning(record.mode) && record.pending?.action !== 'stop',
      },
    };
    this.#unwatch = switcher.onMeters((frame) => {
      for (const { peakDb } of frame) this.#loudestDb = Math.max(this.#loudestDb ?? peakDb, peakDb);
    });
    this.#timer = setInterval(() => this.#look(switcher), LOOK_EVERY_MS);
  }

  #rest(): void {
    this.#unwatch();
    this.#unwatch = () => undefined;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #look({ status }: Switcher): void {
    const { stats } = status;
    const { stream, record } = this.#executor.state.output.outputs;
    const { memory, findings } = assess(this.#memory, {
      atMs: performance.now(),
      link: status.link,
      modes: { stream: status.stream, record: status.record },
      asked: { stream: stream.pending !== null, record: record.pending !== null },
      figures: status.figures,
      frames: stats === null ? null : { total: stats.renderTotalFrames, skipped: stats.renderSkippedFrames },
      freeDiskMb: stats?.freeDiskMb ?? null,
      muted: status.muted,
      loudestDb: this.#loudestDb,
    });
    this.#memory = memory;
    this.#loudestDb = null;
    for (const alarm of ALARM_KINDS) {
      const finding = findings[alarm];
      if (finding === null) this.#executor.record({ type: 'alarm.off', alarm });
      else if (finding !== undefined) this.#executor.record({ type: 'alarm.on', alarm, ...finding });
    }
  }
}
