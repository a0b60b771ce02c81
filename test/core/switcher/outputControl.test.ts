import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { nextStep, OutputControl, type OutputRequest } from '#core/switcher/outputControl';
import type { OutputMode } from '#shared/model/outputs';

/** A switcher whose user interface hangs: it takes requests and carries them out when it is told to. */
class HungOutput {
  mode: OutputMode = 'stopped';
  readonly taken: OutputRequest[] = [];
  readonly sent: OutputRequest[] = [];
  readonly control = new OutputControl({
    send: async (request) => {
      this.sent.push(request);
      // As OBS has it: a stop of what does not run yet is refused.
      if (request === 'stop' && this.mode === 'stopped')
        return { answer: 'refused', params: { obsCode: 501 } };
      this.taken.push(request);
      return { answer: 'taken' };
    },
    read: async () => this.mode,
  });

  constructor() {
    this.control.observe('stopped');
  }

  /** Carries out what was taken, and tells so. */
  thaw(): void {
    for (const request of this.taken.splice(0)) {
      const modes: Record<OutputRequest, OutputMode[]> = {
        start: ['starting', 'active'],
        stop: ['stopping', 'stopped'],
        pause: ['paused'],
        resume: ['active'],
      };
      for (const mode of modes[request]) this.become(mode);
    }
  }

  become(mode: OutputMode): void {
    this.mode = mode;
    this.control.observe(mode);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
/** Longer than an output that changed is left alone. */
const settle = () => vi.advanceTimersByTimeAsync(400);

describe('LIVE-08 what is done about an output', () => {
  it.each([
    ['start', 'stopped', null, 'send'],
    ['start', 'stopped', 'start', 'wait'],
    ['start', 'starting', null, 'wait'],
    ['start', 'active', null, 'done'],
    ['start', 'active', 'stop', 'wait'],
    ['start', 'reconnecting', null, 'wait'],
    ['start', 'unavailable', null, 'unavailable'],
    ['start', 'unknown', null, 'offline'],
    ['stop', 'stopped', null, 'done'],
    ['stop', 'stopped', 'start', 'wait'],
    ['stop', 'starting', 'start', 'wait'],
    ['stop', 'active', null, 'send'],
    ['stop', 'active', 'stop', 'wait'],
    ['stop', 'paused', null, 'send'],
    ['stop', 'reconnecting', null, 'send'],
    ['stop', 'stopping', 'stop', 'wait'],
    ['pause', 'active', null, 'send'],
    ['pause', 'paused', null, 'done'],
    ['pause', 'stopped', null, 'notRunning'],
    ['resume', 'paused', null, 'send'],
    ['resume', 'active', null, 'done'],
    ['resume', 'active', 'pause', 'wait'],
    ['resume', 'stopped', null, 'notRunning'],
  ] as const)('%s while it is %s and %s is on its way: %s', (request, mode, loose, step) => {
    expect(nextStep(request, mode, loose)).toBe(step);
  });
});

describe('LIVE-08 an output that is slow, lies or comes back', () => {
  it('a stop right after a start waits for the start to take effect, and then stops it', async () => {
    const output = new HungOutput();
    const start = output.control.ask('start');
    const stop = output.control.ask('stop');
    await settle();
    expect(await start).toMatchObject({ code: 'SUPERSEDED' });
    expect(output.sent).toEqual(['start']);
    output.thaw();
    await settle();
    expect(output.sent).toEqual(['start', 'stop']);
    output.thaw();
    expect(await stop).toEqual({ result: 'confirmed', file: null });
    expect(output.mode).toBe('stopped');
  });

  it('a start that surfaces after its stop was given up is stopped all the same', async () => {
    const output = new HungOutput();
    void output.control.ask('start');
    const stop = output.control.ask('stop');
    await vi.advanceTimersByTimeAsync(13_000);
    expect(await stop).toMatchObject({ code: 'NOT_CONFIRMED' });
    output.thaw();
    await settle();
    output.thaw();
    await settle();
    expect(output.mode).toBe('stopped');
    // What a person starts afterwards is theirs.
    output.become('active');
    await settle();
    expect(output.sent).toEqual(['start', 'stop']);
  });

  it('a start that surfaces over a new connection is stopped all the same', async () => {
    const output = new HungOutput();
    void output.control.ask('start');
    const stop = output.control.ask('stop');
    await settle();
    output.control.linkLost();
    expect(await stop).toMatchObject({ code: 'NOT_CONFIRMED' });
    output.become('active');
    await settle();
    output.thaw();
    await settle();
    expect(output.sent.at(-1)).toBe('stop');
  });

  it('a stream that begins and ends by itself is no started stream', async () => {
    const output = new HungOutput();
    const start = output.control.ask('start');
    await settle();
    output.become('starting');
    output.become('stopped');
    expect(await start).toMatchObject({ result: 'failed', code: 'OUTPUT_ENDED_ITSELF' });
  });

  it('a pause that is answered and not done is not confirmed', async () => {
    const output = new HungOutput();
    output.become('active');
    const pause = output.control.ask('pause');
    await vi.advanceTimersByTimeAsync(3_500);
    expect(await pause).toMatchObject({ code: 'NOT_CONFIRMED' });
    expect(output.sent).toEqual(['pause']);
  });

  it('a stop that shows no effect is sent again', async () => {
    const output = new HungOutput();
    output.become('active');
    const stop = output.control.ask('stop');
    await vi.advanceTimersByTimeAsync(2_800);
    expect(output.sent).toEqual(['stop', 'stop']);
    output.thaw();
    expect(await stop).toMatchObject({ result: 'confirmed' });
  });

  it('a start that came to nothing can be tried again', async () => {
    const output = new HungOutput();
    const first = output.control.ask('start');
    await vi.advanceTimersByTimeAsync(13_000);
    expect(await first).toMatchObject({ code: 'NOT_CONFIRMED' });
    const second = output.control.ask('start');
    await settle();
    output.thaw();
    expect(await second).toMatchObject({ result: 'confirmed' });
    // The first press was sent once more after 2 s; the second took effect before that.
    expect(output.sent).toEqual(['start', 'start', 'start']);
  });

  it('a start that was taken and did nothing is sent once more, and not a third time', async () => {
    const output = new HungOutput();
    const start = output.control.ask('start');
    await settle();
    output.taken.length = 0;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(output.sent).toEqual(['start', 'start']);
    output.thaw();
    expect(await start).toMatchObject({ result: 'confirmed' });
  });

  it('a start without effect is not sent again under a newer stop', async () => {
    const output = new HungOutput();
    void output.control.ask('start');
    await settle();
    const stop = output.control.ask('stop');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(output.sent).toEqual(['start']);
    output.thaw();
    await settle();
    output.thaw();
    expect(await stop).toMatchObject({ result: 'confirmed' });
    expect(output.mode).toBe('stopped');
  });
});
